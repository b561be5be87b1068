"""Verdicts on quotations of invented ministers of an invented country."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, InvalidArgument
from searchkit.model.quote_checks import QuoteCheck
from searchkit.schema.analysis import token_spans
from tests.support.hypothesis_settings import examples
from tests.support.quoted import HARBOUR, LEVY, SPEECH, one
from tests.support.vellmark import many


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Four statements in two segments, among 200 others."""
    index = tmp_path_factory.mktemp("quotes") / "index"
    first = [one("harbour", HARBOUR, "2007-05-01", "Hon Jan Vell"), *many(200, seed=3)]
    searchkit.build(first, index)
    with searchkit.open(index) as opened, opened.writer() as writer:
        writer.add(one("levy-again", LEVY, "2008-06-02", "Odda Brenn"))
        writer.add(one("levy", LEVY, "2008-06-01", "Odda Brenn"))
        writer.add(one("speech", SPEECH, None, "Odda Brenn", "Speech at the quay"))
    with searchkit.open(index) as opened:
        yield opened


def told(check: QuoteCheck) -> tuple[str, list[str]]:
    return check.verdict, [match.id for match in check.matches]


def changes(check: QuoteCheck) -> list[tuple[str, str, str]]:
    return [
        (part.kind, *(side.strip() or side for side in part[1:]))
        for part in check.matches[0].diff
        if part.kind != "same"
    ]


EXACT = {
    "a part": ("It took nine long years and twelve ships", ["harbour"], ("Jan Vell",)),
    "with marks": ("“It took nine long years.”", ["harbour"], ("Jan Vell",)),
    "split by who speaks": (
        "twelve ships full of granite, and every one of these stones",
        ["harbour"],
        ("Jan Vell",),
    ),
    "over two paragraphs": (
        "every one of these stones was carried by hand. I thank all who built it",
        ["harbour"],
        ("Jan Vell",),
    ),
    "somebody else": ("Our council never wanted a harbour", ["harbour"], ("Mika Storr",)),
    "nobody's words": ("Ferries will run twice a day", ["harbour"], ()),
    "a speech": ("My mother sold rope on this very quay", ["speech"], ("Odda Brenn",)),
    "twice, oldest first": ("no farmer will pay it twice", ["levy", "levy-again"], ("Odda Brenn",)),
    "one word": ("granite", ["harbour"], ("Jan Vell",)),
}


@pytest.mark.parametrize(("quote", "ids", "speakers"), EXACT.values(), ids=EXACT.keys())
def test_exact(archive: Archive, quote: str, ids: list[str], speakers: tuple[str, ...]) -> None:
    check = archive.check_quote(quote)
    assert told(check) == ("exact", [f"vm/{name}.md" for name in ids])
    assert check.quote == quote
    assert {match.speakers for match in check.matches} == {speakers}
    assert all(not match.alters_words for match in check.matches)


ALTERED = {
    "a word": ("It took five long years and twelve ships", [("words", "five", "nine")]),
    "a form": ("twelve ship full of granite", [("words", "ship", "ships")]),
    "cut": ("It took nine years and twelve ships", [("words", "", "long")]),
    "added": ("It never took nine long years", [("words", "never", "")]),
    "at its end": ("It took nine long years and twelve boats", [("words", "boats", "ships")]),
    "at its beginning": ("Once took nine long years and twelve ships", [("words", "Once", "It")]),
    "three at its end": (
        "It took nine long years and a few boats",
        [("words", "a", "twelve"), ("words", "few", "ships"), ("words", "boats", "full")],
    ),
    "many at its end": (
        "It took nine long years and much of our money, too",
        [("words", "much of our money, too", "")],
    ),
    "case": ("it took nine long years", [("case", "it", "It")]),
    "punctuation": ("I thank all who built it; and I will", [("punctuation", ";", ",")]),
}


@pytest.mark.parametrize(("quote", "expected"), ALTERED.values(), ids=ALTERED.keys())
def test_altered(archive: Archive, quote: str, expected: list[tuple[str, str, str]]) -> None:
    check = archive.check_quote(quote)
    assert told(check) == ("altered", ["vm/harbour.md"])
    assert changes(check) == expected
    words = any(kind == "words" for kind, _, _ in expected)
    assert check.matches[0].alters_words == words


def test_whose_words_they_are_whatever_stands_after_them(archive: Archive) -> None:
    check = archive.check_quote("twelve ships full of granite, he whispered")
    assert told(check) == ("altered", ["vm/harbour.md"])
    assert check.matches[0].speakers == ("Jan Vell",)


def test_spliced_from_two_statements(archive: Archive) -> None:
    check = archive.check_quote(
        "The grain levy ends on the last day of June, and every one of these stones was carried"
    )
    assert told(check) == ("spliced", ["vm/levy.md", "vm/harbour.md"])
    assert [match.speakers for match in check.matches] == [("Odda Brenn",), ("Jan Vell",)]
    assert [match.text for match in check.matches] == [
        "The grain levy ends on the last day of June, and",
        "every one of these stones was carried",
    ]


def test_spliced_out_of_one_statement_in_the_wrong_order(archive: Archive) -> None:
    check = archive.check_quote(
        "I will never forget the winter of the great flood and twelve ships full of granite"
    )
    assert told(check) == ("spliced", ["vm/harbour.md", "vm/harbour.md"])


def test_spliced_from_far_apart(archive: Archive) -> None:
    check = archive.check_quote(
        "The new harbour of Oster opens in May where the seals sleep, said Mayor Mika Storr"
    )
    assert told(check) == ("spliced", ["vm/harbour.md", "vm/harbour.md"])


