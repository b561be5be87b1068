"""The options of `search` beyond the first page, as a user runs them."""

import json

import pytest

import searchkit
from tests.support.command_line import call


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    make = searchkit.Statement
    statements = [
        make(f"s{number}", f"Harbour report {number}", "The harbour of Oster, in figures.")
        for number in range(25)
    ]
    text = "A levy on grain, filed twice, which is long enough to be taken for a copy."
    statements += [make("t1", "Levy", text, ministers=("Hon Orla Brannigan",)),
                   make("t2", "Levy", text, ministers=("Tamsin Ohare",))]  # fmt: skip
    folder = tmp_path_factory.mktemp("further") / "index"
    searchkit.build(statements, folder)
    return folder


def run(index, *arguments, program="search"):
    return call(index.parent, *arguments, "--index", str(index), name=program)


def test_zero_streams_all(index):
    code, out, err = run(index, "harbour", "-n", "0")
    assert code == 0
    assert out.count("Harbour report") == 25
    assert "25 statements match" in err
    lines = run(index, "harbour", "-n0", "--jsonl")[1].splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 25
    assert len(json.loads(run(index, "harbour", "-n0", "--json")[1])["hits"]) == 25
    assert run(index, "nowhere", "-n0")[0] == 1


def test_copies_one_by_one(index):
    assert "also filed" in run(index, "levy")[1]
    out = run(index, "levy", "--all-copies")[1]
    assert "also filed" not in out
    assert "1." in out
    assert "2." in out


def test_like(index):
    code, out, _ = run(index, "--like", "s3", "-n", "2")
    assert code == 0
    assert "s3" not in out.split()
    assert run(index, "--like", "nowhere")[0] == 2
    assert run(index, "--like", "s3", "harbour")[0] == 2


def test_did_you_mean_is_said_and_not_done(index):
    code, out, err = run(index, "habrour")
    assert (code, out) == (1, "")
    assert "Did you mean: harbour" in err
    assert json.loads(run(index, "habrour", "--json")[1])["suggestion"] == "harbour"


LANGUAGE = ["te?t", "harb?ur", "=Oster", "harbour NEAR/3 Oster", "habrour~1", '"the (levy OR x*)"']


@pytest.mark.parametrize("query", LANGUAGE)
def test_the_language_reaches_the_command(index, query):
    code, _, err = run(index, query)
    assert code in (0, 1), err


def test_an_argument_with_an_operator_is_no_phrase(index):
    assert run(index, "harbour NEAR/3 Oster", "--count")[1] == "25\n"
    assert run(index, "harbour =Oster", "--count")[1] == "25\n"
    assert run(index, "harbour Oster", "--count")[1] == "0\n"


def test_names_are_listed(index):
    code, out, _ = run(index, "ministers", program="searchkit")
    assert code == 0
    assert [line.split("  ")[0] for line in out.splitlines()] == ["Orla Brannigan", "Tamsin Ohare"]
    found = json.loads(run(index, "ministers", "orla", "--json", program="searchkit")[1])
    assert found == [
        {"name": "Orla Brannigan", "first_date": None, "last_date": None, "statements": 1}
    ]
    assert run(index, "portfolios", program="searchkit")[:2] == (0, "")
    code, _, err = run(index, "ministers", "orl", program="searchkit")
    assert code == 2
    assert "Orla Brannigan" in err
