"""`said:` in an index, from building it to a hit."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, Statement, UnsupportedQuery
from tests.support.said import found, said_index, statements

HARBOUR = (
    "The harbour of Oster opens in May.\n\n“It took nine long years,” Minister Jan Vell said. "
    "“Ships full of granite came to the harbour.”\n\n“The harbour is too small,” said Mayor Mika "
    "Storr."
)
SPEECH = "I am glad of the granite. I think that I said so. I thank all of you."
FEW = [
    Statement(id="vm/harbour.md", title="Harbour", body=HARBOUR, ministers=("Hon Jan Vell",)),
    Statement(id="vm/speech.md", title="Speech", body=SPEECH, ministers=("Hon Jan Vell",)),
    Statement(id="vm/note.md", title="Note", body="Granite is grey.", ministers=("Odda Brenn",)),
]


@pytest.fixture
def few(tmp_path: Path) -> Archive:
    searchkit.build(FEW, tmp_path / "few", quotations=True)
    return searchkit.open(tmp_path / "few", verify=True)


def test_a_snippet_shows_the_quotation_and_who_says_it(few: Archive) -> None:
    first = {hit.id: hit.snippets[0] for hit in few.search("said:(vell granite)")}
    quoted, own = first["vm/harbour.md"], first["vm/speech.md"]
    assert (quoted.said_by, quoted.own_words) == (("Jan Vell",), False)
    assert "Ships full of granite" in quoted.text
    assert [quoted.text[slice(*one)] for one in quoted.highlights] == ["granite"]
    assert (own.said_by, own.own_words) == (("Jan Vell",), True)
    assert quoted.to_json()["said_by"] == ["Jan Vell"]
    (hit,) = few.search("said:(* harbour)")
    assert [one.said_by for one in hit.snippets] == [("Jan Vell", "Mika Storr")] or [
        one.said_by for one in hit.snippets
    ] == [("Jan Vell",), ("Mika Storr",)]
    (plain,) = few.search("harbour")
    assert [one.said_by for one in plain.snippets] == [None]
    assert "said_by" not in plain.snippets[0].to_json()


def test_where_only_a_quotation_is_asked_for_it_is_shown(few: Archive) -> None:
    shown = {hit.id: hit.snippets for hit in few.search("said:vell")}
    (quoted,) = shown["vm/harbour.md"]
    assert quoted.text == "It took nine long years"
    assert (quoted.said_by, quoted.own_words) == (("Jan Vell",), False)
    (own,) = shown["vm/speech.md"]
    assert own.text.startswith("I am glad of the granite.")
    assert own.own_words
    (late,) = few.search("said:storr")
    assert late.snippets[0].text == "The harbour is too small"
    (with_word,) = few.search("said:storr granite")
    assert with_word.snippets[0].highlights  # The word is shown, which stands elsewhere.
    assert with_word.snippets[0].said_by is None
    (nobody,) = few.search("-said:*")
    assert nobody.snippets[0].said_by is None


def test_a_quotation_in_two_parts_is_one(few: Archive) -> None:
    assert found(few, "said:(vell years ships)") == {"vm/harbour.md"}
    assert not found(few, "said:(vell years small)")
    assert not found(few, "said:(vell years ADJ/20 ships)")


def test_it_counts_explains_and_completes(few: Archive) -> None:
    assert few.count("said:(vell granite)") == 2
    assert few.count("-said:*") == 1
    (first, *_) = few.search("said:(vell granite)", explain=True)
    assert first.explain is not None
    parts = first.explain["parts"]
    assert parts[0]["term"] == 'said:("Jan Vell" granite)'  # type: ignore[index]
    assert [(one.query, one.statements) for one in few.completions("oster said:ve")] == [
        ('oster said:"Jan Vell"', 2)
    ]
    assert [one.query for one in few.completions("said:(st")] == ['said:("Mika Storr"']


def test_words_beside_it_are_noticed(few: Archive) -> None:
    notes = few.search("said:storr granite").notes
    assert [note.code for note in notes] == ["beside-said"]
    assert 'said:("Mika Storr" granite): 0' in notes[0].message


def test_updates_give_what_a_rebuild_gives(tmp_path: Path) -> None:
    made = statements(60)
    searchkit.build(made, tmp_path / "once", quotations=True)
    once = searchkit.open(tmp_path / "once")
    several = searchkit.open(said_index(tmp_path / "several", made))
    for query in ("said:vell", 'said:(* "the harbour")', "said:(storr ferry -levy)", "-said:*"):
        assert found(once, query) == found(several, query) != set()
    assert not several.check(deep=True).faults


def test_a_new_index_knows_who_says_what(tmp_path: Path) -> None:
    searchkit.build(FEW, tmp_path / "index")
    assert found(searchkit.open(tmp_path / "index"), "said:storr") == {"vm/harbour.md"}


def test_an_index_that_was_not_to_know_knows_none(tmp_path: Path) -> None:
    searchkit.build(FEW, tmp_path / "index", quotations=False)
    searchkit.build(FEW, tmp_path / "index")  # It is remembered.
    archive = searchkit.open(tmp_path / "index")
    for query in ("said:vell", "said:*", "said:(* granite)", "-said:*"):
        with pytest.raises(UnsupportedQuery, match="knows no quotations") as caught:
            archive.search(query)
        assert "--quotations" in str(caught.value.remedy)
    assert not archive.completions("said:ve")


def test_asking_is_remembered_and_can_be_taken_back(tmp_path: Path) -> None:
    folder, index = tmp_path / "vm", tmp_path / "index"
    folder.mkdir()
    for one in FEW:
        (folder / one.id.split("/")[1]).write_text(f"{one.title}\n\n{one.body}\n")
    searchkit.build(folder, index, quotations=False)
    assert searchkit.build(folder, index, quotations=True).added == 0  # Nothing is read again.
    assert found(searchkit.open(index, verify=True), "said:storr") == {"vm/harbour.md"}
    (folder / "new.md").write_text("New\n\n“The harbour is deep,” said Mayor Mika Storr.\n")
    searchkit.build(folder, index)
    assert found(searchkit.open(index), "said:storr") == {"vm/harbour.md", "vm/new.md"}
    searchkit.build(folder, index, quotations=False)
    (folder / "newer.md").write_text("Newer\n\n“The harbour is wide,” said Mayor Mika Storr.\n")
    searchkit.build(folder, index)
    with pytest.raises(UnsupportedQuery):
        searchkit.open(index).search("said:storr")
