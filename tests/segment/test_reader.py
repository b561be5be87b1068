import datetime
import os
import shutil

import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex, IncompatibleIndex, InvalidInput
from searchkit.model.statement import Statement
from searchkit.segment.invariants import check_segment
from searchkit.segment.positions import positions as positions_module
from searchkit.segment.reader import Segment
from searchkit.segment.rederiving import differences
from searchkit.storage.container import ALIGNMENT, ContainerWriter
from tests.support.folded_forms import positions_of_folded

LONG = "The harbour of Oster is open to every ship that carries grain."


@pytest.fixture
def segment(segment_of):
    return segment_of(
        Statement(
            id="r/a.md",
            title="Grain",
            body=LONG,
            ministers=("Hon Orla Brannigan",),
            portfolios=("Trade",),
        ),
        ("Oster", "grain grain ships Ship SHIP shipped"),
        ("Grain", LONG),
    )


def test_every_stem_can_have_more_than_256_forms(segment_of):
    word = "abcdefghi"
    forms = [
        "".join(c.upper() if number >> i & 1 else c for i, c in enumerate(word))
        for number in range(300)
    ]
    segment = segment_of(" ".join(forms), " ".join(reversed(forms[:280])))
    assert segment.container.array("position.form").dtype == np.uint16
    assert len(segment.dictionary.stems) == len(segment.dictionary.folded) == 1
    assert len(segment.dictionary.forms) == 300
    order = {form.decode(): number for number, form in enumerate(segment.dictionary.forms)}
    written = forms + forms[279::-1]
    found = segment.container.array("position.form").tolist()
    assert found == [order[form] for form in written]


def test_many_forms_and_several_folded_ones(segment_of):
    word = "abcdefghi"
    upper = [
        "".join(c.upper() if number >> i & 1 else c for i, c in enumerate(word))
        for number in range(290)
    ]
    segment = segment_of(" ".join(upper), "abcdefghis Abcdefghis abcdefghi")
    stem = segment.dictionary.stem_number("abcdefghi")
    one, many = segment.dictionary.folded_of_stem(stem)
    assert [segment.dictionary.folded[n] for n in (one, many)] == [b"abcdefghi", b"abcdefghis"]
    start = int(segment.starts[3])
    assert positions_of_folded(segment, many).tolist() == [start, start + 1]
    assert positions_of_folded(segment, one).tolist() == [*range(1, 291), start + 2]
    assert segment.positions(stem).size == 293


def test_a_phrase_never_crosses_from_title_to_body_or_on(segment_of):
    segment = segment_of(("one two", "three four"), ("five", "six"))
    stems = [stem.decode() for stem in segment.dictionary.stems]
    place = {stem: int(segment.positions(number)[0]) for number, stem in enumerate(stems)}
    assert place["two"] - place["one"] == 1
    assert place["three"] - place["two"] == 2
    assert place["five"] - place["four"] == 2
    assert place["six"] - place["five"] == 2


def test_a_segment_without_words(segment_of):
    segment = segment_of("", ("…", "—"))
    assert len(segment) == 2
    assert segment.token_count == 0
    assert segment.dictionary.stem_number("x") == -1
    assert segment.dictionary.with_prefix("").tolist() == []
    assert segment.record(1).title == "…"


def test_copies_and_short_texts(segment_of):
    segment = segment_of(LONG, "short", LONG, "short", LONG + "!")
    digests = segment.copy_digests.tolist()
    assert segment.copies(digests[0]) == [0, 2]
    assert segment.copies(digests[4]) == [4]
    assert digests[1] == digests[3] == 0
    assert segment.copies(digests[0] ^ 1) == []


def test_newest_first_then_by_id_and_unknown_last(segment_of):
    day = datetime.date(2007, 11, 20)
    rows = [("b", None), ("d", day), ("c", day), ("a", None), ("e", day.replace(year=2008))]
    segment = segment_of(
        *[Statement(id=name, title="", body="x", date=date) for name, date in rows]
    )
    order = np.argsort(segment.newest_ranks)
    assert [segment.id(doc) for doc in order] == ["e", "c", "d", "a", "b"]


