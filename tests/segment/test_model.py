"""A segment against a model of it in plain Python."""

import datetime
import re
import tempfile
from collections import Counter
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.model.statement import Statement
from searchkit.schema.analysis import fold, normalise, stem, tokens
from searchkit.schema.names import is_person, label_key, person_key, plain_name
from searchkit.segment.positions import positions as positions_module
from searchkit.segment.postings import postings
from tests.support.folded_forms import positions_of_folded

WORDS = [
    *["run", "Run", "RUN", "runs", "running", "Running"],
    *["Māori", "maori", "MAORI", "Mäori", "whānau", "kāinga", "whanau"],
    *["2007", "2", "5", "19", "Covid-19", "2.5%", "O’Hare", "AT&T", "harbour", "harbours"],
    *["sky", "skies", "skip", "skiing"],  # The order of the stems is another one.
    *["the", "The", "of", "हिन्दी", "語", "Straße", "strasse", "q\u0304", "…"],
]
TIMES = st.sampled_from([1] * 12 + [4, 62, 63, 64, 300])
"""How often a word is said at once: now and then more often than a byte holds."""
TEXTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", ", ", "\n\n"]), TIMES), max_size=12
).map(
    lambda drawn: normalise("".join((word + space) * times for word, space, times in drawn).strip())
)
MINISTERS = ["Hon Orla Brannigan", "Orla Brannigan", "Rt Hon Tamsin Ōhare", "Tamsin Ohare"]
MINISTERS += ["Bede Farrow", "Click here", "Hon"]
PORTFOLIOS = ["Trade", "trade", "Foreign  Affairs", "Māori Crown: Te Ara", "—"]
DATES = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(1990, 1, 5)) | st.dates()
STATEMENTS = st.builds(
    Statement,
    id=st.just(""),
    title=TEXTS,
    body=TEXTS,
    date=DATES,
    url=st.none() | st.sampled_from(["https://a.example/1", "https://a.example/2"]),
    ministers=st.lists(st.sampled_from(MINISTERS), max_size=3).map(tuple),
    portfolios=st.lists(st.sampled_from(PORTFOLIOS), max_size=3).map(tuple),
    attachments=st.lists(st.sampled_from(["a.pdf", "ā.pdf"]), max_size=2).map(tuple),
    extra=st.dictionaries(st.sampled_from(["series", "ō"]), st.integers() | st.text(), max_size=1),
)
IDS = st.text(st.sampled_from("abzāō語/.-"), min_size=1, max_size=4)


@st.composite
def collections(draw):
    """(items for `build_segment`, cuts)."""
    ids = draw(st.lists(IDS, min_size=1, max_size=9, unique=True))
    items = []
    for statement_id in ids:
        drawn = draw(STATEMENTS)
        same_text = bool(items) and draw(st.integers(0, 3)) == 0
        title, text = (items[-1][0].title, items[-1][1]) if same_text else (drawn.title, drawn.body)
        body = draw(st.sampled_from([text, f"*{text}*"]))
        statement = Statement(
            **{name: getattr(drawn, name) for name in Statement.__slots__}
            | {"id": statement_id, "title": title, "body": body}
        )
        items.append((statement, text, draw(st.binary(min_size=8, max_size=8))))
    cuts = draw(st.lists(st.integers(0, len(items)), max_size=3))
    return items, cuts


