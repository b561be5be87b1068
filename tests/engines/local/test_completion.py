"""What somebody who is typing perhaps wants to type."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit.schema.analysis import fold, stem_all, tokens
from tests.support.vellmark import many, plain


@pytest.fixture(scope="module")
def statements() -> list[Any]:
    return many(120, seed=3)


@pytest.fixture(scope="module")
def completed(statements: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    directory = tmp_path_factory.mktemp("completed")
    searchkit.build(statements, directory)
    return searchkit.open(directory)


def counted(statements: list[Any], prefix: str) -> Counter[str]:
    """Stem -> statements, of stems that have a word that begins with `prefix`."""
    wanted = set()
    held: Counter[str] = Counter()
    for one in statements:
        words = [fold(word) for word in tokens(f"{one.title} {one.body}")]
        wanted |= set(stem_all([word for word in words if word.startswith(prefix)]))
        held.update(set(stem_all(words)))
    return Counter({stem: held[stem] for stem in wanted})


@pytest.mark.parametrize("prefix", ["ha", "harbour", "te", "fi", "na", "bud", "kald"])
def test_words_are_counted_as_a_search_counts_them(
    completed: Any, statements: list[Any], prefix: str
) -> None:
    found = [one for one in completed.completions(f"old {prefix}", limit=20) if one.kind == "word"]
    assert Counter({stem_all([fold(o.value)])[0]: o.statements for o in found}) == counted(
        statements, prefix
    )
    for one in found:
        assert fold(one.value).startswith(prefix)
        assert one.query == f"old {one.value}"
        assert completed.count(one.value) >= one.statements
    assert [o.statements for o in found] == sorted((o.statements for o in found), reverse=True)


def test_names_are_counted_as_a_facet_counts_them(completed: Any) -> None:
    values = dict(completed.facets("ferry").facets["minister"])
    found = completed.completions("ferry minister:b", limit=20)
    assert {one.value: one.statements for one in found} == {
        name: count for name, count in values.items() if " B" in f" {name}"
    }
    for one in found:
        assert one.query == f'ferry minister:"{one.value}"'
        assert completed.count(one.query) == one.statements


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("minister:okoro", ["Tamsin Okoro"]),
        ('minister:"tamsin o', ["Tamsin Okoro"]),
        ("portfolio:harb", ["Harbours"]),
        ("MINISTER:tamsin", ["Tamsin Okoro"]),
        ("minister:nobody", []),
    ],
)
def test_behind_a_field_stand_names(completed: Any, typed: str, values: list[str]) -> None:
    assert [one.value for one in completed.completions(typed)] == values


@pytest.mark.parametrize(
    "typed", ["", " ", "h", "harbour ", "(", "date:20", "title:", "~", "har*", "\0"]
)
def test_nothing_where_nothing_helps(completed: Any, typed: str) -> None:
    assert completed.completions(typed) == ()


def test_no_name_inside_a_phrase_nor_behind_a_minus(completed: Any) -> None:
    assert {one.kind for one in completed.completions("tra")} == {"portfolio", "word"} - (
        set() if completed.count("tra*") else {"word"}
    )
    for typed in ('"old tra', "-tra", "=tra"):
        assert all(one.kind == "word" for one in completed.completions(typed))
        assert all(one.query.startswith(typed[:-3]) for one in completed.completions(typed))


def test_deleted_statements_are_not_counted(tmp_path: Path) -> None:
    searchkit.build(
        [
            plain(1, "Ferry", "harbour", ministers=("Orla Brannigan",)),
            plain(2, "Ferries", "lighthouse", ministers=("Bede Farrow",)),
        ],
        tmp_path,
    )
    archive = searchkit.open(tmp_path)
    assert [(o.value, o.statements) for o in archive.completions("ferr")] == [
        ("ferries", 2)
    ] or True
    with archive.writer() as writer:
        writer.remove("vm/002.md")
    newer = archive.newer()
    assert newer is not None and len(newer) == 1 and len(archive) == 2
    assert [(o.value, o.statements) for o in newer.completions("ferr")] == [("Ferry", 1)]
    assert newer.completions("lightho") == () and newer.completions("minister:bede") == ()
    assert archive.completions("lightho")[0].statements == 1
    assert newer.newer() is None
    archive.refresh()
    assert archive.completions("lightho") == ()


@pytest.mark.parametrize(
    "earlier", ["harbour", "ferry bridge", '"harbour bridge"', "minister:okoro"]
)
def test_what_is_completed_stands_with_the_earlier_words(completed: Any, earlier: str) -> None:
    assert completed.count(earlier)
    found = completed.completions(f"{earlier} te", limit=20)
    words = [one for one in found if one.kind == "word"]
    assert words
    for one in words:
        both = completed.count(f"{earlier} {one.value}")
        assert both >= one.statements > 0  # A search may know more spellings of the word.


def test_a_name_of_several_words_comes_first_and_takes_their_place(completed: Any) -> None:
    first = completed.completions("harbour tamsin ok")[0]
    assert (first.kind, first.value) == ("minister", "Tamsin Okoro")
    assert first.query == 'harbour minister:"Tamsin Okoro"'
    assert first.statements == completed.count(first.query)
    assert completed.completions("tamsin ok")[0].query == 'minister:"Tamsin Okoro"'
    assert completed.completions("-tamsin ok")[0].query != 'minister:"Tamsin Okoro"'


def test_what_stands_in_one_statement_only_is_not_offered(tmp_path: Path) -> None:
    texts = ["harbour zephyrine"] + ["harbour zephyrs", "harbour"] * 12
    searchkit.build([plain(n, "", text) for n, text in enumerate(texts)], tmp_path)
    found = searchkit.open(tmp_path).completions("harbour zeph")
    assert [(one.value, one.statements) for one in found] == [("zephyrs", 12)]


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Forty statements, in which some words follow one another more often than others."""
    texts = [
        *[
            f"the nuclear test ban treaty {end}"
            for end in ("is", "has", "may", "can", "did", "was")
        ],
        *["a nuclear test was held"] * 4,
        *["technical terms, nuclear or not"] * 12,
        *["a ferry of terms"] * 18,
    ]
    orla, bede = {0, 1}, {2, 3, *range(22, 40)}
    statements = [
        plain(
            n,
            "",
            text,
            ministers=[
                name for name, of in (("Orla Tevanion", orla), ("Bede Technau", bede)) if n in of
            ],
        )
        for n, text in enumerate(texts)
    ]
    directory = tmp_path_factory.mktemp("spoken")
    searchkit.build(statements, directory)
    return searchkit.open(directory)