def test_two_statements_of_one_id_are_refused(segment_of):
    with pytest.raises(InvalidInput, match="two statements have this id") as caught:
        segment_of(
            Statement(id="r/same", title="", body="x"), Statement(id="r/same", title="", body="y")
        )
    assert caught.value.where == "r/same"


def test_the_longest_body_is_stored_and_searched_whole(segment_of):
    body = ("harbour grain islands " * 5_000)[:95_970] + " zanzibar."
    assert len(body) == 95_980
    segment = segment_of(body)
    assert segment.record(0).text == body
    last = segment.positions(segment.dictionary.stem_number("zanzibar"))
    assert last.tolist() == [len(body.split())]


# Damage


def read_everything(segment):
    """Ask a segment for all it has."""
    for number in range(len(segment.dictionary.stems)):
        segment.postings(number)
        segment.positions(number)
    for number in range(len(segment.dictionary.folded)):
        positions_of_folded(segment, number)
    segment.dictionary.with_prefix("s")
    list(segment.dictionary.forms)
    for doc in range(len(segment)):
        segment.number(segment.id(doc))
        segment.copies(int(segment.copy_digests[doc]))
        segment.statement(doc)
    for column in segment.names.values():
        column.with_any()
        for key in column.keys:
            column.with_key(key)
        column.count(np.arange(len(segment)))


def test_every_truncation_is_detected_on_opening(segment):
    path = segment.container.path
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 97), len(whole) - 1]:
        path.with_name("cut").write_bytes(whole[:length])
        with pytest.raises((CorruptIndex, IncompatibleIndex)):
            Segment(path.with_name("cut"))


def test_every_flipped_byte_is_detected(segment):
    path = segment.container.path
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    whole = path.read_bytes()
    sections = segment.container._sections.values()
    used = {p for _, start, length, _ in sections for p in range(start, start + length)}
    used |= set(range(ALIGNMENT)) | set(range(len(whole) - 64 * len(sections), len(whole)))
    with copy.open("r+b", buffering=0) as file:
        for place in sorted(used)[::5]:  # The zeros between sections hold nothing.
            os.pwrite(file.fileno(), bytes([whole[place] ^ 0xFF]), place)
            with pytest.raises((CorruptIndex, IncompatibleIndex)):
                Segment(copy).container.verify_all()
            os.pwrite(file.fileno(), whole[place : place + 1], place)


def rewritten(segment, **changes):
    """The segment with other sections, every checksum right."""
    path = segment.container.path.with_name("rewritten")
    path.unlink(missing_ok=True)
    with ContainerWriter(path) as writer:
        for name in segment.container.names():
            old = segment.container.array(name)
            new = changes.pop(name.replace(".", "_"), None)
            writer.add(name, old if new is None else np.asarray(new, old.dtype))
    assert not changes
    return path


def test_a_segment_rewritten_is_itself(segment):
    path = rewritten(segment)
    assert path.read_bytes() == segment.container.path.read_bytes()
    read_everything(Segment(path))


@pytest.mark.parametrize(
    "name",
    [
        *["meta", "date", "newest", "id.order", "copy", "copy.order", "digest", "field.start"],
        *["length.title", "length.body", "posting.doc", "posting.frequency", "position"],
        *["stem.posting_ends", "stem.position_ends", "position.form", "forward", "stem.code"],
        *["stem.folded_ends", "folded.form_ends", "folded.order", "dictionary.doc_ends"],
        *["id.ends", "record.ends", "source.ends", "minister.set", "portfolio.set"],
    ],
)
@pytest.mark.parametrize("change", ["longer", "shorter"])
def test_sections_that_do_not_fit_one_another_are_corrupt(segment, name, change):
    old = segment.container.array(name)
    new = np.append(old, old[-1]) if change == "longer" else old[:-1]
    path = rewritten(segment, **{name.replace(".", "_"): new})
    with pytest.raises(CorruptIndex, match="is damaged in section") as caught:
        Segment(path)
    assert caught.value.where == str(path)


def test_a_missing_section_is_corrupt(segment):
    path = segment.container.path.with_name("partial")
    with ContainerWriter(path) as writer:
        writer.add("meta", segment.container.array("meta"))
    with pytest.raises(CorruptIndex, match="has no section"):
        Segment(path)