class Model:
    """What a segment should hold, by the written word.

    starts: where each title and body begins, then the end.
    written: position -> the word as written.
    field_of: position -> the number of its title or body.
    """

    def __init__(self, items):
        self.starts, self.written, self.field_of = [0], {}, {}
        for statement, text, _ in items:
            for part in (statement.title, text):
                position = self.starts[-1]
                for word in tokens(part):
                    self.written[position] = word
                    self.field_of[position] = len(self.starts) - 1
                    position += 1
                self.starts.append(position + 1)  # One position stays free.

    def positions(self, test):
        return [position for position, word in self.written.items() if test(word)]

    def frequencies(self, positions):
        """{statement: [in the title, in the body]}"""
        counts = {}
        for position in positions:
            number = self.field_of[position]
            counts.setdefault(number // 2, [0, 0])[number % 2] += 1
        return counts


@cache
def stem_of(word):
    return stem(fold(word))


def check_words(segment, model):
    dictionary = segment.dictionary
    written = set(model.written.values())
    stems = sorted({stem_of(word) for word in written})
    folded = sorted({(stem_of(word), fold(word)) for word in written})
    forms = sorted((stem_of(word), fold(word), word) for word in written)
    assert [s.decode() for s in dictionary.stems] == stems
    assert [f.decode() for f in dictionary.folded] == [f for _, f in folded]
    assert [f.decode() for f in dictionary.forms] == [f for _, _, f in forms]
    assert segment.token_count == len(model.written)
    for number, (one_stem, one_folded) in enumerate(folded):
        assert dictionary.stem_of_folded(number) == stems.index(one_stem)
        assert number in dictionary.folded_of_stem(stems.index(one_stem))
        found = [dictionary.forms[form].decode() for form in dictionary.forms_of_folded(number)]
        assert found == [f for _, f2, f in forms if f2 == one_folded]
        assert dictionary.folded_number(one_folded) == number
        assert list(segment.live_forms(one_folded)) == found
        beyond = [form for form in found if not form.isascii()]
        assert list(segment.live_forms(one_folded, beyond_ascii=True)) == beyond
        positions = model.positions(lambda word, wanted=one_folded: fold(word) == wanted)
        assert positions_of_folded(segment, number).tolist() == positions
    numbers = np.arange(len(folded))
    expected = [dictionary.stem_of_folded(number) for number in numbers]
    assert dictionary.stems_of_folded(numbers).tolist() == expected
    counts = [len(dictionary.folded_of_stem(number)) for number in range(len(stems))]
    assert dictionary.folded_counts(np.arange(len(stems))).tolist() == counts
    for prefix in ["", "r", "ru", "runn", "m", "ma", "sk", "ski", "語", "2", "zz"]:
        found = [dictionary.folded[i].decode() for i in dictionary.with_prefix(prefix)]
        assert found == [f for _, f in folded if f.startswith(prefix)]
    assert dictionary.stem_number("absent") == dictionary.folded_number("absent") == -1
    assert dictionary.folded_number("runned") == -1  # Its stem may be there.
    assert list(segment.live_forms("absent")) == []


def distance(one, other):
    """Optimal string alignment, as in the textbook."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        rows.append([i])
        for j, b in enumerate(other, start=1):
            cost = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                cost = min(cost, rows[i - 2][j - 2] + 1)
            rows[i].append(cost)
    return rows[-1][-1]


def check_searches(segment):
    dictionary = segment.dictionary
    folded = [word.decode() for word in dictionary.folded]
    for pattern in ["r.*", ".*s", "ru[a-z]", "(?:maori|2)", "[^a-z\n]+", "absent", ".+"]:
        expected = [n for n, word in enumerate(folded) if re.fullmatch(pattern, word)]
        assert dictionary.matching(pattern.encode()).tolist() == expected
        some = np.arange(0, len(folded), 2)
        found = dictionary.matching(pattern.encode(), some).tolist()
        assert found == [number for number in expected if number % 2 == 0]
    for letters in ["r", "un", "nn", "s\n", "run\n", "ing\n", "ā", "語", "absent"]:
        expected = [n for n, word in enumerate(folded) if letters in word + "\n"]
        assert dictionary.containing(letters.encode()).tolist() == expected
    for word in ["run", "rnu", "maroi", "harbor", "skeis", "1", "語", "zzzzzz"]:
        for errors in (1, 2):
            expected = [(n, d) for n, w in enumerate(folded) if (d := distance(word, w)) <= errors]
            everything = np.arange(len(folded))
            assert dictionary.neighbours(word, errors, everything) == expected
            numbers = [number for number, _ in expected]
            assert dictionary.within_distance(word, errors).tolist() == numbers
            equal = [number for number in numbers if folded[number][:1] == word[0]]
            assert dictionary.within_distance(word, errors, 1).tolist() == equal
            some = np.arange(0, len(folded), 2)
            found = dictionary.neighbours(word, errors, dictionary.similar(word, errors, some))
            assert found == [(n, d) for n, d in expected if n % 2 == 0]
        check_alike(segment, word, folded)
    for least in (0, 1, 2, 5):
        numbers = [
            number
            for number in range(len(folded))
            if segment.postings(dictionary.stem_of_folded(number))[0].size >= least
        ]
        assert segment.common_folded(least).tolist() == numbers
        listed = dictionary.folded.several(np.array(numbers, np.int64))
        assert [word.decode() for word in listed] == [folded[number] for number in numbers]


def check_alike(segment, word, folded):
    """Letters agree at one of the first two places, or crosswise; of one letter and of what
    is not ASCII, all are alike."""
    numbers = np.arange(len(folded))
    found = set(segment.dictionary.alike(word, numbers).tolist())
    if len(word) < 2 or not word.isascii():
        assert found == set(numbers.tolist())
        return
    wanted = {
        n for n, other in enumerate(folded) if set(word.encode()[:2]) & set(other.encode()[:2])
    }
    # Of a word of one letter, that of the next one may be looked at too.
    assert wanted <= found <= wanted | {n for n, other in enumerate(folded) if len(other) == 1}


def check_forms(segment, model):
    dictionary = segment.dictionary
    forms = [form.decode() for form in dictionary.forms]
    stems = [stem.decode() for stem in dictionary.stems]
    first = [min(n for n, form in enumerate(forms) if stem_of(form) == stem) for stem in stems]
    assert dictionary.first_forms(np.arange(len(stems))).tolist() == first
    for number, form in enumerate(forms):
        of_stem = stems.index(stem_of(form))
        positions = model.positions(lambda word, wanted=form: word == wanted)
        assert segment.positions_of_form(of_stem, number).tolist() == positions
        places = partial(segment.positions_of_form, of_stem, number)
        listed = segment.posting_count(of_stem, of_stem)
        check_positions_in(segment, model, places, positions, listed)
        expected = model.frequencies(positions)
        docs, in_title, in_body = segment.postings_of_form(of_stem, number)
        assert docs.tolist() == sorted(expected)
        both = zip(in_title.tolist(), in_body.tolist(), strict=True)
        assert [list(pair) for pair in both] == [expected[doc] for doc in docs.tolist()]
    folded = [word.decode() for word in dictionary.folded]
    for step in (1, 2, 3):
        chosen = np.arange(0, len(folded), step)
        words = {folded[number] for number in chosen}
        mask = dictionary.forms_mask(chosen.astype(np.uint32))
        assert mask.tolist() == [fold(form) in words for form in forms]
        numbers = np.unique(dictionary.stems_of_folded(chosen))
        found = segment.positions_of_forms(numbers, mask)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(positions_module, "AT_ONCE", 2)
            assert np.array_equal(segment.positions_of_forms(numbers, mask), found)
        expected = [
            position
            for number in numbers
            for position in segment.positions(number).tolist()
            if fold(model.written[position]) in words
        ]
        assert found.tolist() == expected


def check_postings(segment, model):
    forms = segment.dictionary.forms
    form_at = segment.container.array("position.form")
    forward = segment.forward.tolist()
    assert len(forward) == model.starts[-1]
    place = 0
    for number, raw in enumerate(segment.dictionary.stems):
        word = raw.decode()
        assert segment.dictionary.stem_number(word) == number
        positions = model.positions(lambda written, wanted=word: stem_of(written) == wanted)
        assert segment.positions(number).tolist() == positions
        expected = model.frequencies(positions)
        docs, in_title, in_body = segment.postings(number)
        assert docs.tolist() == sorted(expected)
        assert segment.document_frequency(number) == len(expected)
        both = zip(in_title.tolist(), in_body.tolist(), strict=True)
        assert [list(pair) for pair in both] == [expected[doc] for doc in docs.tolist()]
        assert segment.code(number) is not None
        first_folded = segment.dictionary.folded_of_stem(number).start
        first_form = segment.dictionary.forms_of_folded(first_folded).start
        for position in positions:
            assert forward[position] == segment.code(number)
            written = forms[first_form + int(form_at[place])].decode()
            assert written == model.written[position]
            place += 1
    assert [forward[p] for p in range(len(forward)) if p not in model.written] == [0] * (
        len(forward) - len(model.written)
    )
    stems = len(segment.dictionary.stems)
    for first in range(stems):
        for last in range(first, min(first + 3, stems)):
            numbers = range(first, last + 1)
            one_by_one = np.concatenate([segment.positions(number) for number in numbers])
            assert np.array_equal(segment.occurrences.of(first, last), one_by_one)
            places = partial(segment.positions_in, first, last)
            listed = segment.posting_count(first, last)
            check_positions_in(segment, model, places, one_by_one.tolist(), listed)
            assert segment.position_count(first, last) == one_by_one.size
            for at_once in (1 << 20, 2):  # In one part and in several.
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(postings, "AT_ONCE", at_once)
                    parts = list(segment.postings_of_runs([(first, last)]))
                for which in (0, 1, 2):
                    joined = np.concatenate([part[which] for part in parts])
                    each = np.concatenate([segment.postings(number)[which] for number in numbers])
                    assert np.array_equal(joined, each)
                    assert segment.posting_count(first, last) == each.size


def check_positions_in(segment, model, places, everywhere, listed):
    """Positions in some statements: all of those, and none that is not there.

    `places` gives them; `everywhere`: in all statements; `listed`: how many postings there
    are to choose from.
    """
    count = len(segment)
    for docs in (np.arange(0), np.arange(count), np.arange(0, count, 3), np.array([count - 1])):
        inside = set(docs.tolist())
        wanted = [p for p in everywhere if model.field_of[p] // 2 in inside]
        for few in (2_048, 0):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(positions_module, "FEW", few)
                found = places(docs).tolist()
            assert [p for p in found if model.field_of[p] // 2 in inside] == wanted
            assert set(found) <= set(everywhere)
        if docs.size * 2 <= listed:
            assert found == wanted


def check_columns(segment, items):
    statements = [statement for statement, _, _ in items]
    ids = [statement.id for statement in statements]
    assert len(segment) == len(items)
    assert [segment.id(doc) for doc in range(len(items))] == ids
    assert [segment.number(statement_id) for statement_id in ids] == list(range(len(items)))
    assert segment.number("no such id") == -1
    numbers = [int(s.date.strftime("%Y%m%d")) if s.date else 0 for s in statements]
    assert segment.dates.tolist() == numbers
    newest = sorted(range(len(items)), key=lambda doc: (-numbers[doc], ids[doc].encode()))
    assert segment.newest_ranks.tolist() == [newest.index(doc) for doc in range(len(items))]
    assert segment.lengths["title"].tolist() == [len(tokens(s.title)) for s in statements]
    assert segment.lengths["body"].tolist() == [len(tokens(text)) for _, text, _ in items]
    assert segment.source_digests.tobytes() == b"".join(digest for _, _, digest in items)


def check_names(column, names, key, display):
    keyed = [sorted({key(name) for name in listed} - {""}) for listed in names]
    keys = sorted({k for listed in keyed for k in listed})
    assert column.keys == keys
    rows = sorted({(key(name), display(name)) for listed in names for name in listed if key(name)})
    assert column.spellings == [spelling for _, spelling in rows]
    assert [column.keys[number] for number in column.key_of_spelling] == [k for k, _ in rows]
    # Of several spellings of a name in one statement, the first counts.
    counts = Counter(
        next(display(name) for name in listed if key(name) == one)
        for listed, distinct in zip(names, keyed, strict=True)
        for one in distinct
    )
    assert column.count_spellings(slice(None)).tolist() == [counts[name] for _, name in rows]
    for one in keys:
        assert column.with_key(one).tolist() == [d for d, ks in enumerate(keyed) if one in ks]
    assert column.with_key("nobody").tolist() == []
    assert column.with_any().tolist() == [doc for doc, ks in enumerate(keyed) if ks]
    for docs in (np.arange(0), np.arange(len(names)), np.arange(0, len(names), 2)):
        counted = column.count(docs).tolist()
        assert counted == [sum(one in keyed[doc] for doc in docs) for one in keys]


def check_stored(segment, items):
    for doc, (statement, text, _) in enumerate(items):
        assert segment.statement(doc) == (statement, text)
        assert segment.record(doc).text == text
        assert segment.source(doc, text) == (statement.body, dict(statement.extra))


def check_copies(segment, items):
    digests = segment.copy_digests.tolist()
    for doc, (statement, text, _) in enumerate(items):
        if len(text) < 50:
            assert digests[doc] == 0
            continue
        same = [
            other
            for other, (other_statement, other_text, _) in enumerate(items)
            if (other_statement.title, other_text) == (statement.title, text)
        ]
        assert segment.copies(digests[doc]) == same


@settings(max_examples=100)
@given(collections())
def test_a_segment_is_what_the_model_says(build_segment, collection):
    items, cuts = collection
    with tempfile.TemporaryDirectory() as folder:
        segment = build_segment(Path(folder), items, cuts)
        segment.container.verify_all()
        model = Model(items)
        assert segment.starts.tolist() == model.starts
        check_words(segment, model)
        check_forms(segment, model)
        check_searches(segment)
        check_postings(segment, model)
        check_columns(segment, items)
        ministers = [statement.ministers for statement, _, _ in items]
        check_names(
            segment.names["minister"],
            ministers,
            lambda name: person_key(name) if is_person(name) else "",
            plain_name,
        )
        portfolios = [statement.portfolios for statement, _, _ in items]
        check_names(
            segment.names["portfolio"], portfolios, label_key, lambda name: " ".join(name.split())
        )
        check_stored(segment, items)
        check_copies(segment, items)


@settings(max_examples=30)
@given(collections())
def test_cutting_into_chunks_changes_the_packing_only(build_segment, collection):
    items, cuts = collection
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole, cut = build_segment(Path(one), items), build_segment(Path(other), items, cuts)
        packing = ("record", "dictionary")
        for name in whole.container.names():
            if not name.startswith(packing):
                assert bytes(whole.container.view(name)) == bytes(cut.container.view(name)), name
