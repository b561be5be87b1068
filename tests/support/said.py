"""Statements of Vellmark, an invented country, in which several people speak, and what a plain
scan of their texts finds somebody said.

Lives here: making such texts, an index of some, and the plain scan: no index, no positions, only
`searchkit.quotations` and words of texts. Does not live here: what a query means.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import searchkit
from searchkit import Archive, Statement
from searchkit.quotations.finding import Spoken, spoken
from searchkit.schema.analysis import fold, token_spans

SPEAKERS = ("Jan Vell", "Mika Storr", "Odda Brenn")
WORDS = ("harbour", "ferry", "granite", "seal", "levy", "the")


def said_text(draw: random.Random) -> str:
    """A few paragraphs, some of them quotations, of few words, so that they meet."""
    paragraphs = []
    for _ in range(draw.randint(1, 5)):
        who, words = draw.choice(SPEAKERS), _words(draw)
        paragraphs.append(
            draw.choice(
                (
                    f"The {words} of Oster.",
                    f"“The {words},” Minister {who} said.",
                    f"Minister {who} said: “The {words}.” {_words(draw).capitalize()}.",
                    f"“The {words},” said Minister {who}. “The {_words(draw)}.”",
                    f"“The {words}.\n\n“The {_words(draw)},” Minister {who} said.",
                )
            )
        )
    return "\n\n".join(paragraphs)


def _words(draw: random.Random) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(2, 6)))


SPEECH = "I am glad of the harbour. I think the ferry, and I know the seal. I thank you. My levy."


def statements(count: int, seed: int = 1) -> list[Statement]:
    """Such statements; every tenth is a speech."""
    draw = random.Random(seed)
    return [
        Statement(
            id=f"vm/{number:03}.md",
            title="Speech at the quay" if number % 10 == 9 else "Oster",
            body=SPEECH if number % 10 == 9 else said_text(draw),
            ministers=(f"Hon {SPEAKERS[number % 3]}",),
        )
        for number in range(count)
    ]


def said_index(path: Path, made: Sequence[Statement]) -> Path:
    """An index that knows quotations, of several segments with something deleted."""
    half = len(made) // 2
    searchkit.build(made[:half], path, quotations=True)
    with searchkit.open(path) as archive, archive.writer() as writer:
        gone = Statement(id="vm/gone.md", title="Gone", body="“The harbour,” Jan Vell said.")
        writer.add(gone)
        for one in made[half:]:
            writer.add(one)
    with searchkit.open(path) as archive, archive.writer() as writer:
        writer.remove("vm/gone.md")
    return path


Held = Callable[[Sequence[Sequence[str]]], bool]
"""Whether a quotation, given as its stretches of folded words, has what is asked for."""


def quotations_of(one: Statement) -> Iterator[tuple[tuple[str, ...], list[list[str]]]]:
    """(who says it, its stretches of folded words) of each quotation of a statement."""
    own: list[list[str]] = []
    speakers: tuple[str, ...] = ()
    open_one: tuple[tuple[str, ...], list[list[str]]] | None = None
    for part in spoken(one.body, one.title, one.ministers):
        words = _folded(one.body, part)
        if part.own:
            own.append(words)
            speakers = part.speakers
        elif part.goes_on and open_one is not None and part.speakers == open_one[0]:
            open_one[1].append(words)
        else:
            if open_one is not None:
                yield open_one
            open_one = (part.speakers, [words])
    if open_one is not None:
        yield open_one
    if own:
        yield speakers, own


def _folded(text: str, part: Spoken) -> list[str]:
    inside = text[part.start : part.end]
    return [fold(inside[start:end]) for start, end in token_spans(inside)]


def scan(made: Sequence[Statement], who: str | None, held: Held) -> set[str]:
    """The ids of statements with one quotation of somebody (None: anybody) that is held."""
    return {
        one.id
        for one in made
        for speakers, stretches in quotations_of(one)
        if (who is None or who in speakers) and held(stretches)
    }


def found(archive: Archive, query: str) -> set[str]:
    """The ids that a query finds."""
    return {hit.id for hit in archive.stream(query)}
