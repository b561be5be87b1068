"""What a profile in a file says, and what is said of one with a mistake."""

import datetime
from pathlib import Path

import pytest

import searchkit
from searchkit import InvalidArgument, InvalidInput
from searchkit.corpus.profile_file import profile_beside, profile_from, read_profile
from searchkit.indexing.build import build_files
from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile, ProfileField
from searchkit.rendering.tables import hits_as_csv
from searchkit.schema.fields import Schema, schema_of

VELLMARK = b"""name = "VM"
date_order = "month-first"
[names]
honorifics = ["Herr", "Most High"]
[keys]
title = ["Heading"]
[fields]
ministers = false
portfolios = false
[fields.speakers]
kind = "person"
query = "member"
title = "Members"
keys = ["spoken-by"]
[fields.party]
kind = "name"
"""


def test_what_a_file_says():
    profile = profile_from(VELLMARK, "p.toml")
    assert profile.fields == (
        ProfileField("speakers", "person", "member", "Members"),
        ProfileField("party", "name"),
    )
    assert profile.keys == (("title", ("heading",)), ("speakers", ("spoken_by",)))
    assert (profile.name, profile.date_order) == ("VM", "month-first")
    assert profile.honorifics == {"herr", "most", "high"}
    assert profile.months == NZ.months


def test_an_empty_file_is_the_usual_profile():
    assert profile_from(b"", "p.toml") == NZ


def test_a_field_more_stands_after_the_usual_ones():
    profile = profile_from(b'[fields.party]\nkind = "name"', "p.toml")
    assert profile.fields == (*NZ.fields, ProfileField("party"))


def test_an_index_records_it():
    schema = schema_of(profile_from(VELLMARK, "p.toml"))
    assert Schema.from_json(schema.to_json()) == schema
    assert schema.to_json()[-1]["field"] == "profile"
    assert all(one["field"] != "profile" for one in schema_of(NZ).to_json())
    assert Profile.from_json(schema.profile.to_json()) == schema.profile


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'name = "x"\nnme = "x"', "p.toml:2: 'nme' is nothing that a profile says"),
        (b'[fields.party]\nkind = "colour"', "p.toml:2: fields.party.kind can't be 'colour'"),
        (b'\n[fields.party]\nquery = "party"', "p.toml:2: the field party has no kind"),
        (b'[fields.date]\nkind = "name"', "p.toml:1: 'date' means something else"),
        (b"date_order = 3", 'p.toml:1: date_order can\'t be 3 (expected "day-first" or'),
        (b'[names]\nhonorifics = "Hon"', "p.toml:2: names.honorifics can't be 'Hon'"),
        (b'[keys]\ntitle=["x"]\ndate=["x"]', "p.toml:3: 'x' is a key of title already"),
        (b'[fields.a]\nkind="name"\nquery="minister"', "p.toml:3: 'minister' is what the field"),
        (b'[fields.minister]\nkind="name"', "p.toml:1: 'minister' is what the field ministers"),
        (b'[fields.a]\nkind="name"\nquery="My A"', "p.toml:3: no field can be called 'My A'"),
        (b'[fields.a-b]\nkind="name"', "p.toml:1: no field can be called 'a-b'"),
        (b'[fields.a]\nkind="date"\nquery="width"', "p.toml:3: 'width' means something else"),
        (b'[fields.words]\nkind="name"', "p.toml:1: 'words' means something else"),
        (b'[fields.ministers]\nkind="text"', "p.toml:2: ministers are names, and can't be"),
        (b'[keys]\nurl=["Date"]', "p.toml:2: 'date' is the name of date"),
        (b'[fields.a]\nkind="name"\nkeys=["ministers"]', "p.toml:3: 'ministers' is the name of"),
        (b'[names]\nparticles = ["von", "."]', "p.toml:2: a full stop alone is none of"),
        (b"a.b = 1", "p.toml:1: 'a' is nothing that a profile says"),
        (b"\n[[fields]]\nx = 1", "p.toml:2: fields can't be [{'x': 1}]"),
        (b"\n\nname = [}", "p.toml:3: is not valid TOML"),
        (b"\n\xff", "p.toml:2: is no UTF-8"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, said):
    with pytest.raises(InvalidInput) as caught:
        profile_from(text, "p.toml")
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile("VM", (ProfileField("party"), ProfileField("party"))), "two fields are called"),
        (Profile("VM", (ProfileField("a b"),)), "no field can be called 'a b'"),
        (Profile("VM", (ProfileField("a", query="b"), ProfileField("b"))), "'b' is what the field"),
        (Profile("VM", keys=(("party", ("side",)),)), "there is no field 'party'"),
    ],
)
def test_a_mistake_of_the_library_is_one_as_well(profile, said):
    with pytest.raises(InvalidArgument, match=said):
        schema_of(profile)


