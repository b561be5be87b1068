"""By which profile files are read, and what becomes of an index that was read by another."""

import pytest

import searchkit
from searchkit import InvalidArgument, InvalidInput, Profile, ProfileField, Statement
from searchkit.profiles.nz import NZ
from tests.support.building import build, generation, ids

PARTY = '[fields.party]\nkind = "name"\n'
GREEN = Profile("VM", fields=(*NZ.fields, ProfileField("party")))


def said(title, **values):
    head = "".join(f"{name}: {value}\n" for name, value in {"title": title, **values}.items())
    return f"---\n{head}---\nGrain."


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "said"
    made.mkdir()
    (made / "a.md").write_text(said("Quay", party="Tide", date="5/6/2007"))
    (made / "b.md").write_text(said("Mere", party="Hill", date="6/5/2007"))
    return made


@pytest.fixture
def index(tmp_path):
    return tmp_path / "index"


def parties(index):
    with searchkit.open(index) as archive:
        return {one.value: one.count for one in archive.facets().facets.get("party", ())}


def test_the_file_beside_the_statements_is_read(folder, index):
    (folder / "searchkit.toml").write_text(PARTY)
    report = build(index, folder)
    assert (report.added, report.not_read, report.profile_changed) == (2, {}, ())
    assert parties(index) == {"Hill": 1, "Tide": 1}
    with searchkit.open(index) as archive:
        assert archive.statement("said/a.md").fields == {"party": ("Tide",)}
        assert "party" not in archive.statement("said/a.md").extra
        assert archive.check(deep=True).total == 0


def test_one_that_is_named_counts_instead(folder, index, tmp_path):
    (folder / "searchkit.toml").write_text("nonsense")
    (tmp_path / "other.toml").write_text(PARTY)
    build(index, folder, profile=tmp_path / "other.toml")
    assert parties(index) == {"Hill": 1, "Tide": 1}


@pytest.mark.parametrize("as_path", [True, False])
def test_the_library_is_given_one(folder, index, as_path, tmp_path):
    (tmp_path / "p.toml").write_text(PARTY)
    searchkit.build(folder, index, profile=tmp_path / "p.toml" if as_path else GREEN)
    assert parties(index) == {"Hill": 1, "Tide": 1}


def test_given_statements_have_its_fields(index):
    statements = [Statement("a", "Quay", "Grain.", fields={"party": "Tide"})]
    with pytest.raises(InvalidInput, match="no field 'party'"):
        searchkit.build(statements, index)
    searchkit.build(statements, index, profile=GREEN)
    with searchkit.open(index) as archive, archive.writer() as writer:
        writer.add(Statement("b", "Mere", "Grain.", fields={"party": ["Tide", "Hill"]}))
    assert parties(index) == {"Tide": 2, "Hill": 1}
    with pytest.raises(InvalidArgument, match="profile can't be 7"):
        searchkit.build(statements, index, profile=7)


def test_a_changed_one_reads_all_files_again(folder, index):
    build(index, folder)
    assert parties(index) == {}
    (folder / "searchkit.toml").write_text(PARTY)
    report = build(index, folder)
    assert (report.added, report.profile_changed) == (2, ("the field party",))
    assert parties(index) == {"Hill": 1, "Tide": 1}
    report = build(index, folder)
    assert (report.unchanged, report.profile_changed) == (2, ())


def test_without_a_file_the_one_that_the_index_has_stays(folder, index):
    build(index, folder, profile=GREEN)
    (folder / "c.md").write_text(said("Delta", party="Tide"))
    build(index, folder)
    assert parties(index) == {"Hill": 1, "Tide": 2}
    build(index, folder, rebuild=True)
    assert parties(index) == {}


