"""What is measured on: the corpus, the test collections, and statements as plain values.

Lives here: finding (and once unpacking) the data, reading Markdown files for the peers,
reading topics and judgements. Does not live here: measuring (`speed`, `ranking`).

The corpus is looked for in `SEARCHKIT_CORPUS` (a folder that holds `releases/`), else in
`../shared/corpus` of the project; the collections in `SEARCHKIT_COLLECTIONS`, else in
`../shared/collections`. Archives are unpacked once, into a folder of the system's
temporary one.
"""

from __future__ import annotations

import datetime
import json
import multiprocessing
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.files import find, parse_root
from searchkit.corpus.problems import Skipped, Unreadable
from searchkit.corpus.reader import read_document
from searchkit.schema.analysis import normalise, tokens
from searchkit.schema.names import is_person, label_key, person_key, plain_name

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPUS_ARCHIVE = "beehive-1996-2022.tar.xz"
CLASSICS_ARCHIVE = "ir-classics.tar.xz"
CLASSICS = ("cranfield", "npl", "lisa", "med", "cisi")
TOPICS_NAME = "topics"
TOPICS_FOLDER = "beehive-topics"
FILES_A_TASK = 250


class MissingData(Exception):
    """The data to measure on is not there; the message says where it was looked for."""


class Document(NamedTuple):
    """
    A statement as every peer gets it.

    Attributes:
        id: its path, beginning with the name of the corpus folder.
        title, body: plain text, Markdown taken out.
        date: or None where it is unknown.
        ministers, portfolios: one spelling for each, honorifics left out.
        url: or an empty string.
    """

    id: str
    title: str
    body: str
    date: datetime.date | None = None
    ministers: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    url: str = ""


class Collection(NamedTuple):
    """
    A test collection.

    Attributes:
        name: as in its folder.
        queries: number -> text, only those with judgements.
        judgements: number of a query -> document -> grade.
        relevant: the grade from which on a document is relevant to MAP.
    """

    name: str
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]
    relevant: int


# Finding


def corpus_folder() -> Path:
    """The folder of statements, `releases/`."""
    named = os.environ.get("SEARCHKIT_CORPUS")
    if named:
        return _existing(Path(named) / "releases", "SEARCHKIT_CORPUS")
    archive = _existing(SHARED / "corpus" / CORPUS_ARCHIVE, "SEARCHKIT_CORPUS is not set")
    return _unpacked(archive) / "releases"


def _collections_folder() -> Path:
    named = os.environ.get("SEARCHKIT_COLLECTIONS")
    if named:
        return _existing(Path(named), "SEARCHKIT_COLLECTIONS")
    return _existing(SHARED / "collections", "SEARCHKIT_COLLECTIONS is not set")


def _existing(path: Path, asked: str) -> Path:
    if not path.exists():
        raise MissingData(f"{asked}: there is no {path} (see benchmarks/README.md)")
    return path


def _unpacked(archive: Path) -> Path:
    """The folder that `archive` was unpacked into, now or in an earlier run."""
    size = archive.stat().st_size
    target = Path(tempfile.gettempdir()) / "searchkit-benchmarks" / f"{archive.stem}-{size}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=target.parent))
        with tarfile.open(archive) as tar:
            if hasattr(tarfile, "data_filter"):
                tar.extractall(partial, filter="data")
            else:
                tar.extractall(partial)
        partial.rename(target)
    return target


