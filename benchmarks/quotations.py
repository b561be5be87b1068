"""How well quotations and their speakers are found, on statements labelled by reading.

Lives here: the labels, what is found beside them, and the figures by decade and by what makes
a quotation hard. Does not live here: finding quotations (`searchkit.quotations`).

    python -m benchmarks.quotations                    # the figures
    python -m benchmarks.quotations --errors           # and every difference

The labels are a file `quotations.jsonl`, in the folder that `SEARCHKIT_QUOTATIONS` names (else
`../shared/collections/quotations`): one statement a line, `{"path", "first_person", "quotes":
[{"start", "end", "speakers"}]}`, offsets into the file. `SEARCHKIT_CORPUS` names the folder that
the paths are in. A span is right where both of its ends are; a speaker where the names are the
same but for honorifics.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from searchkit.corpus.markdown import clean_text
from searchkit.corpus.reader import read_document
from searchkit.quotations.finding import quotations
from searchkit.schema.names import person_key

PROJECT = Path(__file__).resolve().parent.parent
_MARKS = "\"“”„«»‘’'`"


class Labelled(NamedTuple):
    """A labelled quotation, or one that was found.

    Attributes:
        start, end: where, in the clean text.
        speakers: keys of names.
    """

    start: int
    end: int
    speakers: frozenset[str]


class Judged(NamedTuple):
    """A statement with what it should give and what it gives.

    Attributes:
        path: of the file.
        text: clean.
        wanted, found: in order.
    """

    path: str
    text: str
    wanted: list[Labelled]
    found: list[Labelled]


def folder() -> Path:
    """Where the labels are."""
    default = PROJECT.parent / "shared" / "collections" / "quotations"
    return Path(os.environ.get("SEARCHKIT_QUOTATIONS", default))


def judged(labels: Path, corpus: Path) -> Iterator[Judged]:
    """Every labelled statement, with what is found in it."""
    for line in (labels / "quotations.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        source = (corpus / label["path"]).read_bytes().decode("utf-8")
        document = read_document(corpus / label["path"], label["path"])
        statement, text = document.statement, document.text
        found = quotations(text, statement.title, statement.ministers)
        yield Judged(
            label["path"],
            text,
            list(_placed(label, source, text)),
            [Labelled(one.start, one.end, _keys(one.speakers)) for one in found],
        )


def _placed(label: dict[str, Any], source: str, text: str) -> Iterator[Labelled]:
    """The labels of a statement, in its clean text."""
    at = 0
    for start, end, speakers in sorted(
        (quote["start"], quote["end"], quote["speakers"]) for quote in label["quotes"]
    ):
        words = clean_text(source[start:end])
        begin = text.index(words, at)
        at = begin + len(words)
        yield Labelled(begin, at, _keys(speakers))


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(person_key, names))


def kinds(one: Judged, place: int) -> Iterator[str]:
    """What makes a labelled quotation hard."""
    text, wanted = one.text, one.wanted
    quote = wanted[place]
    before, after = text[max(0, quote.start - 1) : quote.start], text[quote.end : quote.end + 1]
    yield "all"
    if after not in tuple(_MARKS):
        yield "no closing mark"
    if before not in tuple(_MARKS):
        yield "no opening mark"
    if {before, after} <= set("'‘’") and before:
        yield "single marks"
    if any(mark in text[quote.start : quote.end] for mark in '"“”‘'):
        yield "nested marks"
    if place and "\n" not in text[wanted[place - 1].end : quote.start]:
        yield "split"
    if len(quote.speakers) > 1:
        yield "joint"
    if len({speakers for _, _, speakers in wanted}) > 1:
        yield "several speakers in the statement"
    line = text[text.rfind("\n", 0, quote.start) + 1 : (text + "\n").index("\n", quote.end)]
    if len(line) - (quote.end - quote.start) < 5:
        yield "no attribution beside it"


class Figures(NamedTuple):
    """What was counted of a group of quotations."""

    wanted: int
    found: int
    right: int
    speakers: int

    def row(self, name: str) -> str:
        """A line of a table; precision only where everything found can be counted."""
        recall = self.right / self.wanted if self.wanted else 1.0
        precision = self.right / self.found if self.found else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        who = self.speakers / self.right if self.right else 1.0
        return f"| {name} | {self.wanted} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {who:.3f} |"


def figures(all_judged: Sequence[Judged]) -> dict[str, Figures]:
    """Figures by kind and by decade. What is found and not wanted counts in its decade and in
    all; of the other kinds, what is found is what is right.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in all_judged:
        decade = f"{Path(one.path).name[:3]}0s"
        found = {(quote.start, quote.end): quote.speakers for quote in one.found}
        for place, quote in enumerate(one.wanted):
            given = found.get((quote.start, quote.end))
            for kind in (*kinds(one, place), decade):
                counts[kind]["wanted"] += 1
                counts[kind]["right"] += given is not None
                counts[kind]["found"] += given is not None
                counts[kind]["speakers"] += given == quote.speakers
        wrong = found.keys() - {(quote.start, quote.end) for quote in one.wanted}
        for kind in ("all", decade):
            counts[kind]["found"] += len(wrong)
    return {
        kind: Figures(*(count[name] for name in Figures._fields)) for kind, count in counts.items()
    }


def errors(one: Judged) -> Iterator[str]:
    """Every difference between what is wanted and what is found."""
    wanted = {quote[:2]: quote.speakers for quote in one.wanted}
    found = {quote[:2]: quote.speakers for quote in one.found}
    for place in sorted(wanted.keys() | found.keys()):
        words = one.text[place[0] : place[1]]
        if place not in wanted:
            yield f"{one.path}: nobody said {words!r:.70}"
        elif place not in found:
            yield f"{one.path}: missed {words!r:.70}"
        elif wanted[place] != found[place]:
            yield f"{one.path}: {sorted(found[place])}, not {sorted(wanted[place])}: {words!r:.70}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How well quotations are found.")
    parser.add_argument("--errors", action="store_true", help="print every difference")
    arguments = parser.parse_args()
    every = list(judged(folder(), Path(os.environ["SEARCHKIT_CORPUS"])))
    print("| quotations | labelled | precision | recall | F1 | speakers |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, counted in sorted(figures(every).items(), key=lambda item: (item[0] != "all", item)):
        print(counted.row(kind))
    if arguments.errors:
        for one in every:
            for line in errors(one):
                print(line)


if __name__ == "__main__":
    main()
