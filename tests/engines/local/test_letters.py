"""Letters that Unicode does not take apart, and people under all their names, in an index."""

import pytest

from searchkit import Statement

BODY = "Œuvre of SØREN from Łoś, the Ægir, Þór, Ðan and Straße."
WORDS = ["oeuvre", "œuvre", "soren", "Søren", "los", "łoś", "aegir", "thor", "dan", "strasse"]


@pytest.fixture
def archive(archive_of):
    names = [
        *["The Hon Orla Brännigan", "Orla Brannigan KC", "ORLA BRANNIGAN, MP", "orla brannigan"],
        *["Søren del Vento", "Hon Soren del Vento", "Perry Link", "Hon Perry Link QSO"],
    ]
    return archive_of(
        *[Statement(f"{n}.md", f"Levy {n}", BODY, ministers=(m,)) for n, m in enumerate(names)]
    )


@pytest.mark.parametrize("word", [*WORDS, *map(str.upper, WORDS), "s?ren", "oeuv*", "sorem~1"])
def test_words_are_found(archive, word):
    found = archive.search(word)
    assert found.total == 8
    assert found[0].snippets or found[0].highlights


def test_exact_words_are_as_written(archive):
    assert archive.count("=Œuvre") == 8
    assert archive.count("=oeuvre") == 0


def test_one_person_is_one_facet_and_one_filter(archive):
    counts = {one.name: one.statements for one in archive.names("minister", "")}
    assert sorted(counts.values()) == [2, 2, 4]
    for name, count in [
        *[("orla brannigan", 4), ("Orla Brannigan KC", 4), ("soren", 2)],
        *[("the hon orla brannigan mp", 4), ("Søren del Vento", 2), ("perry link", 2)],
    ]:
        assert archive.count("levy", minister=name) == count, name
    assert archive.check(deep=True).total == 0
