"""How far a build is, in one line."""

from __future__ import annotations

import time

from kgraph.tally import Tally


def test_rest_is_told_from_what_was_read_not_from_what_was_there_already() -> None:
    tally = Tally(size=1000)
    tally.move(500)
    tally.unchanged += 5
    assert tally.left is None
    assert str(tally) == "0 articles read, 0.0 a second, 5 skipped (unchanged)"
    tally.move(100)
    tally.begin(before=500)
    tally.move(100)
    tally.begin(before=600)
    tally.end()
    assert (tally.passed, tally.read) == (600, 1)
    time.sleep(0.01)
    first = tally.left
    assert first is not None
    tally.end(failed=True)
    assert (tally.passed, tally.read, tally.failed) == (700, 1, 1)
    second = tally.left
    assert second is not None
    assert second < first
    assert " left, 5 skipped (unchanged), 1 failed" in str(tally)


def test_nobody_knows_the_rest_of_a_stream() -> None:
    tally = Tally()
    tally.begin(before=0)
    tally.end()
    assert tally.left is None
