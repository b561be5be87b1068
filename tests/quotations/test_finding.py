"""Quotations and their speakers, of invented ministers of an invented country.

In a case, ⟦words⟧{who} are a quotation, who says it after it; several names are separated by
"+", and "?" after them means that it is not certain.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.quotations.finding import quotations

_LABEL = re.compile(r"⟦(?P<text>[^⟧]*)⟧\{(?P<who>[^}]*)\}")
Expected = tuple[str, int, tuple[str, ...], bool]
VELL, BRENN = "Hon Jan Vell", "Rt Hon Dr Odda Brenn"


def labelled(case: str) -> tuple[str, list[Expected]]:
    """The text of a case, and the quotations it should have."""
    text, at = "", 0
    expected: list[Expected] = []
    for label in _LABEL.finditer(case):
        text += case[at : label.start()]
        who = label["who"].rstrip("?")
        names = tuple(who.split("+")) if who else ()
        certain = not label["who"].endswith("?")
        expected.append((label["text"], len(text), names, certain))
        text += label["text"]
        at = label.end()
    return text + case[at:], expected


def found(text: str, ministers: Sequence[str] = (VELL,), title: str = "") -> list[Expected]:
    return [
        (one.text, one.start, one.speakers, one.certain)
        for one in quotations(text, title, ministers)
    ]


def holds(case: str, ministers: Sequence[str] = (VELL,), title: str = "") -> None:
    text, expected = labelled(case)
    assert found(text, ministers, title) == expected


MARKS = {
    "straight": '"⟦The harbour opens in May,⟧{Jan Vell}" Mr Vell said.',
    "curly": "“⟦The harbour opens in May,⟧{Jan Vell}” Mr Vell said.",
    "mixed": '"⟦The harbour opens in May,⟧{Jan Vell}” Mr Vell said.',
    "single": "‘⟦The harbour opens in May,⟧{Jan Vell}’ Mr Vell said.",
    "straight single": "'⟦The harbour opens in May,⟧{Jan Vell}' Mr Vell said.",
    "doubled single": "''⟦The harbour opens in May,⟧{Jan Vell}'' Mr Vell said.",
    "doubled curly single": "‘‘⟦The harbour opens in May,⟧{Jan Vell}’’ Mr Vell said.",
    "guillemets": "«⟦The harbour opens in May,⟧{Jan Vell}» Mr Vell said.",
    "spaced guillemets": "« ⟦The harbour opens in May,⟧{Jan Vell} » Mr Vell said.",
    "low": "„⟦The harbour opens in May,⟧{Jan Vell}“ Mr Vell said.",
    "closing mark opens": "”⟦The harbour opens in May,⟧{Jan Vell}” Mr Vell said.",
    "single opens, double closes": "‘⟦The harbour opens in May,⟧{Jan Vell}” Mr Vell said.",
    "double opens, single closes": "“⟦The harbour opens in May,⟧{Jan Vell}’ Mr Vell said.",
    "moved mark": '"⟦The harbour opens in May,⟧{Jan Vell} "Harbour Minister Jan Vell said.',
    "comma outside": '"⟦The harbour opens in May⟧{Jan Vell}", Mr Vell said.',
    "read as the wrong encoding": "¡§⟦The harbour opens in May,⟧{Jan Vell}¡¨ Mr Vell said.",
    "never opened": '⟦The harbour opens in May,⟧{Jan Vell}" Mr Vell said.',
    "never closed": '"⟦The harbour opens in May,⟧{Jan Vell} Mr Vell said.',
}


@pytest.mark.parametrize("case", MARKS.values(), ids=MARKS.keys())
def test_marks_of_every_kind(case: str) -> None:
    holds(case)


RUNS = {
    "each paragraph opens, only the last closes": (
        "“⟦The harbour opens in May.⟧{Jan Vell}\n\n“⟦It took nine years.⟧{Jan Vell}\n\n"
        "“⟦I thank all who built it,⟧{Jan Vell}” Mr Vell said."
    ),
    "who speaks is said in the first": (
        "“⟦The harbour opens in May,⟧{Jan Vell}” Mr Vell said. “⟦It took nine years.⟧{Jan Vell}\n\n"
        "“⟦I thank all who built it.⟧{Jan Vell}”"
    ),
    "split": (
        "“⟦The harbour,⟧{Jan Vell}” says Mr Vell, “⟦opens in May. It took nine years.⟧{Jan Vell}”"
    ),
    "broken lines": (
        "“⟦The harbour opens in May.⟧{Jan Vell}\n⟦It took nine years,⟧{Jan Vell}” he said."
    ),
    "the next paragraph does not open": (
        "“⟦The harbour opens in May.⟧{Jan Vell}\n\n⟦It took nine years,⟧{Jan Vell}” Mr Vell said."
    ),
    "never closed before narration": (
        "“⟦The harbour opens in May.⟧{Jan Vell?}\n\nThe old one closed long ago."
    ),
    "a line that breaks before who speaks": (
        "“⟦The harbour opens in May,⟧{Jan Vell}” the\nMinister said."
    ),
}


@pytest.mark.parametrize("case", RUNS.values(), ids=RUNS.keys())
def test_runs_over_paragraphs_and_split_quotations(case: str) -> None:
    holds(case)


NESTED = {
    "double in double": '"⟦I call it a "golden gate" for all of us,⟧{Jan Vell}" Mr Vell said.',
    "double at the end": '"⟦Nobody should say "never again"⟧{Jan Vell}", Mr Vell said.',
    "single in double": "“⟦I call it a ‘golden gate’ for all of us,⟧{Jan Vell}” Mr Vell said.",
    "closed together": "“⟦The sign says ‘keep out.’⟧{Jan Vell}” Mr Vell said.",
    "apostrophes": (
        "“⟦It’s the sailors’ harbour, ’tis theirs since the ’80s,⟧{Jan Vell}” Mr Vell said."
    ),
    "apostrophes in single marks": "'⟦It's the sailors' harbour now,⟧{Jan Vell}' Mr Vell said.",
}


@pytest.mark.parametrize("case", NESTED.values(), ids=NESTED.keys())
def test_nested_quotations_and_apostrophes_are_part_of_the_words(case: str) -> None:
    holds(case)


NOBODY = {
    "a term": "The “golden gate” harbour opens in May, Mr Vell said.",
    "a title": "The Minister said the plan is called “Ten Harbours in Ten Years”.",
    "a nickname": "Mr Vell thanked Odda “the Oar” Brenn for her work.",
    "a motto": "The programme's motto is 'Sail on and never look back'.",
    "possessives": "The sailors' union and the builders' guild met at the Minister's house.",
    "inches": 'The chain has links of 6" and 8" each, Mr Vell said.',
    "a bullet of a lost font": "Mr Vell said:\n„h The harbour opens in May\n„h The gate is next",
    "a term that begins a sentence": "“Golden Gate” is what people call the harbour.",
    "no marks": "The harbour opens in May, Mr Vell said.",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_what_nobody_said(text: str) -> None:
    assert found(text) == []


ATTRIBUTED = {
    "inverted": "“⟦We are glad,⟧{Jan Vell}” says Harbour Minister Jan Vell.",
    "after, with an office": "“⟦We are glad,⟧{Jan Vell}” Harbour Minister Jan Vell said today.",
    "an office with commas": (
        "“⟦We are glad,⟧{Jan Vell}” says Minister of Harbours, Ships and Rope, Jan Vell."
    ),
    "a list for an office": (
        "“⟦We are glad,⟧{Jan Vell}” says Ships, Rope and Tar Minister, Jan Vell."
    ),
    "the office alone": "“⟦We are glad,⟧{Jan Vell}” the Minister said.",
    "an adverb": "“⟦We are glad,⟧{Jan Vell}” Mr Vell also said.",
    "before": "Mr Vell said: “⟦We are glad of it.⟧{Jan Vell}”",
    "before, in the paragraph above": "Mr Vell said:\n\n“⟦We are glad of it.⟧{Jan Vell}”",
    "a part of a sentence": "Mr Vell says he is “⟦very pleased with the harbour⟧{Jan Vell}”.",
    "a pronoun": "Mr Vell opened it. “⟦We are glad,⟧{Jan Vell}” he said.",
    "what another said": "“⟦We are glad,⟧{Mika Storr}” said Mayor Mika Storr.",
    "a name that the text has in full": (
        "Master builder Mika Storr was there. “⟦We are glad,⟧{Mika Storr}” Ms Storr said."
    ),
}


@pytest.mark.parametrize("case", ATTRIBUTED.values(), ids=ATTRIBUTED.keys())
def test_attributions(case: str) -> None:
    holds(case)


SEVERAL = {
    "two in turn": (
        "“⟦We are glad,⟧{Jan Vell}” Mr Vell said.\n\n“⟦It was dear,⟧{Odda Brenn}” Dr Brenn said."
    ),
    "together": "“⟦We are glad,⟧{Jan Vell+Odda Brenn}” Mr Vell and Dr Brenn said.",
    "the ministers": "“⟦We are glad,⟧{Jan Vell+Odda Brenn}” the Ministers said.",
    "they": "“⟦We are glad,⟧{Jan Vell+Odda Brenn}” they said.",
    "she is not he": (
        "Ms Brenn and Mr Vell were there. "
        "“⟦It was dear,⟧{Odda Brenn}” she said. “⟦Very.⟧{Odda Brenn}”"
    ),
    "the office tells": (
        "Harbour Minister Jan Vell and Finance Minister Odda Brenn met.\n\n"
        "“⟦It was dear,⟧{Odda Brenn}” the Finance Minister said."
    ),
    "narration leads to the next speaker": (
        "“⟦We are glad,⟧{Jan Vell}” Mr Vell said.\n\nDr Brenn said that it was dear.\n\n"
        "“⟦We have paid for nine years.⟧{Odda Brenn?}”"
    ),
    "a second speaker without narration": (
        "“⟦We are glad.⟧{Jan Vell?}”\n\n“⟦It was dear,⟧{Odda Brenn}” Dr Brenn said."
    ),
}


@pytest.mark.parametrize("case", SEVERAL.values(), ids=SEVERAL.keys())
def test_several_speakers(case: str) -> None:
    holds("Harbour Minister Jan Vell was there.\n\n" + case, (VELL, BRENN))


def test_somebody_whom_only_the_text_names() -> None:
    holds(
        "Ships Minister Odda Brenn says the harbour is full.\n\n“⟦We need another.⟧{Odda Brenn}\n\n"
        "“⟦It will be dear,⟧{Odda Brenn}” says Odda Brenn."
    )


def test_the_ministers_are_those_of_the_front_matter_and_of_the_text() -> None:
    text = (
        "Minister of Harbours Jan Vell and Minister of Finance Odda Brenn met today.\n\n"
        "“We are glad,” the ministers said.\n\n“It was dear,” Dr Brenn said. Mr Vell agreed."
    )
    speakers = [set(one.speakers) for one in quotations(text, "", (BRENN,))]
    assert speakers == [{"Jan Vell", "Odda Brenn"}, {"Odda Brenn"}]


def test_three_offices_with_their_names_set_off() -> None:
    text = (
        "The Minister of Harbours, Jan Vell, Rope Minister Mika Storr, and Minister of Finance, "
        "Ships and Tar Odda Brenn announced it today.\n\n“We are glad.”"
    )
    assert [set(one.speakers) for one in quotations(text, "", (BRENN,))] == [
        {"Jan Vell", "Mika Storr", "Odda Brenn"}
    ]


def test_an_organisation_is_nobody_whom_he_means() -> None:
    text = "Cabinet has told Inland Revenue to go on, Mr Vell confirmed. “We are glad,” he said."
    assert [one.speakers for one in quotations(text, "", (VELL,))] == [("Jan Vell",)]


def test_honorifics_and_apostrophes_do_not_make_two_of_one() -> None:
    text = "“We are glad,” Dr O’Brenn said."
    assert found(text, ("Hon Dr Odda O'Brenn",)) == [("We are glad,", 1, ("Odda O'Brenn",), True)]


@pytest.mark.parametrize(
    ("text", "minister"),
    [
        ("“We are glad,” Ms Brandow said.", "Odda Brannow"),
        ("“We are glad,” Finance Minister Dame Oddaline Brannow said.", "Odda Brannow"),
    ],
)
def test_a_minister_whose_name_is_written_otherwise(text: str, minister: str) -> None:
    assert [one.speakers for one in quotations(text, "", (f"Hon {minister}",))] == [(minister,)]


def test_two_of_one_surname_stay_two() -> None:
    text = "“We are glad,” Finance Minister Jan Vell said. Mika Vell was there."
    assert [one.speakers for one in quotations(text, "", ("Mika Vell",))] == [("Jan Vell",)]


SPEECH = (
    "I am glad to be here. I was a sailor when I was young, and my father built boats. "
    "I thank you all.\n\n"
)


def test_a_speech_quotes_others() -> None:
    holds(
        SPEECH + "As Mika Storr said, “⟦no harbour is ever finished⟧{Mika Storr}”.", title="Speech"
    )


def test_what_a_speech_quotes_without_a_name_is_not_its_minister_s() -> None:
    holds(
        SPEECH + "Let me quote the charter:\n\n“⟦No harbour is ever finished.⟧{?}”", title="Speech"
    )


def test_whole_sentences_of_others_in_a_speech() -> None:
    holds(SPEECH + "“⟦No harbour of this country is ever finished.⟧{?}”", title="Speech")


def test_terms_of_a_speech_are_no_quotations() -> None:
    assert found(SPEECH + "“No harbour is ever finished” was on the wall.", title="Speech") == []
    assert found(SPEECH + "“Oster first.” That was their motto.", title="Speech") == []


def test_nobody_is_named_anywhere() -> None:
    assert found("“The harbour opens in May.”", ()) == [("The harbour opens in May.", 1, (), False)]


@pytest.mark.parametrize(
    "text", ["", " ", '"', "“", "”", '""', "''", '" "', "“”", '"\n\n"', "«", "' '", '"."']
)
def test_marks_without_words_are_nothing(text: str) -> None:
    assert found(text) == []


_PIECES = st.sampled_from(
    [
        *('"', "“", "”", "‘", "’", "'", "''", "«", "»", " ", "\n", "\n\n", ", ", ". ", ": "),
        *("Mr Vell", " said", "the Minister", "he", "harbour", "It's", "and", "Dr Brenn", "6"),
    ]
)
texts = st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=60)


@given(texts)
def test_quotations_are_in_order_apart_and_without_their_marks(text: str) -> None:
    at = 0
    for one in quotations(text, "Harbour opens", (VELL, BRENN)):
        assert at <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end] == one.text.strip()
        assert "\n" not in one.text and re.search(r"\w", one.text)
        assert len(set(one.speakers)) == len(one.speakers) and all(one.speakers)
        assert one.speakers or not one.certain
        at = one.end


@given(st.text(alphabet="abc \n.,", max_size=60))
def test_without_marks_there_is_no_quotation(text: str) -> None:
    assert quotations(text, "", (VELL,)) == []


HOSTILE = {
    "marks": '"' * 100_000,
    "pairs": '"a" ' * 10_000,
    "openings": "“a " * 10_000,
    "closings": "a” said Mr X " * 2_000,
    "attributed": '"a," he said. ' * 2_000,
    "lines": '"a\n\n' * 5_000,
    "singles": "‘a s’ " * 10_000,
    "people": "".join(f"Mr A{n} and " for n in range(2_000)) + '"a," he said.',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_linear_time(text: str) -> None:
    def seconds(some: str) -> float:
        begin = time.process_time()
        quotations(some, "", (VELL,))
        return time.process_time() - begin

    # Four times as much text: four times as long, not sixteen; short times vary.
    part, whole = seconds(text[: len(text) // 4]), seconds(text)
    assert whole < max(1.5, 10 * part)
