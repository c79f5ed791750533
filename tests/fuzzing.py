"""Change files at random and read them, for a while: no crash, no hang, no file, bounded memory.

    python -m tests.fuzzing KIND SECONDS [SEED]

Prints how many inputs were read.  An input that breaks a rule ends the run with status 1 and is
written to the folder that it ran in, as ``broken``.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kgraph.errors import DocumentError
from kgraph.model import Document
from kgraph.readers.files import read_stream
from kgraph.readers.given import Given
from tests.test_sources import FUZZED

#: Seconds that one input may take, and bytes that all of them may.
LONGEST, MOST_MEMORY = 30, 1_500_000_000
#: What readers stumble over: counts that are too large, ends of strings and of blocks.
SPICES = (
    *(b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x00" * 64, b"\xff" * 9, b"-1", b"99999999999"),
    *(b"<!ENTITY a '&a;&a;'>", b"<![CDATA[", b"]]>", b"&#x110000;", b"%PDF-", b"PK\x03\x04"),
    *(b"../../../../tmp/out", b"/etc/passwd", b'"', b"\r\n\r\n", b"\xed\xa0\x80", b"{" * 500),
    *(b"Content-Length: 1073741824\r\n", b"obj", b"stream", b"endstream", b"WARC/1.0\r\n"),
)


def main() -> int:
    """Run as the command line says."""
    kind, seconds, *seed = sys.argv[1:]
    dice = random.Random(int(seed[0]) if seed else 0)
    count, end = 0, time.monotonic() + float(seconds)
    signal.signal(signal.SIGALRM, too_slow)
    for data in changed(FUZZED[kind], dice):
        if time.monotonic() > end:
            break
        Path("broken").write_bytes(data)
        signal.alarm(LONGEST)
        read(data, kind)
        signal.alarm(0)
        count += 1
    Path("broken").unlink()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(f"{kind}: {count} inputs, {used / 1e6:.0f} MB\n")
    left = [path.name for path in Path().iterdir()]
    return int(used > MOST_MEMORY or bool(left))


def changed(seed: bytes, dice: random.Random) -> Iterator[bytes]:
    """Yield the seed, each time with some pieces of it cut, copied, turned or spiced."""
    while True:
        data = bytearray(seed)
        for _ in range(dice.randint(1, 8)):
            start = dice.randrange(len(data) + 1)
            end = min(len(data), start + dice.choice((1, 2, 4, 16, 200)))
            piece = bytes(data[start:end])
            turned = bytes(byte ^ (1 << dice.randrange(8)) for byte in piece)
            data[start:end] = dice.choice((b"", piece * 3, turned, dice.choice(SPICES)))
        yield bytes(data)


def read(data: bytes, kind: str) -> None:
    """Read an input; whatever is not an article is an error on one line."""
    for item in read_stream(io.BytesIO(data), f"file.{kind}", Given()):
        assert isinstance(item, Document | DocumentError), item
        assert not isinstance(item, DocumentError) or "\n" not in str(item), item


def too_slow(*_: object) -> None:
    """Say that an input took too long."""
    raise TimeoutError(f"one input took longer than {LONGEST} seconds")


if __name__ == "__main__":
    sys.exit(main())
