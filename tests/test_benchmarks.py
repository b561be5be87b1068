"""The engines that searchkit is measured beside can be asked, in the versions there are."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("searchkit_peer", "SearchkitPeer"),
        ("tantivy_peer", "TantivyPeer"),
        ("fts5_peer", "Fts5Peer"),
    ],
)
def test_a_peer_answers(
    module: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if module == "tantivy_peer":
        pytest.importorskip("tantivy", reason="needs the extra bench")
    monkeypatch.syspath_prepend(str(PROJECT))
    peer = getattr(import_module(f"benchmarks.peers.{module}"), name)()
    query = import_module("benchmarks.query").BenchQuery(
        "word", "korea", "korea", '"korea"', None, None
    )
    peer.build(SEEDS, tmp_path / "index", 1)
    opened = peer.open(tmp_path / "index")
    try:
        answer = opened.answer(query)
    finally:
        opened.close()
    assert answer.total == 5
