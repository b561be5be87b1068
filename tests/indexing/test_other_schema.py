"""An index of other fields keeps them, whoever writes to it."""

import pytest

import searchkit
from searchkit import Statement
from searchkit.indexing.build import build_files
from searchkit.indexing.statements import build_statements
from searchkit.schema.fields import DEFAULT, Names, Schema

PARTY = Schema((*DEFAULT.fields, Names("party", query="party", kind="label")))


def said(number, party):
    return Statement(
        id=f"vm/{number}", title=f"Harbour {number}", body="Grain.", fields={"party": party}
    )


@pytest.fixture
def index(tmp_path):
    build_statements([said(1, "Tide"), said(2, "Hill")], tmp_path / "index", schema=PARTY)
    return tmp_path / "index"


def parties(index):
    with searchkit.open(index) as archive:
        assert archive.schema == PARTY
        return {one.value: one.count for one in archive.facets().facets["party"]}


def test_its_fields_are_counted_and_asked_for(index):
    assert parties(index) == {"Tide": 1, "Hill": 1}
    with searchkit.open(index) as archive:
        assert [hit.id for hit in archive.search("party:tide harbour")] == ["vm/1"]


def test_a_writer_keeps_its_fields(index):
    with searchkit.open(index) as archive, archive.writer() as writer:
        writer.add(said(3, "Tide"))
        writer.remove("vm/2")
    assert parties(index) == {"Tide": 2}


def test_files_are_read_by_the_fields_it_has(index, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: A\nparty: Tide\n---\nGrain.")
    build_files([str(folder)], index)
    assert parties(index) == {"Tide": 2, "Hill": 1}


def test_nothing_is_kept_where_other_fields_are_asked_for(index, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: A\nparty: Tide\n---\nGrain.")
    build_files([str(folder)], index, schema=DEFAULT)
    with searchkit.open(index) as archive:
        assert archive.schema == DEFAULT
        assert [hit.id for hit in archive.search()] == ["files/a.md"]


def test_its_names_narrow_and_are_shown(index):
    with searchkit.open(index) as archive:
        (hit,) = archive.search("harbour", where={"party": "hill"})
        assert (hit.id, hit.fields) == ("vm/2", {"party": ("Hill",)})
        assert hit.to_json()["fields"] == {"party": ["Hill"]}
        assert archive.count(where={"party": ["hill", "tide"]}) == 2
        with pytest.raises(searchkit.UnknownName, match="no party is called 'lake'"):
            archive.count(where={"party": "lake"})
        with pytest.raises(searchkit.InvalidArgument, match="no names of 'chamber'"):
            archive.count(where={"chamber": "lower"})


def test_a_filter_is_given_once(index):
    with (
        searchkit.open(index) as archive,
        pytest.raises(searchkit.InvalidArgument, match="minister is given twice"),
    ):
        archive.search(minister="brannigan", where={"minister": "ōhare"})


def test_an_index_built_anew_has_the_usual_fields(index, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.md").write_text("Grain.")
    build_files([str(folder)], index, rebuild=True)
    with searchkit.open(index) as archive:
        assert archive.schema == DEFAULT
