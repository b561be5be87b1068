"""The corpus several times over, with changes, so that growth can be measured.

    python -m benchmarks.grown --times 16 [--statements N] [--grown DIR]

Copy 0 is the corpus as it is. In each further copy of a statement about 3 of 100 words,
and one of the title, are exchanged for words of the corpus, drawn as often as they stand
there, and its date is moved by up to half a year: no text is a copy of another, a word is in
about as large a share of the statements as before, and every year grows alike. The
vocabulary stays the same, which real growth would not do.

Lives here: writing it, once, as Markdown files. Does not live here: finding the corpus
(`data`), measuring (`growth`).
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.data import MissingData, corpus_folder, corpus_sample
from benchmarks.queries import SEED
from searchkit.corpus.files import find, parse_root

GAP = 200
"""Characters between two exchanged words, on average: about 33 words."""
DAYS = 180
"""A date is moved by at most so many days."""
VOCABULARY_FILES = 2_000
"""Statements whose words are those to choose from."""
FILES_A_TASK = 250

# Between spaces no word is part of a link, a list or a heading.
_WORD = re.compile(r"(?<= )[^\W\d_]{3,}(?= )")
_DATE = re.compile(r"(?m)^date: (\d{4}-\d\d-\d\d)$")
_TITLE = re.compile(r"(?m)^title: .*$")
_HEAD_END = "\n---\n"

Task = tuple[str, str, int, int, Sequence[str]]


def grown_corpus(folder: Path, times: int, kept: Path | None, seed: int = SEED) -> Path:
    """
    The folder of the corpus `times` over, written now or in an earlier run.

    Args:
        folder: the corpus, or a sample of it.
        times: 1 gives `folder` itself.
        kept: where to put it; the system's temporary folder where this is None.
        seed: of words and days.
    """
    if times == 1:
        return folder
    files = [file.path for file in find(parse_root(str(folder)), [])]
    size = sum(path.stat().st_size for path in files)
    place = kept or Path(tempfile.gettempdir()) / "searchkit-benchmarks"
    target = place / f"grown-{times}x-{len(files)}-{size}-{seed}"
    if not target.exists():
        place.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=place, prefix="partial-"))
        grow(folder.resolve(), files, times, partial / folder.name, seed)
        partial.rename(target)
    return target / folder.name


def grow(folder: Path, files: Sequence[Path], times: int, target: Path, seed: int) -> None:
    """Write `files` of `folder` into `target`, `times` over, by all cores."""
    names = [path.relative_to(folder).as_posix() for path in files]
    for parent in sorted({name.rpartition("/")[0] for name in names}):
        for copy in range(times):
            (target / _copy_name(copy) / parent).mkdir(parents=True, exist_ok=True)
    vocabulary = words_of(files)
    tasks = [
        (str(folder), str(target), times, seed, names[start : start + FILES_A_TASK])
        for start in range(0, len(names), FILES_A_TASK)
    ]
    with multiprocessing.Pool(os.cpu_count() or 1, _prepare, (vocabulary,)) as pool:
        for _ in pool.imap_unordered(_write, tasks):
            pass


def words_of(files: Sequence[Path]) -> list[str]:
    """The words to choose from: those of an even sample of files, as often as they are there."""
    step = max(1, len(files) // VOCABULARY_FILES)
    return [word for path in files[::step] for word in _WORD.findall(_read(path))]


def changed(text: str, rng: random.Random, vocabulary: Sequence[str]) -> str:
    """The Markdown source of a statement with other words and another date."""
    head, separator, body = text.partition(_HEAD_END)
    head = _DATE.sub(lambda match: f"date: {_moved(match[1], rng)}", head)
    head = _TITLE.sub(lambda match: "".join(_exchanged(match[0], rng, vocabulary, 1)), head)
    return f"{head}{separator}{''.join(_exchanged(body, rng, vocabulary))}"


def _exchanged(
    text: str, rng: random.Random, vocabulary: Sequence[str], most: int | None = None
) -> Iterator[str]:
    """The pieces of a text of which words were exchanged, `most` of them."""
    done = count = 0
    # The first one early, so that short texts change, too.
    place = int(rng.random() * min(GAP, len(text) // 2))
    while match := _WORD.search(text, place):
        yield text[done : match.start()]
        yield vocabulary[int(rng.random() * len(vocabulary))]
        done = match.end()
        count += 1
        if count == most:
            break
        place = done + int(rng.expovariate(1 / GAP))
    yield text[done:]


def _moved(date: str, rng: random.Random) -> str:
    day = datetime.date.fromisoformat(date)
    if day.year == 1:  # Unknown.
        return date
    return str(day + datetime.timedelta(days=rng.randint(-DAYS, DAYS)))


def file_bytes(folder: Path) -> int:
    """Read all files of a folder, so that the system has them at hand; how large they are."""
    paths = [str(file.path) for file in find(parse_root(str(folder)), [])]
    tasks = [paths[n : n + FILES_A_TASK] for n in range(0, len(paths), FILES_A_TASK)]
    with multiprocessing.Pool(os.cpu_count() or 1) as pool:
        return sum(pool.imap_unordered(_read_bytes, tasks))


# In the processes

_words: list[str] = []


def _prepare(vocabulary: list[str]) -> None:
    _words[:] = vocabulary


def _write(task: Task) -> None:
    folder, target, times, seed, names = task
    for name in names:
        text = _read(Path(folder) / name)
        for copy in range(times):
            # Seeded by file and copy alone: copy 1 is the same in a corpus of any size.
            rng = random.Random(f"{seed} {copy} {name}")
            written = changed(text, rng, _words) if copy else text
            path = f"{target}/{_copy_name(copy)}/{name}"
            with open(path, "wb") as file:
                file.write(written.encode("utf-8", "surrogateescape"))


def _read_bytes(paths: Sequence[str]) -> int:
    size = 0
    for path in paths:
        with open(path, "rb") as file:
            size += len(file.read())
    return size


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _copy_name(copy: int) -> str:
    return f"copy-{copy:02}"


# Options that commands share


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which corpus."""
    parser.add_argument("--statements", type=int, help="only so many, evenly spread")
    parser.add_argument("--grown", type=Path, help="keep grown corpora in this folder")
    parser.add_argument("--seed", type=int, default=SEED)


@contextmanager
def original_corpus(statements: int | None) -> Iterator[Path]:
    """The corpus, or a sample of it that is gone afterwards."""
    folder = corpus_folder()
    if statements is None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="searchkit-sample-") as temporary:
        yield corpus_sample(folder, statements, Path(temporary))


def main() -> None:
    """Write a grown corpus; prints where."""
    parser = argparse.ArgumentParser(description="Write the corpus several times over.")
    parser.add_argument("--times", type=int, default=16)
    add_options(parser)
    options = parser.parse_args()
    began = time.perf_counter()
    with original_corpus(options.statements) as folder:
        print(grown_corpus(folder, options.times, options.grown, options.seed))
    print(f"{time.perf_counter() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except MissingData as problem:
        sys.exit(str(problem))
