"""The other ways to write a query's words, learned from the statements of an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Answer, Archive, Statement
from searchkit.engines.local.archive import LocalArchive
from searchkit.profiles.english import AMERICAN_ENDINGS, EITHER_WAY, ONE_WAY, OTHER_WORDS
from searchkit.query.language.parser import parse
from searchkit.schema.analysis import fold, stem_all

TEXTS = {
    "e-mail": ["Send an e-mail to the office.", "An e-mail came.", "E-mail address: none."],
    "email": ["Send an email.", "My email address.", "Email is fast.", "No email today."],
    "once": ["A pre-school opens.", "The preschool opens.", "Two preschool rooms."],
    "re-form": ["They re-form the line.", "A re-form.", "To re-form."] + ["A reform."] * 3,
    "hsb": [
        "The Harbour Safety Board (HSB) met.",
        "The harbour safety board (HSB) met again.",
        "The HSB said so.",
        "Harbour Safety Board news.",
    ],
    "hfo": [
        "The Hill Fish Office (HFO) is open.",
        "The Hill Fish Office (HFO) is shut.",
        "The Hill Fish Office’s (HFO) boats.",
        "Hill Fish Office's (HFO) nets.",
    ],
    "unclear": ["Lake Tram Unit (LTU)", "Lake Tram Unit (LTU)", "Long Tyre Unit (LTU)"],
    "is": ["Income Support (IS) is here", "Income Support (IS) is there"],
    "words": [f"It is number {number}." for number in range(100)],
    "per cent": ["Ten per cent.", "Five percent of it.", "One percent more."],
    "a1": ["Form A-1."] * 3 + ["Form A1."] * 3 + ["A 1 dollar coin."],
    "colour": ["A colour.", "A color."],
    "organise": ["We organise it.", "We organize it.", "An organ plays."],
}


def statements() -> list[Statement]:
    return [
        Statement(id=f"{name}/{number:03d}", title="", body=text, ministers=("Orla Brannigan",))
        for name, texts in TEXTS.items()
        for number, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("written") / "index"
    searchkit.build(statements(), folder)
    with searchkit.open(folder) as archive:
        yield archive


def offered(answer: Answer) -> dict[str, int]:
    return {one.text: one.count for one in answer.variants}


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("email", {"e-mail": 3}),
        ("Email", {"e-mail": 3}),
        ("e-mail", {"email": 4}),
        ("e mail", {"email": 4}),
        ('"email address"', {"e-mail": 1}),
        ("HSB", {"Harbour Safety Board": 3}),
        ("hsb", {"Harbour Safety Board": 3}),
        ("Harbour Safety Board", {"HSB": 3}),
        ('"the harbour safety board"', {"HSB": 1}),
        ("HFO", {"Hill Fish Office": 4}),  # And not in half of the cases only.
        ("per cent", {"percent": 2}),
        ("percent", {"per cent": 1}),
        ("color", {"colour": 1}),
        ("colours", {"color": 1}),
        ("organize", {"organise": 1}),
        ("organise", {}),  # It would find organs.
        ("organ", {}),
        ("preschool", {}),  # Seen once.
        ("reform", {}),
        ("a1", {}),
        ("ltu", {}),
        ("is", {}),
        ("IS", {"Income Support": 2}),
        ("-email", {}),
        ("=email", {}),
        ("nowhere", {}),
    ],
)
def test_what_is_offered(written: Archive, text: str, ways: dict[str, int]) -> None:
    answer = written.search(text)
    assert offered(answer) == ways
    for one in answer.variants:
        assert one.count == written.count(one.query)


def test_counts_of_the_query_as_written_stay(written: Archive) -> None:
    assert written.search("email").total == written.count("email") == 4
    assert written.search("email", variants=True).total == 7


def test_the_argument_means_the_same_everywhere(written: Archive) -> None:
    answer = written.search("email", variants=True, limit=100, facets=True)
    assert answer.total == len(answer) == written.count("email", variants=True) == 7
    assert {hit.id for hit in written.stream("email", variants=True)} == {hit.id for hit in answer}
    facets = written.facets("email", variants=True)
    assert (facets.total, facets.facets) == (7, answer.facets)
    assert answer.facets is not None
    assert answer.facets["minister"][0].count == 7
    (match,) = written.matches("e-mail/001", "email", variants=True)
    assert written.text("e-mail/001")[match.start : match.end] == "e-mail"
    assert written.matches("e-mail/001", "email") == ()
    assert offered(answer) == {"e-mail": 3}  # They are told, included or not.


def test_filters_hold_for_what_is_offered(written: Archive) -> None:
    assert offered(written.search("email", minister="brannigan")) == {"e-mail": 3}
    assert offered(written.search("email", until="1999")) == {}


def test_included_are_all_that_any_way_finds(written: Archive) -> None:
    def found(text: str, variants: bool = False) -> set[str]:
        return {hit.id for hit in written.stream(text, variants=variants)}

    for text in ("email", "hsb", "per cent", "organize", '"email address"', "x OR color"):
        ways = [one.query for one in written.search(text, limit=0).variants]
        assert found(text, variants=True) == found(text).union(*map(found, ways))


def test_a_tree_is_taken_as_it_is(written: Archive) -> None:
    from searchkit.query.tree import Stem

    assert written.count(Stem("email"), variants=True) == 4
    assert written.search(Stem("email")).variants == ()


def test_the_answer_as_json(written: Archive) -> None:
    assert written.search("email").to_json()["variants"] == [
        {"text": "e-mail", "query": '"e-mail"', "count": 3}
    ]


def test_an_update_is_a_rebuild(tmp_path: Path) -> None:
    every = statements()
    searchkit.build(every[::2], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        with archive.writer() as writer:
            for one in every[1::2]:
                writer.add(one)
            writer.add(Statement(id="extra", title="", body="Yet another e-mail."))
        with archive.writer() as writer:
            writer.remove("extra")
            writer.remove("e-mail/000")
        archive.refresh()
        searchkit.build([one for one in every if one.id != "e-mail/000"], tmp_path / "whole")
        with searchkit.open(tmp_path / "whole") as whole:
            for text in ("email", "HSB", "is", "IS", "per cent", "e-mail", "LTU", "preschool"):
                one, other = archive.search(text), whole.search(text)
                assert (one.total, one.variants) == (other.total, other.variants), text
            assert offered(archive.search("email")) == {"e-mail": 2}


def test_segments_merge_and_pass_their_checks(tmp_path: Path) -> None:
    every = statements()
    searchkit.build(every[:3], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        for one in every[3:9]:
            with archive.writer() as writer:
                writer.add(one)
        archive.refresh()
        assert offered(archive.search("email")) == {"e-mail": 3}
        found = archive.check(deep=True)
        assert found.faults == ()


# The list that was read


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem_all(text.replace("-", " ").split()))


def test_each_pair_of_the_list_is_two_ways() -> None:
    for one, other in (*EITHER_WAY, *ONE_WAY):
        assert (fold(one), fold(other)) == (one, other)
        assert stems(one) != stems(other), (one, other)
    pairs = [frozenset(pair) for pair in (*EITHER_WAY, *ONE_WAY)]
    assert len(pairs) == len(set(pairs))


def test_no_two_words_of_the_list_share_a_stem() -> None:
    found = [stems(one) for pair in EITHER_WAY for one in pair]
    assert {one for one in found if found.count(one) > 1} == set()


def test_endings_lead_to_the_other_spelling() -> None:
    assert all(one.replace("z", "s") == other for one, other in AMERICAN_ENDINGS)
    assert all(word.isalpha() for word in OTHER_WORDS)


def test_it_is_the_local_engine(written: Archive) -> None:
    assert isinstance(written, LocalArchive)


def test_every_word_of_the_list_is_looked_up(written: Archive) -> None:
    """Whatever its ending: the list is not asked about words that begin as none of it does."""
    for one, other in EITHER_WAY:
        for text in (one, other):
            words = text.replace("-", " ")
            assert written._snapshot.writing.rewritten(parse(words, {}).tree), words  # type: ignore[attr-defined]
