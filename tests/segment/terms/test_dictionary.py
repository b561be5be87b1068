import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from searchkit.schema.analysis import fold, normalise
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.segment.terms.words import number_words, write_words
from searchkit.storage.container import Container, ContainerWriter
from tests.support.hypothesis_settings import examples


def words(segment, numbers):
    return [segment.dictionary.folded[int(number)].decode() for number in numbers]


def test_written_folded_and_stem(segment_of):
    dictionary = segment_of("Talks talks TALK talking Māori maori").dictionary
    assert [stem.decode() for stem in dictionary.stems] == ["maori", "talk"]
    assert [word.decode() for word in dictionary.folded] == ["maori", "talk", "talking", "talks"]
    forms = [form.decode() for form in dictionary.forms]
    assert forms == ["Māori", "maori", "TALK", "talking", "Talks", "talks"]
    talk = dictionary.stem_number("talk")
    assert dictionary.folded_of_stem(talk) == range(1, 4)
    assert dictionary.forms_of_folded(3) == range(4, 6)
    assert dictionary.stem_of_folded(3) == talk


def test_prefixes_go_across_stems(segment_of):
    segment = segment_of("sea seas season seat sew Sécher se")
    with_prefix = segment.dictionary.with_prefix
    assert words(segment, with_prefix("sea")) == ["sea", "seas", "season", "seat"]
    found = sorted(words(segment, with_prefix("se")))
    assert found == ["se", "sea", "seas", "season", "seat", "secher", "sew"]
    assert words(segment, with_prefix("season")) == ["season"]
    assert words(segment, with_prefix("x")) == []
    assert list(with_prefix("se")) == sorted(with_prefix("se"))


def test_prefixes_where_stems_have_another_order(segment_of):
    segment = segment_of("skip skies sky")
    assert [word.decode() for word in segment.dictionary.folded] == ["skip", "skies", "sky"]
    assert sorted(words(segment, segment.dictionary.with_prefix("ski"))) == ["skies", "skip"]
    assert words(segment, segment.dictionary.with_prefix("skie")) == ["skies"]


def test_prefixes_of_other_scripts(segment_of):
    segment = segment_of("語学 語 日本語 हिन्दी")
    assert sorted(words(segment, segment.dictionary.with_prefix("語"))) == ["語", "語学"]
    assert words(segment, segment.dictionary.with_prefix("हि")) == ["हिन्दी"]


def test_a_stem_that_is_not_there(segment_of):
    dictionary = segment_of("talk").dictionary
    assert [dictionary.stem_number(word) for word in ("", "tal", "talks", "z")] == [-1] * 4


def test_nothing_matches_where_there_are_no_words(segment_of):
    dictionary = segment_of("").dictionary
    assert dictionary.matching(b".+").tolist() == dictionary.containing(b"a").tolist() == []


LETTERS = st.text("abcxyzāé語1", min_size=1, max_size=7)


@given(st.lists(LETTERS, min_size=1, max_size=40), LETTERS, st.integers(1, 2))
@examples(60)
def test_neighbours_are_those_of_comparing_all(words, word, distance):
    """The letters that words have leave out none that is near enough."""
    with tempfile.TemporaryDirectory() as name:
        written = number_words(normalise(one).encode() for one in set(words))
        with ContainerWriter(Path(name) / "words") as writer:
            write_words(writer, written)
        dictionary = Dictionary(Container(Path(name) / "words"))
        asked = fold(normalise(word))
        folded = [one.decode() for one in dictionary.folded]
        numbered = [(i, OSA.distance(asked, one)) for i, one in enumerate(folded)]
        expected = [(i, errors) for i, errors in numbered if errors <= distance]
        similar = dictionary.similar(asked, distance)
        assert dictionary.neighbours(asked, distance, similar) == expected
