"""Wildcards, typing errors, exact words, alternatives, slop, NEAR and ADJ, judged by a
plain matcher and, where it can, by Whoosh."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.query import spans

import searchkit
from searchkit.corpus.markdown import clean_text
from searchkit.schema.analysis import fold, stem, tokens
from tests.support.hypothesis_settings import examples
from tests.support.plain_spans import witnesses
from tests.support.whoosh_judge import Judge

VOCABULARY = [
    "Grain",
    "grain",
    "harbour",
    "harbours",
    "Harbour",
    "island",
    "Island",
    "Īsland",
    "talks",
    "talk",
    "LEVY",
    "levy",
    "Levy",
    "the",
    "of",
    "six",
    "pilots",
    "pilot",
    "fee",
    "fees",
]
STEMS = sorted({stem(fold(word)) for word in VOCABULARY})
FOLDED = sorted({fold(word) for word in VOCABULARY})


def texts(largest):
    return st.lists(st.sampled_from(VOCABULARY), max_size=largest).map(" ".join)


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    import random

    chance = random.Random(7)
    statements = [
        searchkit.Statement(
            id=f"s{number:02d}",
            title=" ".join(chance.choices(VOCABULARY, k=chance.randint(0, 5))),
            body=" ".join(chance.choices(VOCABULARY, k=chance.randint(0, 24))),
        )
        for number in range(60)
    ]
    index = tmp_path_factory.mktemp("together") / "index"
    searchkit.build(statements, index)
    judge = Judge([(s, clean_text(s.body)) for s in statements])
    with searchkit.open(index) as archive:
        yield statements, archive, judge


def rows(statement):
    """(text, its words, whether it is the title) of each field."""
    return _rows(statement.title, statement.body)


@lru_cache(None)
def _rows(title, body):
    texts = (title, True), (clean_text(body), False)
    return [(text, tokens(text), in_title) for text, in_title in texts]


@st.composite
def single(draw, title=False, whoosh=True):
    kinds = ["stem", "stem", "prefix", "wildcard", "exact"] + ([] if whoosh else ["fuzzy"])
    kind = draw(st.sampled_from(kinds))
    if kind == "stem":
        return query.Term("title" if title else "text", draw(st.sampled_from(STEMS)))
    if kind == "exact":
        return query.Term("title_exact" if title else "exact", draw(st.sampled_from(VOCABULARY)))
    field = "title_folded" if title else "folded"
    word = draw(st.sampled_from(FOLDED))
    place = draw(st.integers(0, len(word) - 1))
    if kind == "prefix":
        return query.Prefix(field, word[: place + 1])
    if kind == "wildcard":
        sign = draw(st.sampled_from("*?"))
        return query.Wildcard(field, word[:place] + sign + word[place + 1 :])
    letter = draw(st.sampled_from(["", "x", word[place] * 2]))
    mistyped = word[:place] + letter + word[place + 1 :] or "x"
    return query.FuzzyTerm(field, mistyped, maxdist=draw(st.integers(1, 2)), prefixlength=0)


@st.composite
def together(draw, depth=1, whoosh=True):
    title = draw(st.integers(0, 4)) == 0

    def operand(level):
        kind = draw(st.integers(0, 9))
        if kind < 5 or not level:
            return draw(single(title, whoosh))
        if kind < 7:
            words = draw(st.lists(st.sampled_from(STEMS), min_size=2, max_size=2))
            field = "title" if title else "text"
            return query.Phrase(field, words, slop=draw(st.sampled_from([1, 1, 3])))
        if kind < 9:
            return query.Or([operand(0), operand(0)])
        slop, ordered = draw(st.integers(1, 5)), draw(st.booleans())
        return spans.SpanNear(operand(level - 1), operand(level - 1), slop=slop, ordered=ordered)

    if draw(st.booleans()):
        parts = [operand(depth) for _ in range(draw(st.integers(2, 3)))]
        return query.Sequence(parts, slop=draw(st.integers(1, 4)))
    slop, ordered = draw(st.integers(1, 8)), draw(st.booleans())
    return spans.SpanNear(operand(depth), operand(depth), slop=slop, ordered=ordered)


def found_by_hand(statements, tree):
    found = set()
    for statement in statements:
        if any(witnesses(tree, words, in_title) for _, words, in_title in rows(statement)):
            found.add(statement.id)
    return found


@examples(150)
@given(data=st.data())
def test_whoosh_finds_the_same(collection, data):
    _, archive, judge = collection
    tree = data.draw(together())
    assert {hit.id for hit in archive.stream(tree)} == judge.ids(tree)


@examples(250)
@given(data=st.data())
def test_a_plain_matcher_finds_the_same(collection, data):
    statements, archive, _ = collection
    tree = data.draw(together(whoosh=False))
    assert {hit.id for hit in archive.stream(tree)} == found_by_hand(statements, tree)


@examples(150)
@given(data=st.data())
def test_a_single_word_too(collection, data):
    statements, archive, _ = collection
    tree = data.draw(single(data.draw(st.booleans()), whoosh=False))
    assert {hit.id for hit in archive.stream(tree)} == found_by_hand(statements, tree)


@examples(200)
@given(data=st.data())
def test_every_highlight_belongs_to_a_witness_and_none_is_missing(collection, data):
    statements, archive, _ = collection
    tree = data.draw(together(whoosh=False))
    for statement in statements[:25]:
        marked = {"title": set(), "body": set()}
        (title, _, _), (body, _, _) = rows(statement)
        texts = {"title": title, "body": body}
        for match in archive.matches(statement.id, tree):
            before = len(tokens(texts[match.field][: match.start]))
            inside = tokens(texts[match.field][match.start : match.end])
            marked[match.field] |= set(range(before, before + len(inside)))
        for field, (_, words, in_title) in zip(marked, rows(statement), strict=True):
            expected = witnesses(tree, words, in_title)
            assert marked[field] == set().union(*(pieces for _, _, pieces in expected))


@st.composite
def anything(draw):
    """A word of any kind, a phrase, loose or not, or words near each other."""
    title = draw(st.integers(0, 4)) == 0
    words = st.lists(st.sampled_from(STEMS), min_size=2, max_size=3)
    field = "title" if title else "text"
    phrase = st.builds(
        lambda listed, slop: query.Phrase(field, listed, slop=slop), words, st.sampled_from([1, 3])
    )
    return draw(st.one_of(single(title, whoosh=False), phrase, together(whoosh=False)))


def mask(statement, found):
    """The texts of a statement with every match replaced by as many unknown words."""
    (title, _, _), (body, _, _) = rows(statement)
    texts = {"title": title, "body": body}
    for match in reversed(found):
        text = texts[match.field]
        unknown = " ".join("unknown" for _ in tokens(text[match.start : match.end]))
        texts[match.field] = text[: match.start] + unknown + text[match.end :]
    return texts


def matches(part, texts):
    fields = ("title", True), ("body", False)
    return any(witnesses(part, tokens(texts[f]), in_title) for f, in_title in fields)


@examples(200)
@given(data=st.data())
def test_masked_it_no_longer_matches(collection, data):
    statements, archive, _ = collection
    parts = data.draw(st.lists(anything(), min_size=1, max_size=3))
    joint = data.draw(st.sampled_from([query.And, query.Or]))
    positive = joint(parts) if len(parts) > 1 else parts[0]
    # What is in NOT is no part of it: it must not match, so nothing of it is shown.
    unwanted = data.draw(st.one_of(st.none(), anything()))
    tree = query.And([positive, query.Not(unwanted)]) if unwanted else positive
    for statement in statements[:25]:
        if found := archive.matches(statement.id, tree):
            texts = mask(statement, found)
            held = [matches(part, texts) for part in parts]
            assert not (all(held) if joint is query.And else any(held))


GRAIN, HARBOUR = query.Term("text", stem("grain")), query.Term("text", stem("harbour"))
EACH_KIND = {
    "stem": GRAIN,
    "in the title": query.Term("title", stem("grain")),
    "exact": query.Term("exact", "LEVY"),
    "prefix": query.Prefix("folded", "har"),
    "wildcard": query.Wildcard("folded", "?a*"),
    "typing error": query.FuzzyTerm("folded", "gran", maxdist=1, prefixlength=0),
    "phrase": query.Phrase("text", [GRAIN.text, HARBOUR.text]),
    "loose phrase": query.Phrase("text", [GRAIN.text, HARBOUR.text], slop=4),
    "sequence": query.Sequence([query.Or([GRAIN, HARBOUR]), query.Prefix("folded", "is")]),
    "loose sequence": query.Sequence([query.Or([GRAIN, HARBOUR]), GRAIN], slop=3),
    "near": spans.SpanNear(GRAIN, HARBOUR, slop=3, ordered=False),
    "in order": spans.SpanNear(GRAIN, HARBOUR, slop=3, ordered=True),
    "near a phrase": spans.SpanNear(
        GRAIN, query.Phrase("text", [HARBOUR.text, HARBOUR.text]), slop=9, ordered=False
    ),
}


@pytest.mark.parametrize("kind", EACH_KIND)
def test_each_kind_masked_no_longer_matches(collection, kind):
    statements, archive, _ = collection
    tree, masked = EACH_KIND[kind], 0
    for statement in statements:
        if found := archive.matches(statement.id, tree):
            masked += 1
            assert not matches(tree, mask(statement, found))
    assert masked == archive.count(tree) > 0


def test_distance_counts_transpositions_as_one(tmp_path):
    searchkit.build([searchkit.Statement(id="a", title="Korea", body="")], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        assert archive.count("korae~1") == 1
        assert archive.count("krae~1") == 0
        assert archive.count("krae~2") == 1


def test_nothing_crosses_from_title_to_body_or_to_the_next_statement(tmp_path):
    statements = [
        searchkit.Statement(id="a", title="one two", body="three four"),
        searchkit.Statement(id="b", title="five six", body="seven eight"),
    ]
    searchkit.build(statements, tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        for text in ("two NEAR/1000 three", "four NEAR/1000 five", '"two three"', '"two three"~9'):
            assert archive.count(text) == 0, text
        assert archive.count("three NEAR/1 four") == 1


def test_one_letter_is_one_letter_in_every_script(tmp_path):
    words = ["東京", "京", "שלום", "ｧ", "naïve", "𠀀𠀁", "e\u0301t"]
    statements = [
        searchkit.Statement(id=str(number), title="", body=word)
        for number, word in enumerate(words)
    ]
    searchkit.build(statements, tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        for text, found in (
            ("?京", {"0"}),
            ("*京", {"0", "1"}),
            ("??京", set()),
            ("ש?ו?", {"2"}),
            ("?ל*", {"2"}),
            ("?????", {"4"}),
            ("na?ve", {"4"}),
            ("?𠀁", {"5"}),
            ("𠀀?*", {"5"}),
            ("?t", {"6"}),
        ):
            if text.strip("?*"):
                assert {hit.id for hit in archive.stream(text)} == found, text


def test_no_pattern_takes_long_over_a_word(tmp_path):
    """With plain regular expressions this one would take longer than anybody waits."""
    body = "a" * 20_000 + " ab" * 3
    searchkit.build([searchkit.Statement(id="a", title="", body=body)], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        assert archive.count("*a*a*a*a*a*a*a*c") == 0
        assert archive.count("a*a*a*a*a*a*a*a?") == 1
