"""Wildcards, typing errors, exact words, alternatives, slop, NEAR and ADJ, judged by a
plain matcher and, where it can, by Whoosh."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.corpus.markdown import clean_text
from searchkit.query.tree import (
    And,
    Choice,
    Exact,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)
from searchkit.schema.analysis import fold, stem, tokens
from tests.support.hypothesis_settings import examples
from tests.support.plain_spans import witnesses
from tests.support.whoosh_judge import Judge
from tests.support.whoosh_trees import to_whoosh

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
    within = "title" if title else None
    kinds = ["stem", "stem", "prefix", "wildcard", "exact"] + ([] if whoosh else ["fuzzy"])
    kind = draw(st.sampled_from(kinds))
    if kind == "stem":
        return Stem(draw(st.sampled_from(STEMS)), within=within)
    if kind == "exact":
        return Exact(draw(st.sampled_from(VOCABULARY)), within=within)
    word = draw(st.sampled_from(FOLDED))
    place = draw(st.integers(0, len(word) - 1))
    if kind == "prefix":
        return Prefix(word[: place + 1], within=within)
    if kind == "wildcard":
        sign = draw(st.sampled_from("*?"))
        return Wildcard(word[:place] + sign + word[place + 1 :], within=within)
    letter = draw(st.sampled_from(["", "x", word[place] * 2]))
    mistyped = word[:place] + letter + word[place + 1 :] or "x"
    return Fuzzy(mistyped, draw(st.integers(1, 2)), within=within)


def row(stems, slop, within):
    """Stems in a row, loose or not."""
    if slop == 1:
        return Phrase(tuple(stems), within=within)
    return Near(tuple(Stem(one, within=within) for one in stems), slop, quoted=True)


@st.composite
def together(draw, depth=1, whoosh=True):
    title = draw(st.integers(0, 4)) == 0

    def operand(level):
        kind = draw(st.integers(0, 9))
        if kind < 5 or not level:
            return draw(single(title, whoosh))
        if kind < 7:
            words = draw(st.lists(st.sampled_from(STEMS), min_size=2, max_size=2))
            return row(words, draw(st.sampled_from([1, 1, 3])), "title" if title else None)
        if kind < 9:
            return Choice((operand(0), operand(0)))
        slop, ordered = draw(st.integers(1, 5)), draw(st.booleans())
        return Near((operand(level - 1), operand(level - 1)), slop, ordered)

    if draw(st.booleans()):
        parts = tuple(operand(depth) for _ in range(draw(st.integers(2, 3))))
        return Near(parts, draw(st.integers(1, 4)), quoted=True)
    slop, ordered = draw(st.integers(1, 8)), draw(st.booleans())
    return Near((operand(depth), operand(depth)), slop, ordered)


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
    assert {hit.id for hit in archive.stream(tree)} == judge.ids(to_whoosh(tree))


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
    phrase = st.builds(row, words, st.sampled_from([1, 3]), st.just("title" if title else None))
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


@examples(80)
@given(data=st.data())
def test_masked_it_no_longer_matches(collection, data):
    statements, archive, _ = collection
    parts = data.draw(st.lists(anything(), min_size=1, max_size=3))
    joint = data.draw(st.sampled_from([And, Or]))
    positive = joint(tuple(parts)) if len(parts) > 1 else parts[0]
    # What is in NOT is no part of it: it must not match, so nothing of it is shown.
    unwanted = data.draw(st.one_of(st.none(), anything()))
    tree = And((positive, Not(unwanted))) if unwanted else positive
    for statement in statements[:25]:
        if found := archive.matches(statement.id, tree):
            texts = mask(statement, found)
            held = [matches(part, texts) for part in parts]
            assert not (all(held) if joint is And else any(held))


GRAIN, HARBOUR = Stem(stem("grain")), Stem(stem("harbour"))
EACH_KIND = {
    "stem": GRAIN,
    "in the title": Stem(stem("grain"), within="title"),
    "exact": Exact("LEVY"),
    "prefix": Prefix("har"),
    "wildcard": Wildcard("?a*"),
    "typing error": Fuzzy("gran", 1),
    "phrase": Phrase((GRAIN.stem, HARBOUR.stem)),
    "loose phrase": Near((GRAIN, HARBOUR), 4, quoted=True),
    "sequence": Near((Choice((GRAIN, HARBOUR)), Prefix("is")), quoted=True),
    "loose sequence": Near((Choice((GRAIN, HARBOUR)), GRAIN), 3, quoted=True),
    "near": Near((GRAIN, HARBOUR), 3, ordered=False),
    "in order": Near((GRAIN, HARBOUR), 3),
    "near a phrase": Near((GRAIN, Phrase((HARBOUR.stem, HARBOUR.stem))), 9, ordered=False),
    "three either way round": Near((GRAIN, HARBOUR, GRAIN), 5, ordered=False),
    "choice": Choice((Exact("LEVY"), Phrase((GRAIN.stem, HARBOUR.stem)))),
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
            ("ש?ו?", set()),  # The last ? ends a question.
            ("ש?ו*", {"2"}),
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
