"""Notes give what the other reading of a query finds, exactly."""

from __future__ import annotations

import pytest

from searchkit import Archive


@pytest.mark.parametrize(
    ("text", "code", "other"),
    [
        ("harbour or lake", "small-operator", "harbour OR lake"),
        ("harbour not lake", "small-operator", "harbour NOT lake"),
        ("harbour near/5 lake", "near-small", "harbour NEAR/5 lake"),
        ("harbour | lake", "stroke", "harbour OR lake"),
        ("harbour !lake", "exclamation", "harbour -lake"),
        ("author:harbour", "unknown-field", "harbour"),
        ("title: lake", "field-space", "title:lake"),
        ("2000..2004 the", "bare-date", "date:2000..2004 the"),
        ('"the lake" ~9', "apart", '"the lake"~9'),
        ("lakke~", "no-number", "lakke~1"),
        ("harbour,lake", "joined", "harbour lake"),
        ("'the lake'", "other-quotes", '"the lake"'),
        ("the “lake of", "odd-quote", 'the "lake of"'),
        ('"Harbour"', "quoted-word", "=Harbour"),
        ('"harbour OR lake"', "or-word", "harbour OR lake"),
        ('"the -lake"', "quoted-operator", "the -lake"),
    ],
)
def test_the_other_reading_is_counted(archive: Archive, text: str, code: str, other: str) -> None:
    found = {note.code: note.message for note in archive.search(text, limit=0).notes}
    assert found[code].endswith(f"{other}: {archive.count(other):,}")


def test_filters_hold_in_the_other_reading_too(archive: Archive) -> None:
    narrowed = {"minister": "okoro", "since": "2000"}
    (note,) = archive.search("harbour or lake", limit=0, **narrowed).notes  # type: ignore[arg-type]
    expected = archive.count("harbour OR lake", **narrowed)  # type: ignore[arg-type]
    assert 0 < expected < archive.count("harbour OR lake")
    assert note.message.endswith(f": {expected:,}")


def test_letters_after_a_word_are_counted(archive: Archive) -> None:
    (note,) = archive.search("harbou??", limit=0).notes
    only = {word for word in ("harbours",) if archive.count(f"={word}")}
    assert only
    assert note.message == (
        "?? after harbou ends a question and is no wildcard; harbou and 2 letters: "
        f"{archive.count('harbour?s OR h?rbours')}"
    )


def test_the_same_number_is_no_doubt(archive: Archive) -> None:
    """Where both readings find the same, a typed word that looks like an operator is none."""
    assert archive.count("nowhere and harbour") == archive.count("nowhere AND harbour") == 0
    assert archive.search("nowhere and harbour", limit=0).notes == ()


def test_few_are_counted_and_all_are_told(archive: Archive) -> None:
    text = (
        " ".join(f"w{n}:harbour" for n in range(9))
        .replace("w", "word_")
        .translate(str.maketrans("012345678", "abcdefghi"))
    )
    found = archive.search(text, limit=0).notes
    assert len(found) == 9
    assert [note.message.count("; ") for note in found] == [1] * 5 + [0] * 4


def test_what_cannot_be_asked_is_not_counted(archive: Archive) -> None:
    (note,) = archive.search("minister: nobody", limit=0).notes
    assert note.message == "minister: is read as a word, for no value follows it"


def test_facets_say_it_without_counting(archive: Archive) -> None:
    found = archive.facets("harbour near/5 lake or x").notes
    assert [note.message.count("; ") for note in found] == [0]
