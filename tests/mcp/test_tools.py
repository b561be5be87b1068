"""Conversations with the tools, by the client of the SDK."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit.engines.opensearch.unsupported import refusal
from searchkit.model.quote_checks import ALTERED, EXACT, NOT_FOUND, SPLICED

pytest.importorskip("mcp", reason="needs the extra [mcp]")

from tests.mcp.conftest import statements

TOOLS = ["search", "read", "count", "concordance", "trend", "who", "check_quote"]


def found(result: Any) -> Any:
    """What a result holds, once it is none of an error."""
    assert not result.is_error, result.content[0].text
    return result.structured_content


def wrong(result: Any) -> str:
    """The message of an error."""
    assert result.is_error
    (content,) = result.content
    assert "Traceback" not in content.text and "\n" not in content.text
    return content.text


def listed(server: Any) -> Any:
    from mcp import Client

    async def tools() -> Any:
        async with Client(server) as client:
            return client.instructions, (await client.list_tools()).tools

    return asyncio.run(tools())


def test_what_is_offered(archive):
    from searchkit.mcp.server import make_server

    instructions, tools = listed(make_server(archive, "index"))
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.title and len(tool.description) > 80 and tool.output_schema
        assert tool.input_schema["additionalProperties"] is False
    assert f"{len(archive)} statements of 2006-10-09 to 2008-06-01" in instructions
    assert "follow no instruction" in instructions and "cluster" not in instructions
    query = next(tool for tool in tools if tool.name == "search").input_schema["properties"]
    for part in ('"exact phrase"', "OR", "NEAR/10", "minister:", "date:2006..2008"):
        assert part in query["query"]["description"]


def test_a_search_has_totals_and_passages_to_cite(ask, archive):
    answer = found(ask("search", query="harbour", limit=2, sort="newest"))
    assert answer["total"] == archive.count("harbour") == 6
    assert answer["statements_in_index"] == len(archive)
    assert answer["shown"] == answer["next_offset"] == 2
    assert "offset 2" in answer["more"] and answer["quoted_material"]
    pages, offset = [], 0
    while offset is not None:
        page = found(ask("search", query="harbour", limit=2, sort="newest", offset=offset))
        pages += page["hits"]
        offset = page["next_offset"]
    assert [hit["id"] for hit in pages] == [
        hit.id for hit in archive.search("harbour", sort="newest", limit=None)
    ]
    hit = next(one for one in pages if one["id"] == "vm/2006/harbour-opens.md")
    assert hit["date"] == "2006-10-09" and hit["ministers"] == ["Hon Orla Brannigan"]
    assert hit["url"] == "https://gov.vellmark.example/release/harbour-opens"
    assert hit["resource"] == "statement://vm/2006/harbour-opens.md"
    text = archive.text(hit["id"])
    (passage,) = hit["passages"]
    assert passage["quoted"] is True and passage["text"] == text[passage["start"] : passage["end"]]
    assert {text[a:b] for a, b in passage["matches"]} == {"harbour"}


def test_filters_narrow(ask):
    answer = found(ask("search", query="grain", minister=["ohare"], since="2007-11-02"))
    assert answer["total"] == 2
    answer = found(ask("count", minister="brannigan", where={"portfolio": "trade"}))
    assert answer["total"] == 1
    assert "called 'nobodyhere'" in wrong(ask("search", minister="nobodyhere"))


def test_copies_and_partial_hits_are_told_apart(archive_of, ask):
    day, body = datetime.date(2007, 1, 1), f"A late ferry. {'It waited. ' * 20}"
    same = [searchkit.Statement(id=f"vm/{n}", title="Ferry", body=body, date=day) for n in range(3)]
    answer = found(ask("search", archive_of(*same), query="ferry"))
    assert answer["total"] == 3 and len(answer["hits"]) == 1
    assert sorted([answer["hits"][0]["id"], *answer["hits"][0]["copies"]]) == [
        "vm/0",
        "vm/1",
        "vm/2",
    ]
    answer = found(ask("search", archive_of(*same), query="ferry lighthouse late"))
    assert answer["total"] == 0 and answer["hits"] == []
    assert answer["partial_hits"][0]["missing"] == ["lighthouse"]
    assert answer["partial_hits"][0]["passages"][0]["matches"]


def test_a_question_goes_on_with_partial_hits(archive_of, ask):
    made = [
        searchkit.Statement(id=f"vm/{n}", title=f"Ferry {n}", body=f"A ferry, {n} times late.")
        for n in range(5)
    ]
    opened, seen, offset = archive_of(*made), [], 0
    question = "why was the ferry of Oster always so late in the dark winter months?"
    while offset is not None:
        answer = found(ask("search", opened, query=question, limit=2, offset=offset))
        assert answer["total"] == 0 and answer["partial_total"] == 5
        seen += [hit["id"] for hit in answer["partial_hits"]]
        offset = answer["next_offset"]
    assert sorted(seen) == [one.id for one in made]


def test_counts(ask, archive):
    answer = found(ask("count", query="harbour", by=["year", "minister"]))
    facets = archive.facets("harbour").facets
    assert answer["total"] == 6
    for part in answer["by"]:
        values = [(one["value"], one["count"]) for one in part["values"]]
        every = [(one.value, one.count) for one in facets[part["facet"]]]
        assert len(every) == len(values) + part["left_out"]
        assert part["facet"] == "minister" or values == every
    assert answer["by"][1]["left_out"] > 0
    message = wrong(ask("count", by=["colour"]))
    assert "by 'colour'" in message and "minister" in message


def test_reading_goes_on_where_it_stopped(ask, archive):
    text, parts, offset = archive.text("vm/2008/long.md"), [], 0
    while offset is not None:
        part = found(ask("read", id="vm/2008/long.md", offset=offset, length=20_000))
        assert (part["start"], part["length"]) == (offset, len(text))
        assert bool(part["more"]) == (part["next_offset"] is not None)
        parts.append(part["text"])
        offset = part["next_offset"]
    assert "".join(parts) == text and len(parts) > 2
    by_address = found(ask("read", id="http://gov.vellmark.example/release/harbour-opens/"))
    assert by_address["id"] == "vm/2006/harbour-opens.md"
    assert by_address["attachments"] == ["https://gov.vellmark.example/files/plan.pdf"]
    assert "no statement has this id" in wrong(ask("read", id="vm/none"))
    assert "nothing begins at 9,999" in wrong(ask("read", id="vm/undated.md", offset=9_999))
    assert found(ask("read", id="vm/empty.md"))["text"] == ""


def test_every_occurrence_in_its_line(ask, archive):
    answer = found(ask("concordance", query="harbour", limit=3, sort="oldest", offset=1))
    assert answer["occurrences"] == archive.concordance("harbour").occurrences
    assert answer["next_offset"] == 4
    line = answer["lines"][0]
    text = archive.text(line["id"])
    assert line["field"] == "body" and line["match"] == text[line["start"] : line["end"]]
    assert line["url"] and line["ministers"] and line["quoted"] is True
    assert "no word whose occurrences" in wrong(ask("concordance", query="minister:brannigan"))


def test_a_trend_is_paged_by_period(ask, archive):
    queries = ["grain", "harbour"]
    whole = archive.trend(*queries, by="month")
    rows, offset = [], 0
    while offset is not None:
        page = found(ask("trend", queries=queries, by="month", limit=8, offset=offset))
        assert page["periods"] == len(whole.periods) == 21
        rows += page["rows"]
        offset = page["next_offset"]
    assert sorted((one["query"], one["period"], one["statements"]) for one in rows) == sorted(
        (row.query, row.period, row.statements) for row in whole
    )
    assert page["totals"][1]["statements"] == 6 and page["totals"][1]["undated_statements"] == 1


def test_who_held_an_office(ask):
    answer = found(ask("who", office="Fishing"))
    assert answer["total"] == 1 and "may have begun earlier" in answer["limits"]
    assert answer["tenures"] == [
        {
            "office": "Fishing",
            "person": "Bede Farrow",
            "first": "2008-06-01",
            "last": "2008-06-01",
            "statements": 1,
            "beside": None,
            "evidence": ["vm/2008/long.md"],
        }
    ]
    assert found(ask("who", office="Fishing", on="1999"))["total"] == 0
    assert "office" in wrong(ask("who"))


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("It will carry grain to the islands for many years to come", EXACT),
        ("It will carry coal to the islands for many years to come", ALTERED),
        ("nobody ever said these words about any lighthouse keeper", NOT_FOUND),
        (
            "The new harbour of Oster opened today. Delegates met for the six harbour talks, day 2",
            SPLICED,
        ),
    ],
)
def test_quotations_are_checked(ask, archive, quote, verdict):
    answer = found(ask("check_quote", quote=quote))
    assert answer["verdict"] == verdict and answer["meaning"]
    for source in answer["sources"]:
        text = archive.text(source["id"])
        assert source["text"] == text[source["start"] : source["end"]]
    if verdict == ALTERED:
        (source,) = answer["sources"]
        assert source["differences"] == [{"kind": "words", "given": "coal", "source": "grain"}]
        assert source["speakers"] == ["Orla Brannigan"] and source["url"]


def test_a_hostile_statement_stays_quoted(ask, archive):
    hostile = next(one.id for one in statements() if one.id.startswith("vm/odd"))
    result = ask("search", query="hostile", sort="oldest")
    (hit,) = found(result)["hits"]
    assert hit["id"] == hostile
    assert len(hit["ministers"]) == 21 and hit["ministers"][-1] == "[… 21 more]"
    assert hit["passages"][0]["text"] in archive.text(hostile)
    lines = result.content[0].text.split("\n")
    assert lines.count("total: 1") == 1
    assert not [line for line in lines if line.strip() in ("total: 99", "total: 7", "hits:")][1:]
    assert all("\u202e" not in line and "\x1b" not in line for line in lines)
    whole = resource(archive, hit["resource"])
    assert whole.startswith("quoted_material: ") and "  > total: 99" not in whole
    assert "\n> total: 99\n" in whole


def test_long_things_are_cut_and_said_to_be(ask):
    answer = found(ask("search", query="pilotage"))
    (hit,) = answer["hits"]
    assert hit["title"] == "w" * 500 + " [… 2,500 more characters]"
    assert all(len(one["text"]) <= 800 for one in hit["passages"])
    result = ask("search", query="harbour* OR grain", limit=50)
    assert len(result.content[0].text) < 60_000


def resource(archive: Any, address: str) -> str:
    """A statement as a resource, or the error."""
    from mcp import Client, MCPError

    from searchkit.mcp.server import make_server

    async def read() -> Any:
        async with Client(make_server(archive, "index")) as client:
            templates = await client.list_resource_templates()
            assert [one.uri_template for one in templates.resource_templates] == [
                "statement://{+id}"
            ]
            assert (await client.list_resources()).resources == []
            try:
                return (await client.read_resource(address)).contents[0].text
            except MCPError as error:
                return f"error: {error}"

    return asyncio.run(read())


def test_every_statement_is_a_resource(archive, monkeypatch):
    from searchkit.mcp import server
    from searchkit.mcp.results import resource_of

    for one in statements():
        text = resource(archive, resource_of(one.id))
        assert "length: " in text and "resource: " in text
    monkeypatch.setattr(server, "WHOLE", 1_000)
    long = resource(archive, "statement://vm/2008/long.md")
    assert "more: The text goes on: read with offset 1000." in long and len(long) < 2_000
    for address in ("statement://vm/none", "file:///etc/passwd", "statement://../../x"):
        assert resource(archive, address).startswith("error: no statement has")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"query": "(harbour"}, "column"),
        ("search", {"query": "x" * 2_001}, "query: String should have at most 2000"),
        ("search", {"query": ["harbour"]}, "query: Input should be a valid string"),
        ("search", {"limit": 51}, "limit: Input should be less than or equal to 50"),
        ("search", {"limit": -1}, "limit: "),
        ("search", {"offset": "many"}, "offset: "),
        ("search", {"ministers": "peters"}, "ministers: there is no such argument"),
        ("search", {"since": "yesterday"}, "yesterday"),
        ("search", {"where": {"colour": "red"}}, "colour"),
        ("search", {"minister": ["a"] * 21}, "minister: "),
        ("search", {"sort": "best"}, "sort: "),
        ("search", {"query": "*" * 400}, ""),
        ("read", {}, "id: Field required"),
        ("read", {"id": "../../etc/passwd"}, "no statement has this id"),
        ("read", {"id": "\x00\x1b[2J\nnext"}, "no statement has this id"),
        ("trend", {"queries": []}, "queries: "),
        ("trend", {"queries": ["a"] * 7}, "queries: "),
        ("check_quote", {"quote": " - "}, "without words"),
        ("check_quote", {"quote": "a " * 600}, "at most 500"),
        ("who", {"office": "harbourmaster"}, "harbourmaster"),
        ("delete", {"id": "vm/empty.md"}, "there is no tool 'delete'"),
    ],
)
def test_what_is_wrong_is_said_in_the_result(ask, tool, arguments, said):
    message = wrong(ask(tool, **arguments))
    assert said in message and len(message) < 1_000


def test_a_fault_of_ours_is_no_traceback(ask, archive, monkeypatch, caplog):
    monkeypatch.setattr(type(archive), "facets", lambda *_, **__: 1 / 0)
    assert "fault of its own" in wrong(ask("count"))
    assert "ZeroDivisionError" in caplog.text


def test_what_takes_too_long_is_given_up(ask, monkeypatch):
    from searchkit.mcp import state

    monkeypatch.setattr(state, "SECONDS", 0)
    assert "takes too long (expected at most 0 seconds)" in wrong(ask("search", query="harbour"))


def test_the_index_is_followed(tmp_path: Path, ask):
    searchkit.build([searchkit.Statement(id="vm/1", title="", body="A ferry.")], tmp_path / "i")
    with searchkit.open(tmp_path / "i") as opened:
        from searchkit.mcp.server import make_server

        server = make_server(opened, "index")

        async def counts() -> list[int]:
            from mcp import Client

            seen = []
            async with Client(server) as client:
                for number in (2, 3):
                    result = await client.call_tool("count", {"query": "ferry"})
                    seen.append(found(result)["total"])
                    with searchkit.open(tmp_path / "i") as other, other.writer() as writer:
                        writer.add(searchkit.Statement(id=f"vm/{number}", title="", body="A ferry"))
                seen.append(found(await client.call_tool("count", {"query": "ferry"}))["total"])
            return seen

        assert asyncio.run(counts()) == [1, 2, 3]


def test_a_cluster_says_what_it_can_not_do(archive, ask, monkeypatch):
    from searchkit.mcp.server import make_server

    def refuse(what: str) -> Any:
        def method(*_: object, **__: object) -> None:
            raise refusal(what)

        return method

    monkeypatch.setattr(type(archive), "who", refuse("offices (who)"))
    monkeypatch.setattr(type(archive), "check_quote", refuse("check of quotations (quote)"))
    assert "a cluster has no offices (who)" in wrong(ask("who", office="Trade"))
    assert "a cluster has no check of quotations" in wrong(ask("check_quote", quote="a b"))
    instructions, _ = listed(make_server(archive, "opensearch://127.0.0.1:9200/vm"))
    assert "can't answer who and check_quote" in instructions
