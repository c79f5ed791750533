"""Who asks is told to the server alone: never on a command line, in a log or in a message."""

from __future__ import annotations

import logging

import pytest

import kgraph
from kgraph.cli import main
from kgraph.credentials import Credentials
from kgraph.endpoint import Endpoint
from kgraph.errors import StoreError
from kgraph.graph import KnowledgeGraph
from kgraph.store import Store, open_store
from tests.factories import RUN, renamed, signing
from tests.remote.conftest import PASSWORD, TOKEN, USER, Front, basic, empty

SECRET = "pa55:wörd/that nobody may see"


@pytest.fixture
def store() -> Store:
    store = open_store()
    store.put(signing(), RUN)
    return store


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out + err


def test_basic(front: Front, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    front.authorization = basic("anna", SECRET)
    front.challenge = 'Basic realm="a", charset="UTF-8"'
    monkeypatch.setenv("KGRAPH_USER", "anna")
    monkeypatch.setenv("KGRAPH_PASSWORD", SECRET)
    assert kgraph.push(KnowledgeGraph(store), front.url).sent == 1
    assert "Authorization" not in front.seen[0][2]  # not before the server asks for it


def test_bearer(front: Front, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    front.authorization, front.challenge = f"Bearer {TOKEN}", "Bearer"
    monkeypatch.setenv("KGRAPH_TOKEN", TOKEN)
    assert kgraph.push(KnowledgeGraph(store), front.url).sent == 1
    with kgraph.connect(front.url) as remote:
        assert len(remote.query("documents")) == 1


def test_digest(virtuoso: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_USER", USER)
    monkeypatch.setenv("KGRAPH_PASSWORD", PASSWORD)
    empty(virtuoso)
    assert kgraph.push(KnowledgeGraph(store), virtuoso).sent == 1


def test_digest_is_taken_before_any_other_and_no_password_is_sent(front: Front) -> None:
    front.authorization = "never"
    front.challenge = 'Digest realm="a", nonce="b", qop="auth", algorithm=SHA-256'
    with (
        Endpoint(front.url, credentials=Credentials("anna", SECRET, TOKEN)) as endpoint,
        pytest.raises(StoreError, match="does not take"),
    ):
        endpoint.update("DROP ALL")
    sent = [headers.get("Authorization", "") for _, _, headers in front.seen]
    assert any(one.startswith("Digest ") for one in sent)
    assert not any(one.startswith(("Basic ", "Bearer ")) or SECRET in one for one in sent)


@pytest.mark.parametrize("challenge", ["Basic", "Bearer", 'Digest realm="a", nonce="b"'])
def test_wrong_secret_is_one_line_without_it(
    front: Front,
    challenge: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    front.authorization, front.challenge = "something else", challenge
    for name, value in (("USER", "anna"), ("PASSWORD", SECRET), ("TOKEN", TOKEN)):
        monkeypatch.setenv(f"KGRAPH_{name}", value)
    with caplog.at_level(logging.DEBUG):
        status, said = run(capsys, "query", front.url, "ASK {}")
    assert (status, len(said.splitlines())) == (1, 1)
    assert said.startswith(f"kgraph: {front.url}: does not take what KGRAPH_USER and KGRAPH_PASS")
    for secret in (SECRET, TOKEN, basic("anna", SECRET)):
        assert secret not in said
        assert secret not in caplog.text


def test_nobody_is_told_what_to_set(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    front.authorization = "something"
    _, said = run(capsys, "query", front.url, "ASK {}")
    assert "put KGRAPH_USER and KGRAPH_PASSWORD, or KGRAPH_TOKEN, into the environment" in said


def test_update_without_a_user_is_refused_in_one_line(virtuoso: str, store: Store) -> None:
    store.put(renamed(signing(), "another.txt"), RUN)
    with pytest.raises(StoreError, match="answers 500") as caught:
        kgraph.push(KnowledgeGraph(store), virtuoso)
    assert "\n" not in str(caught.value)
    assert "permission" in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://anna:s3cr3t@127.0.0.1:1/sparql?key=s3cr3t",
        "http://:s3cr3t@127.0.0.1:1/",
        "http://anna:s3cr3t@127.0.0.1:port/",
        "http://anna:s3cr3t@[broken/",
    ],
)
def test_secret_in_an_address_is_refused_and_not_repeated(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(capsys, "query", address, "ASK {}")
    assert (status, len(said.splitlines())) == (1, 1)
    assert "s3cr3t" not in said
    assert "must not hold a user or password" in said or "is no address of a server" in said


def test_secret_in_a_servers_answer_is_hidden() -> None:
    credentials = Credentials("anna", SECRET, TOKEN)
    text = f"you sent {basic('anna', SECRET)}, {SECRET} and {TOKEN}"
    assert credentials.hide(text) == "you sent Basic …, … and …"
    assert repr(credentials) == "<Credentials>"


def test_key_in_an_address_is_not_shown(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    front.refusals = [(403, {})]
    _, said = run(capsys, "query", f"{front.url}?key=s3cr3t", "ASK {}")
    assert said.startswith(f"kgraph: {front.url}: answers 403")
    assert "s3cr3t" not in said
    assert "key=s3cr3t" in front.seen[0][1]
