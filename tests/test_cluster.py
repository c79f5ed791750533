"""A Dask cluster of separate processes, one of which is killed, builds what one machine builds."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import distributed
import pyarrow
import pyarrow.parquet
import pytest

from kgraph import export
from kgraph.annotate import load
from kgraph.building import build
from kgraph.cli import main
from kgraph.clusterbuilding import load_graph
from kgraph.errors import KGraphError
from kgraph.filesystems import Folder
from kgraph.graph import open_graph
from kgraph.shardbuild import read_manifest
from tests.test_shardbuild import TEXTS

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    # Dask's own, while its workers are ended.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

#: Two of lines, two of row groups, two of files in an archive.
SHARDS = 6


@pytest.fixture
def cluster() -> Iterator[distributed.LocalCluster]:
    """Two workers in processes of their own, with nannies that start others in their place."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of JSON Lines, a Parquet file and a ZIP archive; tables say "copy"."""
    folder = tmp_path_factory.mktemp("news")
    texts = [f"{TEXTS[n % 5]} {TEXTS[(n + n // 5 + 1) % 5]}" for n in range(2 * SHARDS)]
    lines = ({"id": f"{n}", "copy": text} for n, text in enumerate(texts[:4]))
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines))
    pyarrow.parquet.write_table(
        pyarrow.table({"copy": texts[4:8]}), folder / "news.parquet", row_group_size=1
    )
    with zipfile.ZipFile(folder / "news.zip", "w") as archive:
        for number, text in enumerate(texts[8:]):
            archive.writestr(f"{number}.txt", text)
    return folder


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def kill_a_worker(cluster: distributed.LocalCluster, shards: Path) -> None:
    """Kill a worker as soon as one shard is there: it reads another then."""
    while not list(shards.glob("shards/*.json")):
        time.sleep(0.05)
    nanny = cluster.workers[0]
    os.kill(nanny.process.process.pid, signal.SIGKILL)


def test_graph_is_that_of_one_machine_though_a_worker_is_killed(
    cluster: distributed.LocalCluster, news: Path, tmp_path: Path
) -> None:
    shards = tmp_path / "shards"
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    killer = threading.Thread(target=kill_a_worker, args=(cluster, shards))
    killer.start()
    command = ("build", str(news), "--columns", "text=copy", "-o", str(shards))
    assert run(*command, "--cluster", address, "--shard-size", "2") == 0
    killer.join()
    assert len(read_manifest(Folder(str(shards))).shards) == SHARDS
    names = sorted(path.name for path in (shards / "shards").iterdir())
    assert len(names) == 3 * SHARDS  # written once: nothing half, nothing beside
    with load_graph(str(shards), tmp_path / "cluster") as graph:
        found = {"cluster": export.to_nquads(graph.store)}
    nlp = load()
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        columns = {"text": "copy"}
        with build([news], folder, nlp=nlp, workers=workers, columns=columns) as graph:
            found[str(workers)] = export.to_nquads(graph.store)
    assert found["1"] == found["2"] == found["cluster"]
    trig = {(tmp_path / name / "graph.trig").read_bytes() for name in found}
    assert len(trig) == 1
    with open_graph(tmp_path / "cluster") as graph:
        assert len(graph.documents()) == 2 * SHARDS


def test_cluster_that_is_not_there_is_one_line(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kgraph.cluster.SECONDS_TO_CONNECT", 1)
    address = "dask://127.0.0.1:9"
    assert run("build", str(news), "-o", str(tmp_path / "s"), "--cluster", address) == 1
    assert capsys.readouterr().err == f"kgraph: {address}: no Dask scheduler answers\n"
    assert run("build", str(news), "-o", str(tmp_path / "s"), "--cluster", "host") == 1
    assert "a cluster is named as dask://host:8786" in capsys.readouterr().err


def test_load_of_no_shards_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(KGraphError, match=r"holds no manifest\.json"):
        load_graph(str(tmp_path), tmp_path / "out")
