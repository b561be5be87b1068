"""What a cluster can't do is refused by one line that names it: by the library, the commands, the
API and the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import searchkit
from searchkit import Archive, SearchkitError, Statement
from tests.engines.contract import REFUSED, STATEMENTS
from tests.engines.opensearch.nodes import one_node
from tests.support.command_line import call

pytestmark = pytest.mark.opensearch
ID = "vm/levy.md"


class Refused(NamedTuple):
    """What a cluster can't do, and how it is asked for; None: it can't be asked for there.

    Attributes:
        name: that the message has to hold.
        library: what asks the library.
        command: after `searchkit`.
        api: after `/api/`.
        page: after `/`.
        status: of the page: 200 where it says so beside the form to ask again.
    """

    name: str
    library: Callable[[Archive], object]
    command: tuple[str, ...] | None = None
    api: str | None = None
    page: str | None = None
    status: int = 400


TABLE = (
    Refused(
        "collocates",
        lambda one: one.collocates("grain"),
        ("collocates", "grain"),
        "collocates?q=grain",
        "words?q=grain",
    ),
    Refused(
        "keywords", lambda one: one.keywords("grain"), ("keywords", "grain"), "keywords?q=grain"
    ),
    Refused(
        "quote",
        lambda one: one.check_quote("the grain of the isles"),
        ("quote", "the grain of the isles"),
        "quote?q=the+grain+of+the+isles",
        "quote?q=the+grain+of+the+isles",
        200,
    ),
    Refused(
        "repeats",
        lambda one: one.repeats(ID),
        ("repeats", ID),
        f"repeats?id={ID}",
        f"repeats/{ID}",
    ),
    Refused(
        "who",
        lambda one: one.who("Trade"),
        ("who", "Trade"),
        "who?office=Trade",
        "who?office=Trade",
        200,
    ),
    Refused(
        "people",
        lambda one: one.people("orla"),
        ("people", "orla"),
        "people?name=orla",
        "people?name=orla",
        200,
    ),
    Refused(
        "timeline",
        lambda one: one.timeline("grain"),
        ("timeline", "grain"),
        "timeline?q=grain",
        "timeline?q=grain",
    ),
    Refused(
        "said",
        lambda one: one.search("said:orla"),
        ("search", "said:orla"),
        "search?q=said:orla",
        "search?q=said:orla",
    ),
    Refused(
        "variants",
        lambda one: one.search("grain", variants=True),
        ("search", "grain", "--variants"),
        "search?q=grain&variants=true",
        "search?q=grain&variants=true",
    ),
    Refused(
        "explain",
        lambda one: one.search("grain", explain=True),
        ("search", "grain", "--explain"),
        "search?q=grain&explain=true",
    ),
    Refused(
        "meaning",
        lambda one: one.search("grain", meaning=True),
        ("search", "grain", "--meaning"),
    ),
)


@pytest.fixture(scope="module")
def address() -> str:
    made = f"{one_node()}/refused"
    searchkit.build(STATEMENTS, made)
    return made


@pytest.fixture(scope="module")
def site(address: str) -> Iterator[Any]:
    pytest.importorskip("starlette", reason="needs the extra web")
    pytest.importorskip("httpx2", reason="needs the extra browser")
    from starlette.testclient import TestClient

    from searchkit.web.app import create_app
    from searchkit.web.settings import Settings

    with TestClient(create_app(Settings(address=address)), base_url="http://testserver") as client:
        yield client


def test_the_table_has_all_that_the_contract_lets_it_refuse() -> None:
    assert REFUSED["opensearch"] == {one.name for one in TABLE} - {"said"}


@pytest.mark.parametrize("one", TABLE, ids=[one.name for one in TABLE])
def test_it_is_named_everywhere(one: Refused, address: str, tmp_path: Path) -> None:
    with searchkit.open(address) as archive, pytest.raises(SearchkitError) as caught:
        one.library(archive)
    said = str(caught.value)
    assert re.match(r"an index in a cluster (has no|can't)", said)
    assert re.search(rf"\b{one.name}\b", said) and "\n" not in said
    if one.command:
        name, rest = (
            ("search", one.command[1:])
            if one.command[0] == "search"
            else ("searchkit", one.command)
        )
        done = call(tmp_path, *rest, "--index", address, name=name)
        assert (done.code, done.out) == (2, "")
        assert said in done.err and done.err.count("\n") == 1, done.err


@pytest.mark.parametrize("one", TABLE, ids=[one.name for one in TABLE])
def test_page_and_api_name_it_too(one: Refused, site: Any) -> None:
    if one.api:
        answer = site.get(f"/api/{one.api}")
        told = json.loads(answer.text)
        assert (answer.status_code, told["title"]) == (400, "This index can't be asked that")
        assert re.search(rf"\b{one.name}\b", told["detail"])
    if one.page:
        answer = site.get(f"/{one.page}")
        assert answer.status_code == one.status
        text = re.sub(r"<[^>]+>", "", answer.text).replace("&#39;", "'")
        assert re.search(rf"[Aa]n index in a cluster (has no|can't) [^.]*\b{one.name}\b", text)


def test_quotations_are_refused_before_anything_is_done(tmp_path: Path) -> None:
    nowhere = "opensearch://127.0.0.1:9/said"
    with pytest.raises(SearchkitError, match="--quotations"):
        searchkit.build([Statement("a", "A", "A.")], nowhere, quotations=True)
    for option in ("--quotations", "--meaning"):
        done = call(tmp_path, "index", ".", option, "--index", nowhere, name="searchkit")
        assert done.code == 2 and option in done.err
