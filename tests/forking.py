"""A process with the language model loaded that forks a build for each line it is given.

Each line is JSON: sources, the folder to build in, and the largest file that may be written (0 for
any).  The process answers with the child's process id, and with its exit status once it has ended.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys

from kgraph import annotate, storing
from kgraph.cli import main
from kgraph.readers.language import LEAST_WORDS, foreign_language


def build(sources: list[str], output: str, largest: int) -> None:
    """Build in this process, as the command does."""
    os.close(0)
    if largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    main(["build", *sources, "-o", output])


def serve() -> None:
    """Fork a child for each line of standard input."""
    nlp = annotate.load()
    foreign_language("Loads its model now. " * LEAST_WORDS)
    annotate.load = lambda *_: nlp  # type: ignore[assignment]
    storing.TOGETHER = 2  # so that few articles are written in several steps
    answers = os.fdopen(int(sys.argv[1]), "w")
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            answers.close()
            build(**json.loads(line))
        print(child, file=answers, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


if __name__ == "__main__":
    serve()