def corpus_sample(folder: Path, statements: int, target: Path) -> Path:
    """
    A smaller corpus: `statements` files, evenly spread over the years.

    Args:
        folder: the whole corpus.
        statements: how many.
        target: where to put them.

    Returns:
        the folder of the sample, of the same name as `folder`.
    """
    files = [file.path for file in find(parse_root(str(folder)), [])]
    count = min(statements, len(files))
    base = target / folder.name
    for number in range(count):
        path = files[number * len(files) // count]
        copied = base / path.relative_to(folder.resolve())
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
    return base


# Statements


def read_documents(folder: Path, processes: int) -> Iterator[Document]:
    """
    The statements of a folder in order of their ids, read by several processes.

    What searchkit skips is left out here too, by the same code, and a name has the
    spelling in which it was met first.
    """
    spellings: dict[str, str] = {}

    def spelled(names: tuple[str, ...], key: Callable[[str], str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spellings.setdefault(key(name), name) for name in names))

    for document in _read_all(folder, processes):
        yield document._replace(
            ministers=spelled(document.ministers, _person),
            portfolios=spelled(document.portfolios, _portfolio),
        )


@cache
def _person(name: str) -> str:
    return f"minister {person_key(name)}"


@cache
def _portfolio(name: str) -> str:
    return f"portfolio {label_key(name)}"


def _read_all(folder: Path, processes: int) -> Iterator[Document]:
    skipped: list[Skipped] = []
    files = [(file.id, str(file.path)) for file in find(parse_root(str(folder)), skipped)]
    tasks = [files[n : n + FILES_A_TASK] for n in range(0, len(files), FILES_A_TASK)]
    if processes <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield from read_files(task)
        return
    with multiprocessing.Pool(processes) as pool:
        for documents in pool.imap(read_files, tasks):
            yield from documents


def read_files(files: Sequence[tuple[str, str]]) -> list[Document]:
    """The statements of some files, given as (id, path); names as each has them."""
    documents = []
    for statement_id, path in files:
        try:
            source = read_document(Path(path), statement_id)
        except Unreadable:
            continue
        statement = source.statement
        documents.append(
            Document(
                statement.id,
                statement.title,
                source.text,
                statement.date,
                tuple(plain_name(n) for n in statement.ministers if is_person(n)),
                tuple(" ".join(n.split()) for n in statement.portfolios),
                statement.url or "",
            )
        )
    return documents


# Collections


def classic_documents(name: str) -> Iterator[Document]:
    """The documents of a classic collection."""
    with (_classic_folder(name) / "docs.jsonl").open(encoding="utf-8") as file:
        for line in file:
            given = json.loads(line)
            title = normalise(" ".join(given["title"].split()))
            yield Document(str(given["id"]), title, normalise(given["text"]))


def classic(name: str) -> Collection:
    """The queries and judgements of a classic collection."""
    folder = _classic_folder(name)
    with (folder / "queries.jsonl").open(encoding="utf-8") as file:
        queries = {str(given["id"]): given["text"] for given in map(json.loads, file)}
    return _collection(name, queries, folder / "qrels.tsv", 1)


def topics() -> Collection:
    """The topics over the corpus."""
    folder = _existing(_collections_folder() / TOPICS_FOLDER, "collections")
    lines = (folder / "topics.tsv").read_text(encoding="utf-8").splitlines()
    queries = {number: text for number, text, *_ in (line.split("\t") for line in lines)}
    return _collection(TOPICS_NAME, queries, folder / "qrels.tsv", 2)


def collection(name: str) -> Collection:
    """The topics or a classic collection, by name."""
    return topics() if name == TOPICS_NAME else classic(name)


def query_words(text: str) -> list[str]:
    """The words of a query, in small letters, so that no engine sees an operator."""
    return [token.lower() for token in tokens(normalise(text))]


def _classic_folder(name: str) -> Path:
    folder = _collections_folder()
    if not (folder / name).exists():
        folder = _unpacked(_existing(folder / CLASSICS_ARCHIVE, "collections"))
    return _existing(folder / name, "collections")


def _collection(name: str, queries: dict[str, str], judged: Path, relevant: int) -> Collection:
    judgements: dict[str, dict[str, int]] = {}
    for line in judged.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        judgements.setdefault(query, {})[document] = int(grade)
    # A query without any relevant document can't be answered well or badly.
    useful = {
        number: text
        for number, text in queries.items()
        if any(grade > 0 for grade in judgements.get(number, {}).values())
    }
    return Collection(name, useful, judgements, relevant)


def text_size(documents: Iterable[Document]) -> tuple[int, int]:
    """How many documents, and bytes of UTF-8 in their titles and bodies."""
    count = size = 0
    for document in documents:
        count += 1
        size += len(document.title.encode()) + len(document.body.encode())
    return count, size
