"""Who says what beside the rules in Python: cases, random texts, every character, damage."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.profiles import speech
from searchkit.quotations import finding
from searchkit.quotations.finding import Spoken, said_by_rules
from tests.quotations import test_finding as cases
from tests.support.hypothesis_settings import examples
from tests.support.twins import twins

# Of the pytest parameter only its mark is wanted: it skips, or fails where a kernel should be.
pytestmark = [pytest.mark.usefixtures("compiled")]


@pytest.fixture(params=twins("quoting")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


WRITTEN = [
    *(case for some in (cases.MARKS, cases.RUNS, cases.NESTED) for case in some.values()),
    *(case for some in (cases.ATTRIBUTED, cases.SEVERAL) for case in some.values()),
]
NAMES = ["Jan Vell", "Odda Brenn", "Mira Ste-Anne O’Hale", "Āni Vell"]


def kernel_says(text: str, title: str, names: list[str]) -> tuple[bool, list[Spoken]] | None:
    # The compiled one, whichever of both the others ask.
    quoting = import_module("searchkit.kernels.compiled.quoting")
    found = quoting.spoken(finding._SPEECH, text, title, names)
    return found and (found[0], [Spoken(*one) for one in found[1]])


def agree(text: str, title: str = "", names: list[str] = NAMES[:1]) -> bool:
    """Whether the kernel says what the rules say, or declines."""
    said = kernel_says(text, title, names)
    if said is not None:
        assert said == said_by_rules(text, title, names)
    return said is not None


@pytest.mark.parametrize("case", WRITTEN)
def test_written_cases(case: str) -> None:
    text, _ = cases.labelled(case)
    assert agree(text)
    assert agree(text, "Minister Vell Opens Harbour", NAMES)
    assert agree(f"I say it for me and my I {text} i’m here, I.", "Speech", NAMES[:2])
    for cut in range(0, len(text), 3):
        agree(text[:cut])
        agree(text[cut:], names=[])


_WORDS = [
    *("Mr", "Ms", "Dr", "Vell", "Brenn", "Jan", "Odda", "Jann Vell", "Vel", "Brenne", "ĀNI", "J."),
    *("Minister", "minister", "Ministers", "the Ministers", "Minister of Harbours and", "for"),
    *("Minister for Harbours, Jan Vell,", "Mayor", "leader", "Opposition", "he", "She", "They"),
    *("said", "says", "says that", "according to", "told", "a report", "the", "The", "of", "and"),
    *("&", "van", "called", "so-called", "responsible", "harbour", "Government", "Board of Trade"),
    *("I", "I’m", "my", "’tis", "’98", "'90s", "12", "½", "ships'", "ship’s", "_", "Ltd.", "A-B"),
    *("Vell’s", "Vell's", "Ste-Anne", "O’Hale", "Zürich", "ﬁ", "ß", "Éna", "NZ", "also", "today"),
]
_SIGNS = [
    *("'", '"', "“", "”", "‘", "’", "''", "‘‘", "’’", "``", "´´", "‚‚", "„", "«", "»", "‹", "¡§"),
    *(",", ".", ":", ";", "?", "!", "…", "–", "(", ")", ",”", '."', "”,", ": “", ", said", ". "),
]
_SPACES = [" ", " ", " ", " ", "", "\n", "\n\n", " \n \n", "\u00a0", "\t"]
PIECES = st.one_of(*map(st.sampled_from, (_WORDS, _SIGNS, _WORDS, _SIGNS)))
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(_SPACES)), max_size=40).map(
    lambda pieces: "".join(piece + space for piece, space in pieces)
)


@given(
    TEXTS,
    st.lists(st.sampled_from(NAMES), unique=True),
    st.sampled_from(["", "A speech", "Dr Vell"]),
)
@examples(100)
@example("“a", [], "")
@example("Vell says: “a b", ["Jan Vell"], "")
@example('"\n"', [], "")
@example("a ’", [], "")
def test_random_texts(text: str, names: list[str], title: str) -> None:
    agree(text, title, names)


@given(st.text(max_size=30), st.text(max_size=8), st.lists(st.text(max_size=8), max_size=2))
@examples(25)
@example("\ud800", "", [])
@example("", "", ["3"])
@example("", "", [""])
def test_any_text_is_answered_alike_or_declined(text: str, title: str, names: list[str]) -> None:
    agree(text, title, [name for name in (" ".join(name.split()) for name in names) if name])


def test_every_character_is_the_same_to_both() -> None:
    declined = []
    for code in [*range(0x3000), *range(0xFB00, 0xFB07), 0xFF02, 0x1F600]:
        c = chr(code)
        texts = (
            f"a{c}b Vell{c}Bo “it is{c} here,{c}” said Mr {c}Vell{c}.",
            f"{c}Vell {c}\n{c}it goes on{c}, Mr {c}b.{c}",
        )
        if not all(agree(text, c) for text in texts):
            declined.append(c)
    assert not set(declined) & set(map(chr, range(0x20, 0x7F)))
    assert not set(declined) & set("āēīōūĀĒĪŌŪéüßñ‘’“”«»–—…•€ \u00a0\n")


def test_the_words_of_speech_are_known() -> None:
    for word in sorted(speech.SAYING | speech.OFFICES | speech.HONORIFICS | speech.BODIES):
        for text in (f"“It is late,” {word} Vell.", f"“It is late,” Mr {word.title()} said."):
            assert agree(text)
