"""Doubled vowels and "did you mean"."""

import pytest

import searchkit


def build(tmp_path, texts):
    statements = [
        searchkit.Statement(id=f"s{number:03d}", title="", body=text)
        for number, text in enumerate(texts)
    ]
    searchkit.build(statements, tmp_path / "index")
    return searchkit.open(tmp_path / "index")


@pytest.fixture
def vowels(tmp_path):
    texts = ["Kāpehu sails"] * 4 + ["Kapehu sails", "Kaapehu sails"]
    texts += ["too late", "to late", "tō ship", "ōo bird"]
    texts += ["been there", "ben there", "bēn there", "Bēēn"]
    texts += ["whaariki", "whāriki mats", "whariki mats"]
    with build(tmp_path, texts) as archive:
        yield archive


def ids(archive, text):
    return {hit.id for hit in archive.stream(text)}


def test_macron_plain_and_doubled_find_the_same(vowels):
    for spellings in (
        ["Kāpehu", "kapehu", "Kaapehu", "KAAPEHU"],
        ["whāriki", "whariki", "whaariki"],
    ):
        found = [ids(vowels, text) for text in spellings]
        assert found[0]
        assert all(one == found[0] for one in found), spellings


def test_in_phrases_and_near_too(vowels):
    assert vowels.count('"Kaapehu sails"') == vowels.count('"Kāpehu sails"') == 6
    assert vowels.count("sails NEAR/1 kaapehu") == 6
    assert vowels.count("title:kaapehu") == 0


def test_exact_is_exact(vowels):
    assert vowels.count("=Kāpehu") == 4
    assert vowels.count("=Kaapehu") == 1
    assert vowels.count('="Kapehu sails"') == 1


def test_it_is_shown(vowels):
    assert vowels.search("Kaapehu").interpreted == "(Kaapehu OR kapehu)"
    assert vowels.search("sails").interpreted == "sails"


def test_short_words_and_commoner_doubled_forms_stay_themselves(tmp_path):
    texts = ["too"] * 3 + ["tō", "lee", "lē", "been", "been", "bēn"]
    with build(tmp_path, texts) as archive:
        assert archive.count("too") == 3
        assert archive.count("lee") == 1
        assert archive.count("been") == 2
        assert archive.count("ben") == 1


def test_the_doubled_form_needs_a_macron_in_the_corpus(tmp_path):
    with build(tmp_path, ["Kapehu", "Kapehu", "Kaapehu"]) as archive:
        assert archive.count("Kaapehu") == 1
        assert archive.count("Kapehu") == 2


def test_the_doubled_form_itself_need_not_occur(tmp_path):
    with build(tmp_path, ["Kāpehū", "Kapehu", "kapehū", "Kaapehu"]) as archive:
        assert archive.count("Kāpehū") == archive.count("kapehu") == 4
        for text in ("Kaapehuu", "kaapehu", "kapehuu", "KAAPEHŪ"):
            assert archive.count(text) == 4, text
        assert archive.search("kapehu").interpreted == "(kapehu OR kaapehu)"
        # No macron stands there in the corpus.
        assert archive.count("Kapeehu") == 0


@pytest.fixture
def common(tmp_path):
    texts = ["North Korea talks"] * 40 + ["harbour levy"] * 60 + ["Norht sea", "zyx"]
    with build(tmp_path, texts) as archive:
        yield archive


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Norht Koera", "North Korea"),
        ('"Norht Koera" talks', '"North Korea" talks'),
        ("HARBUOR levy", "HARBOUR levy"),
        ("harbour -levvy koera", "harbour -levvy korea"),
        ("North Korea", None),
        ("zyx", None),
        ("qqqqqqqq", None),
        ("2007", None),
        ("koera*", None),
        ("=Koera", None),
    ],
)
def test_did_you_mean(common, text, suggestion):
    assert common.search(text).suggestion == suggestion


def test_an_error_that_people_make(tmp_path):
    """Mistyped now and then in the corpus itself; a second letter is not forgiven there."""
    texts = ["government levy"] * 400 + ["goverment levy", "govermnt levy", "grain"] * 6
    with build(tmp_path, texts) as archive:
        assert archive.search("goverment").suggestion == "government"
        assert archive.search("govermnt").suggestion is None
        assert archive.search("grain").suggestion is None


def test_a_text_in_another_language_gets_none(common):
    assert common.search("Koera Norht harbuor levvy").suggestion == "Korea North harbour levy"
    assert common.search("Koera Norht harbuor levvy zyxx").suggestion is None


def test_it_is_never_applied(common):
    answer = common.search("Koera")
    assert (answer.total, len(answer), answer.suggestion) == (0, 0, "Korea")


def test_words_of_several_spellings_relax_too(vowels):
    for text in ("kaapehu sails nowhere", '"kaapehu sails nowhere"', '"kaapehu nowhere" sails'):
        answer = vowels.search(text)
        assert answer.total == 0
        assert answer.also
        assert all("nowhere" in hit.missing for hit in answer.also)
    lacking = vowels.search('"sails kaapehu" sails').also[0].missing
    assert lacking == ('"sails (kaapehu OR kapehu)"',)
