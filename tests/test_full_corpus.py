"""The full corpus: everything goes in, and totals are those of a plain scan."""

import os
import random
import re
import subprocess
import sys
from decimal import Decimal

import pytest

import searchkit
from searchkit.corpus.files import find, parse_root
from searchkit.corpus.reader import read_document
from searchkit.kernels.choice import SWITCH, choice
from searchkit.schema.analysis import fold, stem, tokens
from tests.support import plain_words

pytestmark = pytest.mark.corpus

SEED = 20_071_120
WORDS, PHRASES = 60, 60
NUMBERS = {
    "5": ["5", "5.0", "5.00"],
    "12": ["12", "12.0"],
    "100": ["100", "100.00"],
    "1000": ["1000", "1,000", '"1 000"'],
    "1500": ["1500", "1,500.00"],
    "10000": ["10000", "10,000", '"10 000"', "$10,000", "10000.0"],
    "12500": ["12500", "12,500"],
    "50000": ["50,000", "50000"],
    "150000": ["150,000", '"150 000"', '"150\u00a0000"'],
    "250000": ["250000", "$250,000"],
    "1000000": ["1,000,000", "1000000", '"1 000 000"'],
    "2007": ["2007", "2,007", "2007.0"],
    "0.5": ["0.5", ".5", "0.50", "00.5"],
    "1.5": ["1.5", "1.50", "1.500"],
    "2.5": ["2.5", "2.50", "2.5%"],
    "2.25": ["2.25", "2.250"],
    "10.5": ["10.5", "10.50"],
    "22.5": ["22.5", "$22.5", "22.50"],
    "99.9": ["99.9", "99.90"],
    "1234.56": ["1,234.56", "1234.56", '"1 234.56"'],
}
"""Values, and queries that mean them."""


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


def test_the_kernel_and_its_plain_twins_make_the_same_bytes(corpus, corpus_index, tmp_path):
    if not choice().compiled:
        pytest.skip(str(choice()))
    program = "import sys, searchkit; searchkit.build(sys.argv[1], sys.argv[2])"
    subprocess.run(
        [sys.executable, "-c", program, str(corpus), str(tmp_path / "plain")],
        env=os.environ | {SWITCH: "0"},
        check=True,
    )
    there = {path.name: path.read_bytes() for path in corpus_index[0].glob("*.sk")}
    assert there
    for path in (tmp_path / "plain").glob("*.sk"):
        assert path.read_bytes() == there.pop(path.name), path.name
    assert not there


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
    phrases = ['"' + " ".join(words).lower() + '"' for words in queries(sample) if len(words) > 1]
    # `matches` looks at the whole corpus for each statement.
    rare = [query for query in phrases if archive.count(query) <= 20][:30]
    assert len(rare) >= 20
    for query in rare:
        lines = archive.concordance(query)
        by_id = [hit.id for hit in archive.stream(query, sort="newest")]
        assert len(by_id) == lines.statements
        assert [(line.id, line.field, line.start, line.end) for line in lines] == [
            (id, *match) for id in by_id for match in archive.matches(id, query)
        ]


def value_of(word):
    """What a word is worth, or None where it is no number."""
    digits = word.replace(",", "").replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return digits
    whole, point, fraction = digits.partition(".")
    if digits.isascii() and point and fraction.isdigit() and (not whole or whole.isdigit()):
        return f"{Decimal(digits).normalize():f}"
    return None


@pytest.fixture(scope="module")
def by_value(corpus):
    """Value -> the ids of the statements that have it; "$5 million" for the words 5 million."""
    found = {value: set() for value in [*NUMBERS, "$5 million"]}
    for file in find(parse_root(str(corpus)), []):
        source = read_document(file.path, file.id)
        for text in (source.statement.title, source.text):
            digits = text.replace(",", "").replace(" ", "").replace("\u00a0", "")
            if not any(value.removeprefix("0") in digits for value in NUMBERS):
                continue
            words = plain_words.words(text)
            values = [value_of(word) for word in words]
            for value in found.keys() & set(values):
                found[value].add(file.id)
            pairs = zip(values, [*words[1:], ""], strict=True)
            if any(value == "5" and stem(fold(word)) == "million" for value, word in pairs):
                found["$5 million"].add(file.id)
    return found


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_is_found_by_its_value(by_value, archive, value):
    for query in NUMBERS[value]:
        assert {hit.id for hit in archive.stream(query)} == by_value[value], query
    assert len(by_value[value]) > (1 if value != "1234.56" else -1)


def test_five_million_is_no_part_of_another_number(by_value, archive):
    found = {hit.id for hit in archive.stream('"$5 million"')}
    assert found == by_value["$5 million"]
    assert 400 < len(found) < 700
    assert len(found & {hit.id for hit in archive.stream('"$22.5 million"')}) < 60


@pytest.mark.parametrize("millions", [5, 10])
def test_sums_are_those_of_a_plain_scan(corpus, archive, millions):
    """Every way to write a sum alone; what else is found ends or begins a range."""
    number = rf"{millions}(?:\.0+)?"
    written = re.compile(
        rf"(?i)(?<![A-Z])(?:NZ)?\$ ?(?:NZ)?{number}[\s-]?(?:m|million|mil)(?![a-z])"
        rf"|(?<![A-Z])\$(?:NZ)?{millions},000,000(?![,\d])"
        rf"|(?<![\d.,$£€]){number} million dollars"
    )
    expected = set()
    for file in find(parse_root(str(corpus)), []):
        source = read_document(file.path, file.id)
        text = f"{source.statement.title}\n\n{source.text}".replace("\u00a0", " ")
        if written.search(text):
            expected.add(file.id)
    found = {hit.id for hit in archive.stream(f"money:{millions}m")}
    assert expected <= found
    assert 500 < len(found) <= 1.03 * len(expected)


def test_stored_texts_are_those_of_the_files(corpus, archive):
    chosen = random.Random(SEED)
    files = find(parse_root(str(corpus)), [])
    for file in chosen.sample(files, 300):
        source = read_document(file.path, file.id)
        assert archive.statement(file.id) == source.statement
        assert archive.text(file.id) == source.text
