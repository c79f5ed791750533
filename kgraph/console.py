"""What the command line shows a person: one-line errors, a progress bar, tables.

Errors, notes and progress go to standard error, so that standard output stays what was asked for;
how far a build is shows on a terminal only, unless it is asked for.  Whatever comes from an article
is shown without control characters, so that no text can steer the terminal.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.util import find_spec
from threading import Event, Thread

from rich import progress
from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from kgraph.errors import DocumentError, KGraphError
from kgraph.readers.given import Fetch
from kgraph.tally import Tally

__all__ = ["Notes", "Problems", "say", "show_table", "showing", "track", "warn", "web"]

#: Between two lines on how far a build is, where standard error is no terminal.
SECONDS_BETWEEN_LINES = 10.0

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return ``text`` on one line that does nothing to a terminal."""
    return _CONTROL.sub("\ufffd", text)


def say(text: str) -> None:
    """Print one line on standard output."""
    Console(highlight=False, soft_wrap=True).print(Text(one_line(text)))


def warn(text: str) -> None:
    """Print one line on standard error, with the program's name."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(f"kgraph: {one_line(text)}"))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table on standard output; what is None stays empty."""
    table = Table(show_header=any(columns))
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else one_line(str(cell))) for cell in row))
    console = Console(highlight=False)
    console.print(table, soft_wrap=not console.is_terminal)


@contextmanager
def web(asked: bool, *, allow_private: bool) -> Iterator[Fetch | None]:
    """Yield what fetches from the web, None where nobody asked for it."""
    if not asked:
        yield None
        return
    if find_spec("protego") is None or find_spec("httpcore") is None:
        raise KGraphError("--fetch needs the extra: pip install 'kgraph[web]'")
    from kgraph.fetching import Fetcher

    with closing(Fetcher(allow_private=allow_private)) as fetch:
        yield fetch


@contextmanager
def showing(tally: Tally, *, always: bool = False) -> Iterator[None]:
    """Show how far a build is meanwhile: on a terminal, or line by line if ``always``."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (SpinnerColumn(), _TallyColumn(tally), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            bar.add_task("", total=None)
            yield
        return
    ended = Event()
    lines = Thread(target=_report, args=(tally, ended), daemon=True)
    if always:
        lines.start()
    try:
        yield
    finally:
        ended.set()
        if always:
            lines.join()
            warn(str(tally))


def track(items: Iterable[str], what: str) -> Iterator[str]:
    """Yield the items and show on a terminal how many have been done."""
    console = Console(stderr=True)
    hidden = not console.is_terminal
    yield from progress.track(items, what, console=console, transient=True, disable=hidden)


def _report(tally: Tally, ended: Event) -> None:
    while not ended.wait(SECONDS_BETWEEN_LINES):
        warn(str(tally))


class _TallyColumn(ProgressColumn):
    """What a tally says."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self._tally = tally

    def render(self, task: Task) -> Text:
        """Return what it says now."""
        return Text(str(self._tally))


class Problems:
    """The documents that could not be read: each reported on its line, all counted at the end."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0

    def report(self, problem: DocumentError) -> None:
        """Say which document is at fault and why."""
        self.count += 1
        warn(str(problem))

    def status(self, *, skip: bool) -> int:
        """Say how many were skipped and return the exit status."""
        if self.count:
            warn(f"skipped: {self.count} {'article' if self.count == 1 else 'articles'}")
        return 1 if self.count and not skip else 0


class Notes(logging.Handler):
    """Shows what the library notices (its warnings) as lines of the program's own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show one note."""
        warn(record.getMessage())
