"""The full corpus: everything goes in, and totals are those of a plain scan."""

import random

import pytest

import searchkit
from searchkit.corpus.files import find, parse_root
from searchkit.corpus.reader import read_document
from searchkit.schema.analysis import fold, stem, tokens

pytestmark = pytest.mark.corpus

SEED = 20_071_120
WORDS, PHRASES = 60, 60


class Stems(dict):
    """Each written word -> one character that stands for its stem."""

    def __init__(self):
        self.characters = {}

    def __missing__(self, word):
        number = len(self.characters)
        # Every code point but the surrogates.
        fresh = chr(number if number < 0xD800 else number + 0x800)
        self[word] = character = self.characters.setdefault(stem(fold(word)), fresh)
        return character

    def of(self, text):
        return "".join(map(self.__getitem__, tokens(text)))


@pytest.fixture(scope="module")
def scanned(corpus):
    """({id: (title, body) as stems}, stems, [(title, clean text)] of some statements)."""
    stems, fields, sample = Stems(), {}, []
    chosen = random.Random(SEED)
    for file in find(parse_root(str(corpus)), []):
        source = read_document(file.path, file.id)
        fields[file.id] = stems.of(source.statement.title), stems.of(source.text)
        if chosen.random() < 0.02:
            sample.append((source.statement.title, source.text))
    return fields, stems, sample


@pytest.fixture(scope="module")
def archive(corpus_index):
    with searchkit.open(corpus_index[0]) as archive:
        yield archive


def queries(sample):
    """Words and phrases of two to five words, drawn from the corpus's own texts."""
    chosen = random.Random(SEED)
    found = []
    while len(found) < WORDS + PHRASES:
        words = tokens(chosen.choice(chosen.choice(sample)))
        length = 1 if len(found) < WORDS else chosen.randint(2, 5)
        if len(words) >= length:
            start = chosen.randrange(len(words) - length + 1)
            found.append(words[start : start + length])
    return found


def test_everything_goes_in(corpus_index, archive):
    _, report = corpus_index
    assert report.added == 50_673
    assert (report.updated, report.removed, report.unchanged) == (0, 0, 0)
    assert report.skipped == ()
    assert len(archive) == 50_673
    assert archive.search("").total == 50_673


def test_what_was_repaired_is_named_with_file_and_line(corpus_index):
    _, report = corpus_index
    assert 75 <= len(report.warnings) <= 95
    assert all(warned.path.endswith(".md") for warned in report.warnings)
    without_line = [warned for warned in report.warnings if warned.line is None]
    assert all("has no title" in warned.message for warned in without_line)
    assert len(without_line) == 2
    for warned in report.warnings:
        if warned.line:
            with open(warned.path, encoding="utf-8") as file:
                assert 1 < warned.line <= len(file.readlines())
    assert sum("0001-01-01" in warned.message for warned in report.warnings) == 2
    assert sum("reads this as a mapping" in warned.message for warned in report.warnings) == 35


def test_every_checksum_is_right(corpus_index):
    searchkit.open(corpus_index[0], verify=True).close()


def test_totals_are_those_of_a_plain_scan(scanned, archive):
    fields, stems, sample = scanned
    wrong = {}
    for words in queries(sample):
        wanted = "".join(map(stems.__getitem__, words))
        expected = sum(wanted in title or wanted in body for title, body in fields.values())
        assert expected
        # In small letters: AND, OR and NOT are words of the corpus too.
        text = " ".join(words).lower()
        query = f'"{text}"' if len(words) > 1 else text
        total = archive.search(query, limit=0, snippets=False).total
        if total != expected:
            wrong[query] = (total, expected)
    assert wrong == {}


def test_matches_are_those_of_a_plain_scan(scanned, archive):
    fields, stems, sample = scanned
    for words in queries(sample)[WORDS : WORDS + 10]:
        wanted = "".join(map(stems.__getitem__, words))
        expected = {i for i, (title, body) in fields.items() if wanted in title or wanted in body}
        hits = archive.stream('"' + " ".join(words) + '"')
        assert {hit.id for hit in hits} == expected


def test_lines_are_the_matches_of_every_statement(scanned, archive):
    _, _, sample = scanned
    rare = [words for words in queries(sample) if len(words) > 1][:50]
    for words in rare:
        query = '"' + " ".join(words).lower() + '"'
        lines = archive.concordance(query)
        by_id = [hit.id for hit in archive.stream(query, sort="newest")]
        assert len(by_id) == lines.statements
        assert [(line.id, line.field, line.start, line.end) for line in lines] == [
            (id, *match) for id in by_id for match in archive.matches(id, query)
        ]


def test_stored_texts_are_those_of_the_files(corpus, archive):
    chosen = random.Random(SEED)
    files = find(parse_root(str(corpus)), [])
    for file in chosen.sample(files, 300):
        source = read_document(file.path, file.id)
        assert archive.statement(file.id) == source.statement
        assert archive.text(file.id) == source.text
