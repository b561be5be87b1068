"""What only `searchkit check --deep` finds: a segment that is sound, and says other
things than its texts."""

import numpy as np
import pytest

import searchkit
from searchkit.corpus.markdown import clean_text
from searchkit.matching.evaluate import Matcher
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.tree import AmountRange
from searchkit.schema.analysis import normalise
from searchkit.segment import rederiving
from searchkit.segment.chunks.kept import live_chunk
from searchkit.segment.invariants import check_segment
from searchkit.segment.postings.frequencies import BODY_BITS
from searchkit.segment.reader import Segment
from searchkit.segment.rederiving import differences
from searchkit.segment.store.frames import Packer
from searchkit.segment.store.records import make_head, pack_record
from searchkit.storage.container import Container, ContainerWriter
from tests.support import damaged_index as damaged
from tests.support.vellmark import many


@pytest.fixture
def index(tmp_path):
    return damaged.build(tmp_path / "index")


def found(index, changes):
    """The differences of a segment with other sections, which passes `check`."""
    segment = Segment(damaged.tamper(index, changes))
    check_segment(segment)
    return list(differences(segment))


def opened(index):
    return Segment(damaged.segment_of(index))


def test_a_segment_as_it_was_written_is_what_its_texts_give(index):
    segment = opened(index)
    assert list(differences(segment)) == []
    assert list(differences(segment, lambda done, total: None)) == []


@pytest.mark.parametrize("block", [1, 500, 10**9])
def test_many_statements(build_segment, tmp_path, monkeypatch, block):
    monkeypatch.setattr(rederiving, "_BLOCK", block)
    items = [(s, normalise(clean_text(s.body)), bytes(8)) for s in many(120)]
    segment = build_segment(tmp_path, items, cuts=(50, 51))
    check_segment(segment)
    assert list(differences(segment)) == []


def test_statements_without_a_word(segment_of):
    assert list(differences(segment_of("", ("", ""), "–"))) == []


def test_progress_counts_all_statements(index, monkeypatch):
    monkeypatch.setattr(rederiving, "PROGRESS_EVERY", 2)
    calls = []
    list(differences(opened(index), lambda done, total: calls.append((done, total))))
    assert calls == [(2, 3), (3, 3)]


def stem(segment, text):
    return segment.dictionary.stem_number(text)


def first_posting(segment, number):
    return segment.posting_lists.places(number, number).start


def test_a_posting_of_another_statement(index):
    # Two words in the same place of two statements, each said to be in the other's.
    bodies = ("harbour ferry", "grain islands")
    searchkit.build([searchkit.Statement(id=b, title="", body=b) for b in bodies], index)
    segment = opened(index)
    docs = segment.container.array("posting.doc").copy()
    places = [first_posting(segment, stem(segment, word)) for word in ("ferri", "island")]
    assert docs[places].tolist() == [0, 1]
    docs[places] = [1, 0]
    rows = [tuple(one) for one in found(index, {"posting.doc": docs})]
    assert [row for row in rows if row[1] == "posting.doc"] == [
        ("harbour ferry", "posting.doc", "lacks a word that it has: 'ferri'"),
        ("grain islands", "posting.doc", "lacks a word that it has: 'island'"),
        ("harbour ferry", "posting.doc", "has a word that it lacks: 'island'"),
        ("grain islands", "posting.doc", "has a word that it lacks: 'ferri'"),
    ]
    assert {row[1] for row in rows} == {"posting.doc", "position"}


def test_another_frequency(index):
    segment = opened(index)
    frequencies = segment.container.array("posting.frequency").copy()
    for word in ("harbour", "of"):  # Once in the body; said to be once in the title.
        frequencies[first_posting(segment, stem(segment, word))] = 1 << BODY_BITS
    ((statement, section, what),) = found(index, {"posting.frequency": frequencies})
    assert (statement, section) == ("v/a.md", "posting.frequency")
    assert what == "has a word another number of times: 'harbour' and 1 more"


def test_two_words_in_each_others_place(index):
    segment = opened(index)
    positions = segment.container.array("position").copy()
    # “Ōrva ships”, the third place where a ship is.
    one = int(segment.occurrences.ends[stem(segment, "orva")]) - 1
    other = int(segment.occurrences.ends[stem(segment, "ship") - 1]) + 2
    assert positions[one] + 1 == positions[other]
    positions[[one, other]] = positions[[other, one]]
    rows = found(index, {"position": positions})
    assert {(row.statement, row.section) for row in rows} == {("v/b.md", "position")}
    assert "and 1 more" in rows[0].what