def test_a_chunk_is_no_segment(segment):
    with pytest.raises(CorruptIndex):
        Segment(segment.container.path.with_name("chunk-0"))


def test_a_damaged_record_is_corrupt(segment):
    old = segment.container.array("record.bytes")
    opened = Segment(rewritten(segment, record_bytes=old ^ 0x55))
    with pytest.raises(CorruptIndex, match="damaged in section 'record'"):
        opened.record(0)


def test_a_damaged_source_is_corrupt(segment_of):
    segment = segment_of(Statement(id="a", title="", body="x", extra={"n": 1}))
    old = segment.container.array("source.bytes")
    opened = Segment(rewritten(segment, source_bytes=old ^ 0x55))
    with pytest.raises(CorruptIndex, match="damaged in section 'source'"):
        opened.statement(0)


# Damage not yet verified may give a wrong answer, and nothing worse.

BOUNDED = ["date", "newest", "copy", "digest", "length.title", "length.body", "forward"]
BOUNDED += ["position", "position.form", "stem.code"]
BOUNDED += ["dictionary.doc_ends"]
UNBOUNDED = [
    "posting.doc",
    "posting.frequency",
    "stem.folded_ends",
    "folded.form_ends",
    "id.order",
    "copy.order",
]
UNBOUNDED += ["minister.set", "minister.set_ends", "minister.members"]


def damaged(segment, name):
    """The segment, open, with a section whose numbers are all far too large."""
    old = segment.container.array(name)
    large = min(int(np.iinfo(old.dtype).max), 1_000_000)
    return Segment(rewritten(segment, **{name.replace(".", "_"): np.full(old.size, large)}))


@pytest.mark.parametrize("name", BOUNDED)
def test_damage_not_verified_is_never_an_exception(segment, name):
    read_everything(damaged(segment, name))


@pytest.mark.parametrize("name", [*UNBOUNDED, "folded.order"])
def test_damaged_numbers_are_corrupt_or_a_wrong_answer(segment, name):
    try:
        read_everything(damaged(segment, name))
    except CorruptIndex:
        pass


@pytest.mark.parametrize("name", ["stem.bytes", "folded.bytes", "form.bytes", "folded.order"])
def test_opening_verifies_the_dictionaries(segment, name):
    path, (_, start, _, _) = segment.container.path, segment.container._sections[name]
    content = bytearray(path.read_bytes())
    content[start] ^= 1
    path.with_name("copy").write_bytes(content)
    with pytest.raises(CorruptIndex):
        Segment(path.with_name("copy"))


def test_damaged_members_take_no_memory(segment):
    try:
        column = damaged(segment, "minister.members").names["minister"]
        assert column.count(np.arange(len(segment))).size == len(column.keys)
    except CorruptIndex:
        pass


def test_statements_that_are_not_there_are_never_counted(segment):
    """Arrays are made as long as the largest number: it has to be a statement's."""
    path = rewritten(segment, posting_doc=np.full(segment.container.length("posting.doc"), 3))
    opened = Segment(path)
    for stem in range(len(opened.dictionary.stems)):
        with pytest.raises(CorruptIndex, match=r"section 'posting\.doc'"):
            opened.postings(stem)
    with pytest.raises(CorruptIndex, match=r"section 'posting\.doc'"):
        list(opened.postings_of_runs([(0, 1)]))


def test_frequencies_never_take_more_room_than_there_are_positions(segment):
    joined = segment.container.array("posting.frequency")
    opened = Segment(rewritten(segment, posting_frequency=np.full(joined.size, 254)))
    for stem in range(len(opened.dictionary.stems)):
        with pytest.raises(CorruptIndex, match=r"section 'posting\.frequency'"):
            opened.positions(stem)
        with pytest.raises(CorruptIndex, match=r"section 'posting\.frequency'"):
            opened.positions_of_form(stem, 0)
        with pytest.raises(CorruptIndex, match=r"section 'posting\.frequency'"):
            opened.postings_of_form(stem, 0)
        opened.postings(stem)  # A wrong answer.


