"""Snippets and highlights of real answers: always at words that match."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive, Hit
from searchkit.query.language.parser import parse
from searchkit.query.tree import Leaf, Node, Prefix
from searchkit.schema.analysis import fold, stem
from tests.support.hypothesis_settings import examples
from tests.support.plain_matcher import Document, places, run_of, words
from tests.support.plain_scores import leaves
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain

Make = Callable[..., Archive]


def marked(text: str, highlights: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in highlights]


def covered(leaf: Leaf, row: list[str]) -> set[int]:
    """Which of the folded words of `row` an occurrence of `leaf` covers."""
    if isinstance(leaf, Prefix):
        return {i for i, word in enumerate(row) if word.startswith(leaf.beginning)}
    run = run_of(leaf)
    return {i + n for i in places([stem(w) for w in row], run) for n in range(len(run))}


def check_marks(text: str, highlights: tuple[tuple[int, int], ...], asked: list[Leaf]) -> None:
    """The marked words are just those that an occurrence covers."""
    row = [fold(word) for word in words(text)]
    wanted = {i for leaf in asked for i in covered(leaf, row)}
    found: list[int] = []
    position = 0
    inside = []
    for number, word in enumerate(words(text)):
        position = text.index(word, position)
        inside.append((number, position, position + len(word)))
        position += len(word)
    previous = 0
    for start, end in highlights:
        assert previous <= start < end <= len(text)
        previous = end
        covers = [(n, a, b) for n, a, b in inside if start <= a and b <= end]
        assert covers[0][1] == start
        assert covers[-1][2] == end
        found += [n for n, _, _ in covers]
    assert set(found) == wanted
    assert len(found) == len(set(found))


def taking_part(tree: Node, document: Document) -> list[Leaf]:
    """The words, phrases and prefixes by which the statement matches: of OR, the branches
    that hold for it."""
    if not document.matches(tree):
        return []
    if isinstance(tree, Leaf):
        return leaves(tree)
    return [leaf for child in tree.positive for leaf in taking_part(child, document)]


def check(collection: Collection, hit: Hit, tree: Any) -> None:
    (document,) = [one for one in collection.documents if one.id == hit.id]
    asked = taking_part(tree, document)
    titles = [leaf for leaf in asked if leaf.within]
    anywhere = [leaf for leaf in asked if leaf not in titles]
    check_marks(hit.title, hit.title_highlights, asked)
    for snippet in hit.snippets:
        check_marks(snippet.text, snippet.highlights, anywhere)


TEXTS = [
    "harbour",
    "HARBOURS ferry",
    '"the harbour" OR "of the"',
    "title:the harbour",
    'title:"of the" OR title:lake*',
    "kaldby OR orva OR angstrom",
    "strasse OR naive OR cafe",
    "fish* OR b*",
    "O'Hara OR AT&T OR covid-19",
    "שלום OR 東京 OR سلام OR влада",
    "½ OR x² OR fine",
    "harbour -ferry minister:brannigan",
    "the the of",
    '"of the of" OR "the of" OR "of the"',
]


@pytest.mark.parametrize("text", TEXTS)
def test_marks_of_answers(hundreds: Collection, text: str) -> None:
    tree = parse(text, hundreds.snapshot.known).tree
    answer = hundreds.archive.search(text, limit=300, copies="all")
    assert len(answer)
    for hit in answer:
        check(hundreds, hit, tree)


@examples(60)
@given(data=st.data())
def test_marks_of_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.trees)
    for hit in hundreds.archive.search(tree, limit=30):
        check(hundreds, hit, tree)


def test_every_hit_shows_a_match(hundreds: Collection) -> None:
    for text in TEXTS:
        for hit in hundreds.archive.search(text, limit=300, copies="all"):
            marks = [*hit.title_highlights, *(m for s in hit.snippets for m in s.highlights)]
            assert marks, (text, hit.id)


def test_accents_and_case_are_those_of_the_original(archive_of: Make) -> None:
    archive = archive_of(plain(1, "KĀINGA Ora", "Ko Ngāti Kuia; kāinga, KAINGA “kāingas”."))
    (hit,) = archive.search("kainga")
    assert marked(hit.title, hit.title_highlights) == ["KĀINGA"]
    (snippet,) = hit.snippets
    assert marked(snippet.text, snippet.highlights) == ["kāinga", "KAINGA", "kāingas"]
    assert snippet.text == "Ko Ngāti Kuia; kāinga, KAINGA “kāingas”."


def test_decomposed_text_is_shown_composed(archive_of: Make) -> None:
    archive = archive_of(plain(1, "Ma\u0304ori", "x Ma\u0304ori🙂 Ma\u0304ori"))
    (hit,) = archive.search("maori")
    assert (hit.title, hit.title_highlights) == ("Māori", ((0, 5),))
    assert hit.snippets[0].text == "x Māori🙂 Māori"
    assert hit.snippets[0].highlights == ((2, 7), (9, 14))


def test_markdown_is_shown_as_text(archive_of: Make) -> None:
    body = (
        "# Harbour\n\n**New** [harbour](https://vellmark.example/harbour) &amp; *lake*\n\n"
        "| a | b |\n|---|---|\n| harbour | 5 |\n\n- one\n- harbour\n"
    )
    (hit,) = archive_of(plain(1, "x", body)).search("harbour")
    for snippet in hit.snippets:
        assert not any(sign in snippet.text for sign in ("*", "[", "](", "&amp;", "|", "#", "http"))
    assert "New harbour & lake" in hit.snippets[0].text
    assert sum(len(s.highlights) for s in hit.snippets) == 4


@pytest.mark.parametrize("cell", ["", " "])
def test_no_space_at_the_edges_of_a_table(archive_of: Make, cell: str) -> None:
    rows = "".join(f"|{cell}| harbour {n} |\n" for n in range(40))
    archive = archive_of(plain(1, "x", f"| a | b |\n|---|---|\n{rows}"))
    for text in ("harbour", "39", "title:x", '"20 harbour"'):
        for hit in archive.search(text):
            for snippet in hit.snippets:
                assert snippet.text.strip("… ") == snippet.text.strip("…")


def test_only_the_title_matched(archive_of: Make) -> None:
    body = "The first sentence stands here. " * 30
    (hit,) = archive_of(plain(1, "Harbour", body)).search("harbour")
    assert hit.title_highlights == ((0, 7),)
    (snippet,) = hit.snippets
    assert snippet.highlights == ()
    assert snippet.text.startswith("The first sentence stands here. The first")
    assert len(snippet.text) <= 241


def test_only_a_field_matched(archive_of: Make) -> None:
    archive = archive_of(plain(1, "x", "Some text.", ministers=("Hon Orla Brannigan",)))
    (hit,) = archive.search("minister:brannigan")
    assert hit.title_highlights == ()
    assert [s.text for s in hit.snippets] == ["Some text."]


def test_title_words_are_not_marked_in_the_body(archive_of: Make) -> None:
    (hit,) = archive_of(plain(1, "Harbour lake", "Harbour lake.")).search("title:harbour lake")
    assert marked(hit.title, hit.title_highlights) == ["Harbour", "lake"]
    (snippet,) = hit.snippets
    assert marked(snippet.text, snippet.highlights) == ["lake"]


def test_words_in_not_are_not_marked(archive_of: Make) -> None:
    archive = archive_of(plain(1, "Harbour lake", "x"), plain(2, "Harbour", "lake and fish"))
    answer = archive.search("harbour (lake OR -fish)")
    assert {text for hit in answer for text in marked(hit.title, hit.title_highlights)} == {
        "Harbour",
        "lake",
    }
    (second,) = [hit for hit in answer if hit.id == "vm/002.md"]
    assert marked(second.snippets[0].text, second.snippets[0].highlights) == ["lake"]


def test_empty_body_has_no_snippet(archive_of: Make) -> None:
    (hit,) = archive_of(plain(1, "Harbour", "")).search("harbour")
    assert hit.snippets == ()
    assert hit.title_highlights == ((0, 7),)


def test_no_snippets_unless_wanted(hundreds: Collection) -> None:
    for hit in hundreds.archive.search("harbour", snippets=False):
        assert (hit.title_highlights, hit.snippets) == ((), ())


def test_what_lacks_a_word_shows_the_others(archive_of: Make) -> None:
    archive = archive_of(plain(1, "x", "harbour and lake"), plain(2, "x", "ferry"))
    answer = archive.search("harbour lake ferry")
    assert not answer
    (hit,) = answer.also
    assert marked(hit.snippets[0].text, hit.snippets[0].highlights) == ["harbour", "lake"]
