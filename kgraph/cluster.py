"""Have a Dask cluster do the work: the only door to ``distributed``.

The cluster is there already, started by hand, by Slurm, by Kubernetes; each of its workers has the
same kgraph installed.  Work whose worker ends is done again by another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from kgraph.errors import KGraphError
from kgraph.shardbuild import Failed

if TYPE_CHECKING:
    from kgraph.shardbuild import Runner

__all__ = ["on_cluster"]

Value = TypeVar("Value")
Made = TypeVar("Made")

#: How often work is done again that ended in an error, such as a file system's.
RETRIES = 2
SECONDS_TO_CONNECT = 30


@contextmanager
def on_cluster(address: str) -> Iterator[Runner]:
    """Connect to the scheduler at ``dask://host:8786`` and return what runs functions there."""
    try:
        import distributed
    except ImportError:
        reason = "--cluster needs the extra: pip install 'kgraph[cluster]'"
        raise KGraphError(reason) from None
    if not address.startswith(("dask://", "tls://", "tcp://")):
        raise KGraphError(f"{address}: a cluster is named as dask://host:8786")
    dask: Any = distributed
    place = address.replace("dask://", "tcp://", 1)
    try:
        client = dask.Client(place, timeout=SECONDS_TO_CONNECT)
    except (OSError, ValueError) as error:
        raise KGraphError(f"{address}: no Dask scheduler answers") from error
    with client:
        yield _runner(client, dask)


def _runner(client: Any, dask: Any) -> Runner:
    def run(
        function: Callable[[Value], Made], values: Sequence[Value]
    ) -> Iterator[tuple[int, Made | Failed]]:
        places = {
            client.submit(function, value, pure=False, retries=RETRIES): place
            for place, value in enumerate(values)
        }
        for future in dask.as_completed(list(places)):
            error = future.exception()
            if isinstance(error, dask.KilledWorker):
                yield places[future], Failed("put aside: the workers that read it ended")
            elif error is not None:
                raise KGraphError(f"the cluster: {error}") from error
            else:
                yield places[future], future.result()
            del places[future]

    return run