def test_statements_named_twice_take_no_room(segment_of, monkeypatch):
    """As postings that do not ascend name them."""
    segment = segment_of("harbour " * 300, *["harbour"] * 99)
    monkeypatch.setattr(positions_module, "FEW", 0)
    assert segment.positions_in(0, 0, np.array([0])).size == 300
    with pytest.raises(CorruptIndex, match=r"section 'posting\.doc'"):
        segment.positions_in(0, 0, np.zeros(5, np.intp))


@pytest.fixture
def often(segment_of):
    """The first statement says a word as often as no byte holds."""
    return segment_of("harbour " * 300 + "grain", "grain harbour")


@pytest.mark.parametrize("name", ["posting_listed_title", "posting_listed_body"])
def test_listed_frequencies_take_no_more_room_either(often, name):
    kind = often.container.array(name.replace("posting_", "posting.")).dtype
    number = often.dictionary.stem_number("harbour")
    opened = Segment(rewritten(often, **{name: np.array([np.iinfo(kind).max], kind)}))
    with pytest.raises(CorruptIndex, match=r"section 'posting\.frequency'"):
        opened.positions(number)


@pytest.mark.parametrize("name", ["posting_listed", "posting_listed_title", "posting_listed_body"])
@pytest.mark.parametrize("size", [0, 2])
def test_lists_of_other_lengths_are_corrupt(often, name, size):
    path = rewritten(often, **{name: np.ones(size)})
    with pytest.raises(CorruptIndex, match=r"section 'posting\.listed_"):
        Segment(path)


@pytest.mark.parametrize("listed", [0, 1, 2, 3, 2**32 - 1])
def test_a_list_that_names_another_posting(often, listed):
    """It is not found, or another is taken for it: a wrong answer or the error."""
    (place,) = often.container.array("posting.listed")
    opened = Segment(rewritten(often, posting_listed=[listed]))
    for stem in range(2):
        if listed == place:
            assert opened.positions(stem).size
        else:
            read_or_refused(opened, stem)


def read_or_refused(opened, stem):
    docs, in_title, in_body = opened.postings(stem)
    assert docs.size == in_title.size == in_body.size
    try:
        assert opened.positions(stem).size == opened.position_count(stem, stem)
    except CorruptIndex as error:
        assert "posting." in error.what


def test_a_list_that_does_not_ascend(segment_of):
    segment = segment_of("harbour " * 300, "harbour " * 300, "grain " * 300)
    listed = segment.container.array("posting.listed")
    assert listed.tolist() == [0, 1, 2]
    opened = Segment(rewritten(segment, posting_listed=[9, 0, 2]))
    with pytest.raises(CorruptIndex, match=r"section 'posting\.listed'"):
        opened.posting_lists.frequencies.of(0, 3)


def test_a_statement_of_more_words_than_two_bytes_count(segment_of):
    segment = segment_of("short harbour", ("harbour", "grain " * 65_600 + "harbour"), "the harbour")
    assert segment.container.array("position").dtype == np.uint32
    start = int(segment.starts[3])
    number = segment.dictionary.stem_number("harbour")
    places = [2, start - 2, start + 65_600, int(segment.starts[5]) + 1]
    assert segment.positions(number).tolist() == places
    grain = segment.positions(segment.dictionary.stem_number("grain"))
    assert grain.tolist() == list(range(start, start + 65_600))
    docs, in_title, in_body = segment.postings(segment.dictionary.stem_number("grain"))
    assert (docs.tolist(), in_title.tolist(), in_body.tolist()) == ([1], [0], [65_600])
    check_segment(segment)
    assert list(differences(segment)) == []


def test_as_many_words_as_two_bytes_count(segment_of):
    segment = segment_of("grain " * 65_534 + "harbour")
    positions = segment.container.array("position")
    assert (positions.dtype, positions.max()) == (np.uint16, 65_535)
    assert segment.positions(segment.dictionary.stem_number("harbour")).tolist() == [65_535]


def test_fields_that_do_not_ascend_are_never_used(segment):
    starts = segment.container.array("field.start").copy()
    starts[1], starts[2] = starts[2], starts[1]
    opened = Segment(rewritten(segment, field_start=starts))
    with pytest.raises(CorruptIndex, match=r"section 'field\.start'"):
        _ = opened.starts
