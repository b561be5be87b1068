"""Edits of a text, and where places in it go."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.editing import normalise_with, strip, substitute
from searchkit.corpus.events import events
from searchkit.corpus.markdown import finished, parsed_text, shown

TEXT = st.text(st.sampled_from("ab*\n \t\u0301\u0323é\u1100\u1161\u11a8東\u0958\0"), max_size=30)
PLACES = st.lists(st.integers(0, 30), max_size=8).map(sorted)
BREAKS = re.compile(r"\n{2,}| +")


def inside(text, places):
    return [place for place in places if place <= len(text)]


def test_places_move_with_what_stands_around_them():
    assert substitute(BREAKS, "-", "a  b\n\n\nc", [0, 1, 2, 3, 4, 5, 7, 8]) == (
        "a-b-c",
        [0, 1, 2, 2, 3, 4, 4, 5],
    )
    assert strip("  a ", [0, 2, 3, 4]) == ("a", [0, 0, 1, 1])
    assert normalise_with("ae\u0301b", [0, 1, 2, 3, 4]) == ("aéb", [0, 1, 2, 2, 3])


@given(TEXT, PLACES)
def test_edits_are_those_without_places(text, places):
    places = inside(text, places)
    for edited, moved, plain in [
        (*substitute(BREAKS, "--", text, places), BREAKS.sub("--", text)),
        (*strip(text, places), text.strip()),
        (*normalise_with(text, places), unicodedata.normalize("NFC", text)),
    ]:
        assert edited == plain
        assert len(moved) == len(places)
        assert moved == sorted(moved)
        assert all(0 <= place <= len(edited) for place in moved)


@given(TEXT, st.integers(0, 30), TEXT)
def test_a_letter_is_still_behind_its_place(before, number, behind):
    text = f"{before}X{behind}"
    for edit in (lambda t, p: substitute(BREAKS, "--", t, p), strip, normalise_with):
        edited, (place,) = edit(text, [len(before)])
        assert edited[place] == "X"


@given(
    st.lists(st.sampled_from([*"ab*_>\n -|`<\0\u0301", "**", "\n\n", "# ", "<br>"])).map("".join)
)
def test_finishing_with_places_is_finishing_without(markdown):
    assert finished("".join(map(shown, events(markdown))), [])[0] == parsed_text(markdown)
