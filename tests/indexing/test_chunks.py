"""Documents given one by one, on their way into chunk files."""

import pytest

from searchkit.corpus.given import document_of
from searchkit.indexing.chunks import GivenDocuments
from searchkit.indexing.previous import read_previous
from searchkit.indexing.workspace import Workspace
from searchkit.model.errors import SearchkitError
from searchkit.model.statement import Statement
from searchkit.schema.fields import DEFAULT
from searchkit.storage.container import Container
from searchkit.storage.disk import SYSTEM
from searchkit.storage.strings import Strings
from tests.support.failing_disks import FailingDisk, disk_full


@pytest.fixture
def given(tmp_path, small_chunks):
    return GivenDocuments(Workspace(tmp_path), SYSTEM, DEFAULT, read_previous(tmp_path))


def document(statement_id, body="Talks in Oster"):
    return document_of(Statement(id=statement_id, title="", body=body))


def chunks(given):
    """The ids in each chunk file."""
    return [
        [one.decode() for one in Strings(Container(path), "id")] for path in given.chunk_files()
    ]


def test_a_chunk_holds_so_many(given):
    for name in "abcde":
        given.add(document(name))
    assert given.ids() == list("abcde")
    assert chunks(given) == [["a", "b"], ["c", "d"], ["e"]]


def test_nothing_gives_no_chunk(given):
    assert (given.ids(), chunks(given)) == ([], [])


def test_what_is_taken_back_is_in_no_chunk(given):
    for name in "abcde":
        given.add(document(name))
    for name in "bcd":
        assert given.discard(name)
        assert name not in given
        assert not given.discard(name)
    assert "a" in given and "e" in given
    assert chunks(given) == [["a"], ["e"]]


def test_what_comes_back_is_last(given):
    for name in "abc":
        given.add(document(name))
    for name in "ca":
        given.discard(name)
        given.add(document(name, "Other talks"))
    assert chunks(given) == [["b"], ["c", "a"]]


def test_chunks_are_written_to_the_given_disk(tmp_path, small_chunks):
    disk = FailingDisk(0, disk_full)
    given = GivenDocuments(Workspace(tmp_path), disk, DEFAULT, read_previous(tmp_path))
    given.add(document("a"))
    with pytest.raises(SearchkitError, match="No space left"):
        given.add(document("b"))
    assert len(disk.points) == 1