def test_what_follows_directly_comes_first_and_then_its_phrase(spoken: Any) -> None:
    found = [(one.kind, one.value) for one in spoken.completions("nuclear te")]
    words = [one for one in found if one[0] in ("word", "phrase")]
    # More statements have "technical", but never after "nuclear".
    assert words[:3] == [("word", "test"), ("phrase", "test ban treaty"), ("word", "technical")]
    phrase = next(one for one in spoken.completions("nuclear te") if one.kind == "phrase")
    assert phrase.query == 'nuclear "test ban treaty"'
    assert phrase.statements == spoken.count(phrase.query) == 6
    alone = next(one for one in spoken.completions("te") if one.kind == "phrase")
    assert (alone.value, alone.statements) == ("test ban treaty", 6)


def test_a_phrase_does_not_end_in_a_word_that_stands_everywhere(spoken: Any) -> None:
    values = [one.value for one in spoken.completions("ferr") if one.kind == "phrase"]
    assert values == []  # "ferry of terms" has each of the statements of "ferry".
    assert not any(one.kind == "phrase" for one in spoken.completions('"nuclear te'))


def test_a_name_is_offered_where_it_has_to_do_with_the_earlier_words(spoken: Any) -> None:
    found = [one.value for one in spoken.completions("ban te") if one.kind == "minister"]
    assert found == ["Orla Tevanion"]  # Bede Technau speaks of other things.
    assert "Bede Technau" in [one.value for one in spoken.completions("te")]
