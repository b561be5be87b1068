"""Fragments and highlights of single texts, against the plain matcher."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from searchkit import Snippet
from searchkit.kernels.marked import Occurrence
from searchkit.kernels.plain.fragments import (
    FRAGMENTS,
    LENGTH,
    SENTENCE_END,
    fragment_end,
    fragment_start,
)
from searchkit.kernels.plain.fragments import highlights as highlights_at
from searchkit.kernels.plain.fragments import snippets as snippets_at
from searchkit.kernels.plain.offsets import token_offsets
from searchkit.schema.analysis import fold, normalise, stem, visible, with_common_spaces
from tests.support.hypothesis_settings import examples
from tests.support.plain_matcher import places, words
from tests.support.plain_snippets import plain_highlights, plain_snippets

LONGEST = 2 * LENGTH + 2
"""Far-apart words of one window may need more than `LENGTH`, never more than this."""

Runs = Sequence[Sequence[str]]


def snippets(
    text: str, found: Sequence[Occurrence], weights: Sequence[float]
) -> tuple[Snippet, ...]:
    (offsets,) = token_offsets([text])
    return tuple(Snippet(*one) for one in snippets_at(text, offsets, found, weights))


def highlights(text: str, found: Sequence[Occurrence]) -> tuple[tuple[int, int], ...]:
    (offsets,) = token_offsets([text])
    return highlights_at(offsets, found)


def stems(text: str) -> list[str]:
    return [stem(fold(word)) for word in words(text)]


def occurrences(text: str, runs: Runs) -> list[Occurrence]:
    row = stems(text)
    return sorted(
        (place, len(run), leaf) for leaf, run in enumerate(runs) for place in places(row, run)
    )


def expected_marks(text: str, runs: Runs) -> list[tuple[int, int]]:
    """What must be highlighted in `text`, found anew, overlapping marks made one."""
    spans = []
    # What no reader sees is left out of words, and a space in a number is a common one.
    seen = [place for place, c in enumerate(text) if visible(c)]
    shown = with_common_spaces("".join(text[place] for place in seen))
    position = 0
    for word in words(text):
        position = shown.index(word, position)
        spans.append((seen[position], seen[position + len(word) - 1] + 1))
        position += len(word)
    marks: list[tuple[int, int]] = []
    for first, width, _ in occurrences(text, runs):
        start, end = spans[first][0], spans[first + width - 1][1]
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return marks


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def check(text: str, runs: Runs, weights: Sequence[float] | None = None) -> tuple[Snippet, ...]:
    """All that must hold of the snippets of any clean text."""
    found = snippets(text, occurrences(text, runs), weights or [1.0] * len(runs))
    assert len(found) <= FRAGMENTS
    assert bool(found) == bool(text)
    whole = spaced(text)
    for snippet in found:
        bare = snippet.text
        # An ellipsis of ours or one of the text's own: either way what is left is there.
        candidates = [bare, bare.removeprefix("…"), bare.removesuffix("…")]
        candidates.append(bare.removeprefix("…").removesuffix("…"))
        assert any(candidate in whole for candidate in candidates)
        assert bare == bare.strip()
        assert not re.search(r"\s\s|[\n\t]", bare)
        assert len(bare) <= LONGEST
        assert list(snippet.highlights) == expected_marks(bare, runs)
    return found


TEXT = (
    "The harbour of Käldby opened today. Ferries will cross the lake, said the Minister. "
    "“A new ferry,” she said, “is a promise kept.” The lake’s fishermen were less sure. "
    "They had asked for a bridge, and the bridge had been refused twice: in 1999 and in 2004. "
    "Nobody could say what a bridge would have cost, or whether the treaty allowed one. "
    "A ferry costs $2.5 million. The harbour will be closed in winter."
)


def test_sentences_around_what_matched() -> None:
    (found,) = check(TEXT, [["promis"]])
    assert found.text == (
        "Ferries will cross the lake, said the Minister. “A new ferry,” she said, “is a promise "
        "kept.” The lake’s fishermen were less sure."
    ) or found.text.startswith(("“A new ferry", "Ferries"))
    ((start, end),) = found.highlights
    assert found.text[start:end] == "promise"


def test_two_fragments_best_first() -> None:
    found = check(TEXT, [["treati"], ["harbour"], ["close"]], [1.0, 1.0, 1.0])
    assert len(found) == 2
    marked = [[s.text[a:b] for a, b in s.highlights] for s in found]
    # One fragment holds all of them, so it is worth more.
    assert marked == [["treaty", "harbour", "closed"], ["harbour"]]


def test_a_leaf_worth_more_is_shown_first() -> None:
    text = "Alpha one. " + "Filler words stand here. " * 40 + "Beta two."
    for weights, first in (([1.0, 5.0], "Beta"), ([5.0, 1.0], "Alpha")):
        found = check(text, [["alpha"], ["beta"]], weights)
        assert found[0].text[slice(*found[0].highlights[0])] == first
        assert len(found) == 2


def test_fragments_do_not_overlap() -> None:
    text = " ".join(f"Harbour number {n} is a harbour." for n in range(60))
    one, other = check(text, [["harbour"]])
    places_in_text = sorted(
        (text.index(s.text.strip("…")), len(s.text.strip("…"))) for s in (one, other)
    )
    assert places_in_text[0][0] + places_in_text[0][1] <= places_in_text[1][0]


def test_only_title_or_filter_matched_shows_the_opening() -> None:
    (found,) = snippets(TEXT, [], [])
    assert found.highlights == ()
    assert found.text.startswith("The harbour of Käldby opened today.")
    assert found.text.rstrip("…") in spaced(TEXT)
    assert len(found.text) <= LENGTH + 1


def test_short_text_is_shown_whole() -> None:
    assert snippets("Harbour open.", [], []) == (Snippet("Harbour open.", ()),)
    assert check("Harbour open.", [["open"]]) == (Snippet("Harbour open.", ((8, 12),)),)


def test_no_text_no_snippet() -> None:
    assert snippets("", [], []) == ()


def test_phrase_is_highlighted_only_where_it_stands_as_a_phrase() -> None:
    text = (
        "North of Korea lies the north. North Korea is north. Korea! South Korea, North\n\nKorea."
    )
    found = check(text, [["north", "korea"]])
    (snippet,) = found
    assert [snippet.text[a:b] for a, b in snippet.highlights] == [
        "North Korea",
        "north. Korea",
        "North Korea",
    ]


def test_overlapping_matches_are_one_mark() -> None:
    (found,) = check("a b c d e", [["a", "b", "c"], ["c", "d"], ["e"]])
    assert [found.text[a:b] for a, b in found.highlights] == ["a b c d", "e"]


@pytest.mark.parametrize(
    ("text", "runs", "marked"),
    [
        ("Kāinga Ora’s MĀORI whānau", [["maori"], ["whanau"]], ["MĀORI", "whānau"]),
        ("“Harbour,” he said – ‘harbours’!", [["harbour"]], ["Harbour", "harbours"]),
        ("🙂🙂 harbour 🚢 ferry🙂", [["harbour"], ["ferri"]], ["harbour", "ferry"]),
        ("👩‍👩‍👧 O’Hara’s ferry", [["o", "hara"]], ["O’Hara"]),
        ("नमस्ते दुनिया हिन्दी", [["दुनिया"]], ["दुनिया"]),
        ("q\u0301x q\u0301 harbour", [["qx"], ["harbour"]], ["q\u0301x", "harbour"]),
        ("שלום עולם", [["עולם"]], ["עולם"]),
        ("AT&T at $2.5 – 50%", [["at", "t"], ["2.5"]], ["AT&T", "2.5"]),
        ("$NZ10,000ha 10 000 ha", [["10000", "ha"]], ["10,000ha", "10 000 ha"]),
        ("for 100km, 5\u00a0000km", [["100"], ["5000", "km"]], ["100", "5 000km"]),
        ("Straße STRASSE strasse", [["strass"]], ["Straße", "STRASSE", "strasse"]),
        ("ﬁne fine ½", [["fine"], ["1⁄2"]], ["ﬁne", "fine", "½"]),
        ("north \n\n korea", [["north", "korea"]], ["north korea"]),
        ("a\u00a0b\u2003c", [["a", "b", "c"]], ["a b c"]),
    ],
)
def test_offsets(text: str, runs: Runs, marked: list[str]) -> None:
    (found,) = check(unicodedata.normalize("NFC", text), runs)
    assert [found.text[a:b] for a, b in found.highlights] == marked


SPACE_BEHIND_A_BREAK = [
    "a\n\tb harbour",
    "one\n\t\tharbour two",
    "one\n \n harbour",
    "one\n harbour",
    "word " * 100 + "\n\t\tharbour" + " word" * 100,
    "harbour\n\t\t" + "x " * 200,
]


@pytest.mark.parametrize("text", SPACE_BEHIND_A_BREAK)
def test_white_space_behind_a_line_break(text: str) -> None:
    check(text, [["harbour"]])
    check(text, [["x"]])


@pytest.mark.parametrize(
    "text",
    [
        "one.\t harbour\t\n",
        "x. " * 100 + "\n\tharbour",
        "x. " * 100 + "\n\n  harbour",
        "harbour ,;:–—- " + "x " * 200,
        "harbour" + " – " * 200,
        "x" * 1_000 + " harbour " + "y" * 1_000,
        "harbour" + "-harbour" * 200,
        "x" * 5_000,
        "harbour" * 500 + " harbour",
        "- " * 500 + "harbour" + " -" * 500,
        "…" * 300 + "harbour" + "…" * 300,
        "\u3000harbour\u3000",
        "harbour.” " * 60,
    ],
)
def test_odd_texts(text: str) -> None:
    check(text.strip(), [["harbour"]])
    check(text.strip(), [["x"], ["harbour", "harbour"]])
    check(text.strip(), [])


def test_words_longer_than_a_fragment_are_cut() -> None:
    (found,) = check("x" * 5_000, [])
    assert len(found.text) <= LENGTH + 1


_words = st.sampled_from(
    [
        "harbour",
        "harbours",
        "Harbour",
        "ferry",
        "Ferries",
        "lake",
        "Käldby",
        "the",
        "of",
        "a",
        "in",
        "“lake”",
        "O’Hara",
        "AT&T",
        "co-operate",
        "2.5",
        "–",
        "🙂",
        "naïve",
        "responsibilities",
    ]
)
_gaps = st.sampled_from(
    [" ", " ", " ", " ", " ", ", ", ". ", ".” ", "\n\n", "\n", "\t", " – ", "…"]
)
_texts = st.lists(st.tuples(_words, _gaps), max_size=150).map(
    lambda parts: "".join(word + gap for word, gap in parts).strip()
)
_RUNS = (
    *("harbour", "ferri", "lake", "kaldbi", "the", "a", "nowher", "o hara", "at t", "2 5"),
    *("the of", "harbour harbour", "of the lake"),
)
_runs = st.lists(st.sampled_from(_RUNS).map(str.split), max_size=4, unique_by=tuple)


@examples(300)
@given(_texts, _runs)
def test_any_text_of_words(text: str, runs: Runs) -> None:
    check(text, runs)


@examples(200)
@given(_texts, _runs)
def test_cuts_stand_between_words(text: str, runs: Runs) -> None:
    whole = spaced(text)
    for snippet in check(text, runs):
        # The text's own dots may stand where ours would: any place that fits will do.
        fits = []
        for begun in (False, True):
            for ended in (False, True):
                bare = snippet.text
                if (begun and not bare.startswith("…")) or (ended and not bare.endswith("…")):
                    continue
                bare = bare[begun : len(bare) - ended]
                for match in re.finditer(f"(?={re.escape(bare)})", whole):
                    start, end = match.start(), match.start() + len(bare)
                    before, behind = whole[:start][-1:], whole[end:][:1]
                    fits.append(before in ("", " ") and not behind.isalnum())
        assert any(fits), snippet.text


@examples(250)
@given(st.text(max_size=400), st.data())
def test_any_text_at_all(text: str, data: st.DataObject) -> None:
    # White space behind a line break: see the test above.
    text = re.sub(r"(\s)\s+", r"\1", normalise(text)).strip()
    # What only a hidden character kept apart is one letter in a word, but two in the text.
    assume(visible(text) == normalise(visible(text)))
    row = stems(text)
    runs = []
    if row:
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, len(row) - 1))
            runs.append(row[start : start + data.draw(st.integers(1, 3))])
    check(text, [list(run) for run in dict.fromkeys(map(tuple, runs))])


@examples(150)
@given(_texts, _runs)
def test_highlights_of_a_title(text: str, runs: Runs) -> None:
    marks = highlights(text, occurrences(text, runs))
    assert list(marks) == expected_marks(text, runs)


def test_more_words_promised_than_there_are() -> None:
    """A damaged index must not break anything."""
    wrong = [
        (0, 1, 0),
        (1, 5, 0),
        (90, 1, 0),
        (4_000_000, 2, 0),
    ]
    assert highlights("a b c", wrong) == ((0, 1),)
    for snippet in snippets("a b c", wrong, [1.0]):
        assert snippet.text == "a b c"
    assert snippets("a b c", wrong[2:], [1.0]) == (Snippet("a b c", ()),)
    assert snippets("–", wrong, [1.0]) == (Snippet("–", ()),)


_PIECES = st.sampled_from(
    (
        *("harbour", "ferry", "the", "Käldby", "o’clock", "東京", "ka\u0308l"),
        *("x" * 300, "x" * 700),
        *(" ", " ", " ", "  ", "\n", "\n\n", "\t", ". ", "? ", "… ", ".” ", ", ", " – ", "_", "🙂"),
    )
)


@examples(400)
@given(st.lists(_PIECES, max_size=400).map("".join), st.data())
def test_as_the_plain_way_makes_them(text: str, data: st.DataObject) -> None:
    """Whatever the text and the occurrences, promised ones that are not there among them."""
    text *= data.draw(st.integers(1, 12))
    count = len(words(text))
    place = st.integers(0, max(1, count))
    leaves = data.draw(st.integers(1, 4))
    one = st.tuples(place, st.integers(1, 4), st.integers(0, leaves - 1))
    drawn = set(data.draw(st.lists(one, max_size=data.draw(st.integers(0, 60)))))
    for first, step, leaf in data.draw(st.lists(one, max_size=2)):  # Many close together.
        drawn |= {(first + step * i, 1, leaf) for i in range(data.draw(st.integers(5, 40)))}
    found = sorted(drawn)
    weights = data.draw(st.lists(st.floats(0.1, 9.0), min_size=leaves, max_size=leaves))
    assert snippets(text, found, weights) == plain_snippets(text, found, weights)
    assert highlights(text, found) == plain_highlights(text, found)


PLAINSENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s+|\n+|\t")


@examples(300)
@given(st.text(".!?…”’\"')] \n\ta\u00a0\u2003", max_size=40), st.integers(0, 9), st.integers(0, 40))
def test_sentences_end_as_plainly_said(text: str, low: int, high: int) -> None:
    found = [match.span() for match in SENTENCE_END.finditer(text, low, high)]
    assert found == [match.span() for match in PLAINSENTENCE_END.finditer(text, low, high)]


THREE = "One ferry sank. Two harbours closed!  Nobody (of “Oster.”) said\nwhy the lake froze."


@pytest.mark.parametrize(
    ("before", "low", "wanted", "start", "cut"),
    [
        ("froze", 0, 0, "Two", False),  # The first sentence that begins at or behind 0 ...
        ("froze", 0, "Two", "Two", False),
        ("froze", 0, "harbours", "Nobody", False),
        ("froze", 0, "lake", "why", False),  # ... or the last, where none begins behind.
        ("froze", "why", "lake", "lake", True),  # None at all: a word,
        ("froze", "why", "ake", "froze", True),  # and no part of one.
        ("froze", "ake", 0, "froze", True),  # Not where it may not be.
        ("sank", 0, 0, "One", False),
        ("sank", 0, "ferry", "One", False),
        ("One", 0, 0, "One", False),
        ("sank", "ferry", "sank", "sank", True),
    ],
)
def test_where_a_fragment_begins(
    before: str, low: str | int, wanted: str | int, start: str, cut: bool
) -> None:
    at = [THREE.index(one) if isinstance(one, str) else one for one in (before, low, wanted)]
    assert fragment_start(THREE, *at) == (THREE.index(start), cut)


def test_white_space_before_the_first_word_is_not_shown() -> None:
    assert fragment_start(" \u00a0 one ferry", 7, 0, 0) == (3, False)


@pytest.mark.parametrize(
    ("behind", "high", "end", "cut"),
    [
        ("One", "Two", "sank.", False),
        ("One", "harbours", "sank.", False),
        ("One", "closed", "harbours", True),  # Not where more than half of the room is left.
        ("One", "Nobody", "closed!", False),  # The last of several.
        ("One", "said", "Oster.”)", False),  # Quotes and brackets belong to it.
        ("Two", "Oster", "closed!", False),
        ("Nobody", "why", "said", False),  # A line's end, too, is a sentence's.
        ("why", "ake", "the", True),  # No part of a word.
        ("Nobody", "Oster", "(of", True),
        ("said", None, "froze.", False),
    ],
)
def test_where_a_fragment_ends(behind: str, high: str | None, end: str, cut: bool) -> None:
    last = THREE.index(behind) + len(behind)
    limit = THREE.index(high) if high else len(THREE)
    assert fragment_end(THREE, last, limit) == (THREE.index(end) + len(end), cut)


def test_where_a_fragment_ends_among_long_and_loose_words() -> None:
    assert fragment_end("one " + "x" * 90, 3, 60) == (3, True)
    assert fragment_end("one" + "x" * 90, 3, 60) == (3, True)
    assert fragment_end("one, – two three", 3, 10) == (3, True)  # No dash or comma at the end.
    assert fragment_end("one. " + "two " * 30, 3, 80) == (76, True)  # Too much room left.
    assert fragment_end("one two\n" + "x" * 90, 3, 60) == (7, True)
    assert fragment_end("one two \n ", 3, 99) == (7, False)


@pytest.mark.parametrize("text", ["0\xad0", "the kor\xadea talks", "a \u200bkorea\u2060 b"])
def test_a_mark_covers_what_no_reader_sees(text: str) -> None:
    for word in dict.fromkeys(stems(text)):
        check(text, [[word]])