def test_another_form(index):
    segment = opened(index)
    forms = segment.container.array("position.form").copy()
    first = int(segment.occurrences.ends[stem(segment, "grain") - 1])
    forms[first] ^= 1
    ((statement, section, what),) = found(index, {"position.form": forms})
    assert (statement, section) == ("v/a.md", "position.form")
    assert what == "not 'Grain' where it stands"


def test_another_code(index):
    forward = opened(index).container.array("forward").copy()
    forward[0] = forward[4]
    ((statement, section, _),) = found(index, {"forward": forward})
    assert (statement, section) == ("v/a.md", "forward")


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("date", [20071121, 0, 20080229]),
        ("minister.set", [1, 1, 0]),
        ("portfolio.set", [1, 0, 0]),
    ],
)
def test_another_value_of_a_column(index, section, values):
    rows = found(index, {section: values})
    assert [row.section for row in rows] == [section]


def test_another_copy(index):
    copies = opened(index).container.array("copy").copy()
    copies[1] = copies.max() + 1 if copies.max() < 2**64 - 1 else 1
    order = np.argsort(copies, kind="stable").astype(np.uint32)
    ((statement, section, _),) = found(index, {"copy": copies, "copy.order": order})
    assert (statement, section) == ("v/b.md", "copy")


@pytest.mark.parametrize(
    "section", ["amount.position", "amount.value", "amount.currency", "amount.width"]
)
def test_another_amount(index, section):
    values = np.array(opened(index).container.array(section))
    values[-1] += 1
    (difference,) = found(index, {section: values})
    assert difference == ("v/b.md", "amount.position", "other amounts than its text has")


def test_a_segment_without_amounts(index, tmp_path):
    """One from before there were any is sound, and can't be asked for them."""
    path = damaged.segment_of(index)
    before = Container(path)
    with ContainerWriter(tmp_path / "old.sk") as writer:
        for name in before.names():
            if not name.startswith("amount."):
                writer.add(name, before.array(name))
    segment = Segment(tmp_path / "old.sk")
    check_segment(segment)
    assert list(differences(segment)) == []
    # Its statements are read when they are merged.
    merged, known = live_chunk(segment).amounts, live_chunk(Segment(path)).amounts
    assert merged.places.size == 2
    assert all(map(np.array_equal, merged, known))
    with pytest.raises(UnsupportedQuery, match="knows no amounts"):
        Matcher(segment).docs(AmountRange(5.0, 5.0, "NZD"))


def test_a_word_that_no_text_has(index):
    segment = opened(index)
    data = bytes(segment.container.view("form.bytes"))
    # Still in order, and still as long.
    rows = found(index, {"form.bytes": data.replace(b"ferries", b"ferrier")})
    assert ("form.bytes", None) in {(row.section, row.statement) for row in rows}
    assert {row.statement for row in rows} >= {"v/a.md", "v/b.md", "v/c.md"}
    assert any("'ferries' is missing" in row.what for row in rows)


def test_a_stem_that_is_none(index):
    data = bytes(opened(index).container.view("stem.bytes"))
    rows = found(index, {"stem.bytes": data.replace(b"ship", b"shiq")})
    assert ("folded.bytes", "'ship' under 'shiq', not 'ship'") in {row[1:] for row in rows}


def test_a_record_that_can_not_be_read(index):
    record = opened(index).container.array("record.bytes").copy()
    record[3] ^= 0x55
    rows = found(index, {"record.bytes": record})
    assert {row.statement for row in rows} == {"v/a.md"}


def test_a_text_with_more_words(index):
    segment = opened(index)
    statement, text = segment.statement(2)
    longer = pack_record(
        make_head(statement), text + " More.", Packer(segment.records.dictionaries[0])
    )
    records = [*segment.records.packed[:2], longer]
    ends = np.cumsum([len(one) for one in records]).astype(np.uint32)
    rows = found(index, {"record.bytes": b"".join(records), "record.ends": ends})
    assert [(row.statement, row.section) for row in rows] == [
        ("v/c.md", "length.body"),
        ("v/c.md", "copy"),
    ]
    assert "15 words, its text has 16" in rows[0].what