@pytest.mark.parametrize(
    "quote",
    [
        "Penguins rarely negotiate with violinists on rainy Thursdays",
        "zyzzyva",
        "We said that it was the best for all of the people in the country and for us",
    ],
)
def test_what_nobody_said(archive: Archive, quote: str) -> None:
    check = archive.check_quote(quote)
    assert check.verdict == "not found"
    assert len(check.matches) <= 3


def test_the_nearest_is_shown(archive: Archive) -> None:
    check = archive.check_quote("Seals sleep where council members never wanted granite boats")
    assert told(check)[0] == "not found"
    assert check.matches[0].id == "vm/harbour.md" and check.matches[0].diff


@pytest.mark.parametrize("quote", ["", " ", "…", "“”", "word " * 501])
def test_what_cant_be_checked(archive: Archive, quote: str) -> None:
    with pytest.raises(InvalidArgument):
        archive.check_quote(quote)


@pytest.mark.parametrize("quote", ["the " * 500, "granite " * 500, '"' * 5000 + "granite"])
def test_hostile_quotations_are_bounded_work(archive: Archive, quote: str) -> None:
    assert archive.check_quote(quote).verdict in ("exact", "not found", "altered")


def test_json_is_what_is_fixed(archive: Archive) -> None:
    given = archive.check_quote("It took five long years and").to_json()
    assert given == {
        "verdict": "altered",
        "matches": [
            {
                "id": "vm/harbour.md",
                "date": "2007-05-01",
                "speakers": ["Jan Vell"],
                "text": "It took nine long years and",
                "diff": [
                    {"kind": "same", "given": "It took ", "source": "It took "},
                    {"kind": "words", "given": "five", "source": "nine"},
                    {"kind": "same", "given": " long years and", "source": " long years and"},
                ],
            }
        ],
    }


@examples(40)
@given(st.randoms(use_true_random=False))
def test_any_words_of_a_statement_are_exact_and_no_longer_so_once_changed(
    archive: Archive, choose: random.Random
) -> None:
    id = choose.choice(("vm/harbour.md", "vm/levy.md", "vm/speech.md"))
    text = archive.text(id)
    spans = list(token_spans(text))
    first = choose.randrange(len(spans) - 6)
    last = choose.randrange(first + 5, len(spans))
    quote = text[spans[first][0] : spans[last][1]]
    check = archive.check_quote(quote)
    assert check.verdict == "exact" and id in [match.id for match in check.matches]
    place = choose.randrange(first, last + 1)
    other = (
        text[spans[first][0] : spans[place][0]] + "zyzzyva" + text[spans[place][1] : spans[last][1]]
    )
    assert archive.check_quote(other).verdict != "exact"


def test_the_place_is_found_in_a_long_statement(tmp_path: Path) -> None:
    filler = (
        "The council and the people of the harbour met at the quay for the day of the sea. " * 300
    )
    body = f"{filler}\n\n{LEVY}\n\n{filler}"
    searchkit.build([one("long", body, "2008-06-01", "Odda Brenn")], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as opened:
        check = opened.check_quote(
            "The grain levy ends on the day of June, and no farmer will pay it"
        )
        assert told(check) == ("altered", ["vm/long.md"])
        assert changes(check) == [("words", "", "last")]


def test_what_is_removed_is_no_source(tmp_path: Path) -> None:
    searchkit.build([one("levy", LEVY, "2008-06-01", "Odda Brenn")], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as opened:
        assert opened.check_quote("no farmer will pay it twice").verdict == "exact"
        with opened.writer() as writer:
            writer.add(one("other", "Nothing of it.", None, "Odda Brenn"))
            writer.remove("vm/levy.md")
        opened.refresh()
        assert told(opened.check_quote("no farmer will pay it twice")) == ("not found", [])
        assert told(opened.check_quote("no farmer should pay it twice")) == ("not found", [])


FERRY = "The ferry will sail on the first day of spring"


@pytest.fixture(scope="module")
def often(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Sixty statements that say it in other letters, then twelve that say it like this, and one
    of a later day between whose words a comma stands.
    """
    index = tmp_path_factory.mktemp("often") / "index"
    other = FERRY.replace("spring", "Spring")
    made = [
        one(f"other{n}", f"“{other},” Jan Vell said.", f"1999-01-{n % 28 + 1:02}", "Jan Vell")
        for n in range(60)
    ]
    made += [
        one(f"same{n:02}", f"“{FERRY},” Jan Vell said.", f"2005-01-{n + 1:02}", "Jan Vell")
        for n in range(12)
    ]
    made.append(one("comma", "“We sail, and sing,” Jan Vell said.", "2006-01-01", "Jan Vell"))
    searchkit.build(made, index)
    with searchkit.open(index) as opened:
        yield opened


def test_any_one_of_many_statements_makes_it_exact(often: Archive) -> None:
    check = often.check_quote(FERRY)
    assert check.verdict == "exact"
    assert [match.id for match in check.matches] == [f"vm/same{n:02}.md" for n in range(10)]
    assert check.more
    assert "more" not in check.to_json()
    assert often.check_quote(FERRY.upper()).verdict == "altered"
    assert not often.check_quote("We sail, and sing").more


def test_the_letters_alone_do_not_make_it_exact(often: Archive) -> None:
    check = often.check_quote("We sail and sing")
    assert (check.verdict, check.matches[0].diff[1].kind) == ("altered", "punctuation")