def test_it_is_refused_where_statements_would_be_lost(folder, index, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.md").write_text(said("Delta"))
    build(index, folder, other)
    before = generation(index), ids(index)
    (folder / "searchkit.toml").write_text(PARTY)
    with pytest.raises(InvalidInput) as caught:
        build(index, folder)
    assert "changed (the field party), and 1 statements" in str(caught.value)
    assert "other" in str(caught.value) and "--rebuild" in str(caught.value)
    # A part of a folder would give its statements other ids.
    (folder / "part").mkdir()
    (folder / "part" / "searchkit.toml").write_text(PARTY)
    with pytest.raises(InvalidInput, match="the profile has changed"):
        build(index, folder / "part", other)
    assert (generation(index), ids(index)) == before
    report = build(index, folder, other)
    assert (report.added, report.profile_changed) == (3, ("the field party",))


def test_what_is_only_shown_needs_no_reading(folder, index):
    build(index, folder, profile=GREEN)
    party = ProfileField("party", title="Parties and groups")
    shown = GREEN.replaced(fields=(*NZ.fields, party), head_of_government="First Speaker")
    report = build(index, folder, profile=shown)
    assert (report.unchanged, report.profile_changed) == (2, ())
    with searchkit.open(index) as archive:
        assert archive.schema.profile == shown
        assert archive.schema.names[-1].title == "Parties and groups"
    assert build(index, folder, profile=shown).unchanged == 2


def test_the_order_of_dates_is_its_own(folder, index):
    def day():
        with searchkit.open(index) as archive:
            return str(archive.statement("said/a.md").date)

    build(index, folder, profile=GREEN)
    assert day() == "None"
    report = build(index, folder, profile=GREEN.replaced(date_order="month-first"))
    assert (day(), report.profile_changed) == ("2007-05-06", ("date_order",))
    build(index, folder, date_order="day-first")
    assert day() == "2007-06-05"
    # What was asked of a folder stays, whatever else is new in the profile.
    build(index, folder, profile=GREEN.replaced(date_order="month-first", currency="EUR"))
    assert day() == "2007-06-05"


def test_keys_and_honorifics_are_its_own(tmp_path, index):
    folder = tmp_path / "said"
    folder.mkdir()
    (folder / "a.md").write_text(said("Quay", spoken_by="Herr Bede Farrow"))
    (folder / "b.md").write_text(said("Mere", spoken_by="Bede Farrow"))
    (folder / "searchkit.toml").write_text(
        'name = "VM"\n[names]\nhonorifics = ["Herr"]\n[fields.ministers]\nkeys = ["Spoken-by"]'
    )
    build(index, folder)
    with searchkit.open(index) as archive:
        (name,) = archive.names("minister")
        assert name.statements == 2


def test_a_mistake_leaves_the_index_as_it_was(folder, index):
    build(index, folder)
    before = generation(index)
    (folder / "searchkit.toml").write_text('[fields.party]\nkind = "colour"')
    with pytest.raises(InvalidInput, match=r"searchkit\.toml:2: fields\.party\.kind can't be"):
        build(index, folder)
    assert generation(index) == before


def test_an_index_knows_its_fields(folder, index):
    build(index, folder, profile=GREEN)
    with searchkit.open(index) as archive, archive.writer() as writer:
        writer.remove("said/b.md")
    with searchkit.open(index) as archive:
        info = archive.info()
    assert info.profile == "VM"
    assert [tuple(one) for one in info.fields] == [
        ("title", "text", "title", 1),
        ("body", "text", None, 1),
        ("ministers", "person", "minister", 0),
        ("portfolios", "name", "portfolio", 0),
        ("party", "name", "party", 1),
        ("date", "date", "date", 0),
    ]


def test_another_currency_is_meant_by_a_mere_dollar(index):
    statements = [Statement("a", "Quay", "A quay for $5 million."), Statement("b", "Mere", "NZ$5m")]
    searchkit.build(statements, index, profile=GREEN.replaced(currency="CAD"))
    with searchkit.open(index) as archive:
        assert [hit.id for hit in archive.search("money:CAD5m")] == ["a"]
        assert archive.search("money:5m").interpreted == "money:5m"
        assert archive.search("money:NZD5m").interpreted == "money:NZD5m"
        assert archive.count("money:5m") == 1
        assert archive.check(deep=True).total == 0
