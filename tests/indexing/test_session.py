"""The one way to write to an index: the lock, the workspace, the index before."""

import subprocess
import sys

import pytest

from searchkit.indexing.session import open_session, open_session_to_change
from searchkit.indexing.statements import build_statements
from searchkit.model.errors import IndexLocked, InvalidArgument, SearchkitError
from searchkit.model.statement import Statement
from searchkit.storage.directory import writing
from searchkit.storage.manifest import MANIFEST
from tests.support.building import build

STATEMENT = Statement(id="a", title="Talks", body="The *talks* in Oster.")


def test_a_session_holds_the_lock_and_a_workspace_of_its_own(index):
    with open_session(index) as session:
        with pytest.raises(IndexLocked), open_session(index):
            pass
        path = session.workspace.new_file()
        path.write_text("scratch")
        assert path.parent.parent == index
    assert not path.parent.exists()
    with open_session(index) as session:
        assert session.workspace.new_file().parent != path.parent


def test_an_exception_inside_frees_the_lock(index):
    with pytest.raises(ZeroDivisionError), open_session(index):
        raise ZeroDivisionError
    with open_session(index):
        assert [path.name for path in index.glob("building-*")] != []
    assert [path.name for path in index.glob("building-*")] == []


def test_a_session_that_forgets_keeps_all_but_the_index_before(statements_folder, index):
    build(index, statements_folder)
    with open_session(index) as session:
        assert len(session.previous.addresses) == 5
        other = session.forgetting(unusable="it is damaged")
        assert other.previous.addresses == {}
        assert other.previous.unusable == "it is damaged"
        assert other.workspace is session.workspace
        assert len(session.previous.addresses) == 5


def test_a_sample_counts_as_nothing_to_go_on_with(statements_folder, index):
    build(index, statements_folder, sample=True)
    with open_session(index) as session:
        assert len(session.previous.addresses) == 5
    with open_session_to_change(index) as session:
        assert (session.previous.addresses, session.previous.was_sample) == ({}, True)


def test_an_index_that_can_not_be_read_can_not_be_gone_on_with(statements_folder, index):
    build(index, statements_folder)
    (index / MANIFEST).write_text("{")
    with open_session(index) as session:
        assert session.previous.unusable
    with pytest.raises(InvalidArgument, match="can't be written to"), open_session_to_change(index):
        pass
    with open_session(index):
        pass  # The lock is free.


def test_two_writers_exclude_each_other(statements_folder, index, files_of):
    build(index, statements_folder)
    before = files_of(index)
    with writing(index), pytest.raises(IndexLocked):
        build(index, statements_folder)
    with writing(index), pytest.raises(IndexLocked):
        build_statements([STATEMENT], index)
    assert files_of(index) == before


def test_another_process_that_writes_excludes_us(statements_folder, index, files_of):
    program = (
        "import sys; from pathlib import Path; from searchkit.storage.directory import writing\n"
        "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IndexLocked):
            build(index, statements_folder)
        assert files_of(index) == {}
        holder.stdin.close()
        holder.wait()
    assert build(index, statements_folder).added == 5


def test_a_file_in_the_place_of_the_index_is_an_error_of_ours(statements_folder, index):
    index.touch()
    with pytest.raises(SearchkitError):
        build(index, statements_folder)
