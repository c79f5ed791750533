"""Messages (``.eml``) to documents: subject, sender's name, day, and the plain text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.articles import MOST_BYTES, Found, to_document, within_bounds
from kgraph.readers.webpages import page_document

__all__ = ["read_mail"]


def read_mail(stream: io.BufferedReader, name: str, published: str | None) -> Iterator[Document]:
    """Yield the one document of a message; attachments are left."""
    data = within_bounds(stream.read(MOST_BYTES + 1), name)
    try:
        message = message_from_bytes(data, policy=policy.default)
        body = message.get_body(("plain", "html"))
        content = body.get_content() if isinstance(body, EmailMessage) else ""
        subject, sender, sent = (message[key] for key in ("subject", "from", "date"))
        day = parsedate_to_datetime(str(sent)).date().isoformat() if sent else None
    except (
        MessageError,
        ValueError,
        ArithmeticError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:
        raise DocumentError(name, f"no message that can be read: {error}") from error
    if isinstance(body, EmailMessage) and body.get_content_subtype() == "html":
        yield page_document(content.encode("utf-8"), name, published or day)
        return
    found = Found(
        name=name,
        text=content,
        title=str(subject).strip() if subject else None,
        source=parseaddr(str(sender))[0] or None if sender else None,
        published=day,
        scraped=True,
    )
    yield to_document(found, published)
