"""`IndexWriter`: all or nothing, and afterwards as if the index had been built so."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import searchkit
from searchkit.indexing import policy
from searchkit.indexing.statements import build_statements
from searchkit.indexing.writer import IndexWriter
from searchkit.model.errors import (
    CorruptIndex,
    IndexLocked,
    InvalidArgument,
    InvalidInput,
    SearchkitError,
    StatementNotFound,
)
from searchkit.model.statement import Statement
from searchkit.schema.analysis import versions
from searchkit.storage.container import FORMAT_VERSION
from searchkit.storage.manifest import MANIFEST, is_ours, read_manifest
from tests.support.hypothesis_settings import TIMES, examples
from tests.support.same_answers import answers
from tests.support.vellmark import crowd, many

STATEMENTS = [*many(120, seed=4), *crowd()]


@pytest.fixture
def small(monkeypatch):
    """Segments stay small and many."""
    monkeypatch.setattr(policy, "SMALL", 0)
    monkeypatch.setattr(policy, "MAX_WORDS", 3_000)


@pytest.fixture
def fresh(tmp_path):
    """`fresh(statements)`: what an index built of them at once answers."""

    def make(statements):
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        searchkit.build(statements, tmp_path / "fresh")
        with searchkit.open(tmp_path / "fresh") as archive:
            return answers(archive)

    return make


def found(index):
    with searchkit.open(index, verify=True) as archive:
        return answers(archive)


def ids(archive):
    return {hit.id for hit in archive.stream("")}


def test_one_by_one_is_as_at_once(small, index, fresh):
    for start in range(0, len(STATEMENTS), 9):
        with IndexWriter(index) as writer:
            for statement in STATEMENTS[start : start + 9]:
                writer.add(statement)
    assert len(read_manifest(index, versions()).segments) > 2
    assert found(index) == fresh(STATEMENTS)


def test_removing_everything_and_adding_it_back(small, index, fresh):
    searchkit.build(STATEMENTS, index)
    expected = fresh(STATEMENTS)
    for size in (1, 25, len(STATEMENTS)):
        order = STATEMENTS[::-1] if size % 2 else STATEMENTS
        for start in range(0, len(order), size):
            if size == 1 and start > 12:
                break
            with IndexWriter(index) as writer:
                for statement in order[start : start + size]:
                    writer.remove(statement.id)
            with IndexWriter(index) as writer:
                for statement in order[start : start + size]:
                    writer.add(statement)
        assert found(index) == expected


def test_an_index_of_nothing(index):
    searchkit.build(STATEMENTS[:5], index)
    with IndexWriter(index) as writer:
        for statement in STATEMENTS[:5]:
            writer.remove(statement.id)
    with searchkit.open(index, verify=True) as archive:
        assert len(archive) == 0
        assert archive.search("harbour", facets=True).total == 0
        assert list(archive.stream("")) == []
        assert archive.names("minister") == ()
        assert archive.info().statements == 0
        assert archive.info().segments == 0


def test_added_statements_replace_those_of_their_ids(index, fresh):
    searchkit.build(STATEMENTS[:50], index)
    changed = [
        Statement(id=old.id, title=new.title, body=new.body, date=new.date, ministers=new.ministers)
        for old, new in zip(STATEMENTS[:20], STATEMENTS[60:80], strict=True)
    ]
    with IndexWriter(index) as writer:
        for statement in changed:
            writer.add(statement)
    assert found(index) == fresh([*changed, *STATEMENTS[20:50]])


def test_the_last_of_several_changes_counts(index, monkeypatch):
    monkeypatch.setattr("searchkit.indexing.chunks.CHUNK_STATEMENTS", 2)
    searchkit.build([Statement(id="old", title="", body="first")], index)
    with IndexWriter(index) as writer:
        for text in ("second", "third", "fourth"):
            for name in ("old", "new", "newer"):
                writer.add(Statement(id=name, title="", body=text))
        writer.remove("newer")
        writer.remove("old")
        writer.add(Statement(id="newest", title="", body="fourth"))
        writer.add(Statement(id="old", title="", body="first"))
    with searchkit.open(index, verify=True) as archive:
        assert {hit.id: archive.text(hit.id) for hit in archive.stream("")} == {
            "old": "first",
            "new": "fourth",
            "newest": "fourth",
        }


def test_what_is_the_same_is_not_written_again(index):
    searchkit.build(STATEMENTS[:5], index)
    before = read_manifest(index, versions())
    with IndexWriter(index) as writer:
        for statement in STATEMENTS[:5]:
            writer.add(statement)
    assert read_manifest(index, versions()) == before


def test_statements_of_a_frozen_index_are_the_same(index, monkeypatch):
    """Or every statement of an index that is there would be written again."""
    frozen = Path(__file__).resolve().parents[1] / "frozen" / str(FORMAT_VERSION) / "index"
    shutil.copytree(frozen, index)
    recorded = json.loads((index / MANIFEST).read_text(encoding="utf-8"))["content"]["versions"]
    for module in ("indexing.previous", "indexing.commit", "engines.local.opening"):
        monkeypatch.setattr(f"searchkit.{module}.versions", lambda: recorded)
    with searchkit.open(index) as archive:
        statements = [archive.statement(name) for name in sorted(ids(archive))]
    assert len(statements) == 42
    before = (index / MANIFEST).read_bytes()
    with IndexWriter(index) as writer:
        for statement in statements:
            writer.add(statement)
    assert (index / MANIFEST).read_bytes() == before
    report = build_statements(statements, index)
    assert (report.unchanged, report.added, report.updated, report.removed) == (42, 0, 0, 0)


def test_a_writer_can_be_used_again(index):
    writer = IndexWriter(index)
    for number in range(3):
        with writer:
            writer.add(STATEMENTS[number])
            if number:
                writer.remove(STATEMENTS[number - 1].id)
    with searchkit.open(index) as archive:
        assert ids(archive) == {STATEMENTS[2].id}


def test_an_exception_inside_changes_nothing(index):
    searchkit.build(STATEMENTS[:5], index)
    before = read_manifest(index, versions())
    with pytest.raises(ZeroDivisionError), IndexWriter(index) as writer:
        writer.add(STATEMENTS[9])
        writer.remove(STATEMENTS[0].id)
        raise ZeroDivisionError
    assert read_manifest(index, versions()) == before
    assert not list(index.glob("building-*"))
    with IndexWriter(index) as writer:  # The lock is free.
        writer.remove(STATEMENTS[0].id)


def test_an_archive_sees_nothing_of_it_until_it_is_refreshed(index):
    searchkit.build(STATEMENTS[:5], index)
    with searchkit.open(index) as archive:
        before = answers(archive)
        with archive.writer() as writer:
            writer.add(STATEMENTS[9])
            writer.remove(STATEMENTS[0].id)
            assert answers(archive) == before
        assert answers(archive) == before
        stream = archive.stream("")
        assert archive.refresh() is True
        assert archive.refresh() is False
        assert ids(archive) == {s.id for s in [*STATEMENTS[1:5], STATEMENTS[9]]}
        # What was asked before goes on with what it began with.
        assert {hit.id for hit in stream} == {s.id for s in STATEMENTS[:5]}


def test_refreshing_where_the_index_is_damaged_leaves_the_archive_as_it_was(index):
    searchkit.build(STATEMENTS[:5], index)
    with searchkit.open(index) as archive:
        before = answers(archive)
        (index / "manifest.json").write_text("{}")
        with pytest.raises(CorruptIndex):
            archive.refresh()
        assert answers(archive) == before


def test_removing_what_is_not_there(index):
    searchkit.build(STATEMENTS[:3], index)
    with IndexWriter(index) as writer:
        with pytest.raises(StatementNotFound):
            writer.remove("nowhere")
        writer.remove(STATEMENTS[0].id)
        with pytest.raises(StatementNotFound):
            writer.remove(STATEMENTS[0].id)
        writer.add(STATEMENTS[8])
        writer.remove(STATEMENTS[8].id)
        with pytest.raises(StatementNotFound):
            writer.remove(STATEMENTS[8].id)


@pytest.mark.parametrize("given", [None, "text", Statement(id="", title="", body="")])
def test_what_is_no_statement_is_refused(index, given):
    with pytest.raises(InvalidInput), IndexWriter(index) as writer:
        writer.add(given)


def test_a_writer_outside_its_block(index):
    writer = IndexWriter(index)
    for use in (lambda: writer.add(STATEMENTS[0]), lambda: writer.remove("x")):
        with pytest.raises(InvalidArgument, match="not open"):
            use()
    with writer, pytest.raises(InvalidArgument, match="in use"), writer:
        pass


def test_a_second_writer_waits_and_then_gives_up(index):
    with IndexWriter(index), pytest.raises(IndexLocked, match="process"), IndexWriter(index):
        pass
    entered = threading.Event()

    def hold():
        with IndexWriter(index) as writer:
            entered.set()
            writer.add(STATEMENTS[0])

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait()
    with IndexWriter(index, wait=10) as writer:
        writer.add(STATEMENTS[1])
    thread.join()
    with searchkit.open(index) as archive:
        assert ids(archive) == {STATEMENTS[0].id, STATEMENTS[1].id}


def test_a_damaged_index_is_not_written_to(index):
    searchkit.build(STATEMENTS[:3], index)
    (index / "manifest.json").write_text("{}")
    with pytest.raises(SearchkitError, match="can't be written to"), IndexWriter(index):
        pass


def test_damage_is_not_copied_into_a_new_segment(index):
    searchkit.build(STATEMENTS[:30], index)
    (path,) = index.glob("segment-*.sk")
    with searchkit.open(index) as archive:
        container = archive._snapshot.segments[0].container
        _, start, length, _ = container._sections["position"]
    data = bytearray(path.read_bytes())
    data[start + length // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(CorruptIndex, match="position"), IndexWriter(index) as writer:
        writer.add(STATEMENTS[40])
    assert read_manifest(index, versions()).generation == 1


class Updates(RuleBasedStateMachine):
    """Random updates and readers, against a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.index = Path(self._folder.name) / "index"
        self.model: dict[str, Statement] = {}
        self.readers: list[tuple[searchkit.Archive, set[str]]] = []
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(policy, "SMALL", 300)
        self._patch.setattr(policy, "MAX_WORDS", 2_500)
        with IndexWriter(self.index):
            pass
        searchkit.build(STATEMENTS[:1], self.index)
        self.model[STATEMENTS[0].id] = STATEMENTS[0]

    def teardown(self) -> None:
        for archive, _ in self.readers:
            archive.close()
        self._patch.undo()
        self._folder.cleanup()

    @rule(
        added=st.lists(st.integers(0, len(STATEMENTS) - 1), max_size=12),
        swapped=st.booleans(),
        removed=st.lists(st.integers(0, 10**6), max_size=5),
        fails=st.integers(0, 4),
    )
    def update(self, added, swapped, removed, fails):
        model = dict(self.model)
        try:
            with IndexWriter(self.index) as writer:
                for number in added:
                    statement = STATEMENTS[number]
                    if swapped:
                        # Another text under a known id.
                        other = STATEMENTS[len(model) % len(STATEMENTS)]
                        statement = Statement(id=statement.id, title=other.title, body=other.body)
                    writer.add(statement)
                    model[statement.id] = statement
                for number in removed:
                    if model:
                        name = sorted(model)[number % len(model)]
                        writer.remove(name)
                        del model[name]
                if fails == 0:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            return
        self.model = model

    @rule()
    def open_reader(self):
        self.readers.append((searchkit.open(self.index), set(self.model)))

    @rule(number=st.integers(0, 10))
    def refresh_reader(self, number):
        if self.readers:
            archive, _ = self.readers[number % len(self.readers)]
            archive.refresh()
            self.readers[number % len(self.readers)] = (archive, set(self.model))

    @rule()
    def compare_with_a_fresh_index(self):
        if not self.model:
            return
        fresh = Path(self._folder.name) / "fresh"
        searchkit.build(self.model.values(), fresh)
        with searchkit.open(fresh) as one, searchkit.open(self.index, verify=True) as other:
            assert answers(other) == answers(one)

    @invariant()
    def readers_see_their_generation(self):
        for archive, expected in self.readers:
            assert ids(archive) == expected

    @invariant()
    def no_file_is_left_over(self):
        named = read_manifest(self.index, versions()).files
        assert {p.name for p in self.index.iterdir() if is_ours(p.name)} == named


TestUpdates = Updates.TestCase
TestUpdates.settings = settings(
    examples(1), max_examples=max(1, int(8 * TIMES)), stateful_step_count=12
)