def test_it_is_found_beside_statements(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "a.md").write_text("Grain.")
    assert profile_beside([one, other]) is None
    (one / "searchkit.toml").write_bytes(VELLMARK)
    assert profile_beside([one / "a.md", other]) == one / "searchkit.toml"
    assert read_profile(one / "searchkit.toml").name == "VM"
    (other / "searchkit.toml").write_bytes(b"")
    with pytest.raises(InvalidInput, match="one profile, and here are two"):
        profile_beside([one, other])
    with pytest.raises(InvalidInput, match="can't be read"):
        read_profile(tmp_path / "none.toml")


def test_statements_are_read_and_found_by_it(tmp_path):
    folder = tmp_path / "said"
    folder.mkdir()
    for title, speaker, party in (
        ("Quay", "Herr Bede Farrow", "Tide"),
        ("Mere", "Bede Farrow", "Hill"),
    ):
        text = f"---\nheading: {title}\nspoken_by: {speaker}\nparty: {party}\n---\nGrain.\n"
        (folder / f"{title}.md").write_text(text)
    schema = schema_of(profile_from(VELLMARK, "p.toml"))
    build_files([str(folder)], tmp_path / "index", schema=schema, processes=2)
    with searchkit.open(tmp_path / "index") as archive:
        answer = archive.search("member:farrow", facets=True, sort="newest")
        assert [(one.value, one.count) for one in answer.facets["member"]] == [("Bede Farrow", 2)]
        (hit,) = archive.search("grain", where={"party": "tide"})
        assert (hit.title, hit.ministers, hit.portfolios) == ("Quay", (), ())
        assert hit.fields == {"speakers": ("Herr Bede Farrow",), "party": ("Tide",)}
        with pytest.raises(searchkit.InvalidArgument, match="expected member or party"):
            archive.search("grain", minister="farrow")


@pytest.mark.parametrize("name", ["count", "index", "to_json", "title_highlights"])
def test_a_field_may_be_called_like_an_attribute_of_a_hit(tmp_path, name):
    profile = Profile("VM", fields=(ProfileField(name),))
    statements = [searchkit.Statement("a", "Quay", "A quay.", fields={name: ("Tide",)})]
    searchkit.build(statements, tmp_path / "index", profile=profile)
    with searchkit.open(tmp_path / "index") as archive:
        answer = archive.search(f"{name}:tide", facets=True)
        assert [tuple(one) for one in answer.facets[name]] == [("Tide", 1)]
        assert answer[0].fields == {name: ("Tide",)}
        lines = "".join(hits_as_csv(answer, schema_of(profile), ["id", name]))
    assert lines == f"id,{name}\r\na,Tide\r\n"


@pytest.mark.parametrize("kind", ["name", "person", "date", "text"])
def test_a_name_may_be_as_long_as_it_is_said(tmp_path, kind):
    name = "w" * 20
    value = {"date": datetime.date(2007, 6, 5), "text": "A tide."}.get(kind, ("Tide Two",))
    statements = [searchkit.Statement("a", "Quay", "A quay.", fields={name: value})]
    profile = Profile("VM", fields=(ProfileField(name, kind),))
    searchkit.build(statements, tmp_path / "index", profile=profile)
    with searchkit.open(tmp_path / "index") as archive:
        found = archive.search(f"{name}:{'2007' if kind == 'date' else 'tide'}")
        assert [hit.fields for hit in found] == [{name: value}]


DOCS = Path(__file__).parents[2] / "docs"


def test_new_zealand_is_a_file_like_any_other():
    assert read_profile(DOCS / "profiles" / "nz.toml") == NZ


def test_what_the_page_shows_is_a_profile_and_its_library():
    page = (DOCS / "profiles.md").read_text("utf-8")
    shown = profile_from(page.split("```toml\n")[1].split("```")[0].encode(), "searchkit.toml")
    assert (shown.name, shown.date_order, shown.currency) == ("VM", "day-first", "EUR")
    assert [(one.name, one.kind, one.query) for one in shown.fields] == [
        ("speakers", "person", "member"),
        ("party", "name", ""),
        ("filed", "date", ""),
        ("summary", "text", ""),
    ]
    assert (shown.fields[-1].searched, shown.fields[-1].weight) == (True, 1.5)
    assert shown.nouns == ("speech", "speeches")
    message = page.split("## Mistakes")[1].split("```\n")[1].strip()
    with pytest.raises(InvalidInput) as caught:
        profile_from(b"\n" * 7 + b'[fields.party]\nkind = "colour"\n', "vm.toml")
    assert str(caught.value) == message


def test_the_library_of_the_page_runs(tmp_path, monkeypatch, capsys):
    page = (DOCS / "profiles.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    exec("import searchkit\n" + page.split("```python\n")[1].split("```")[0], {})
    assert "{'party': ('Green',)}" in capsys.readouterr().out.replace("mappingproxy(", "")
