"""Sites of invented statements, some of them hostile."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

# The page is an extra: without it, there is nothing to test here.
collect_ignore_glob = (
    [] if find_spec("starlette") and find_spec("httpx2") else ["test_*.py", "browser/*"]
)

BASE = "http://testserver"


@pytest.fixture(scope="session")
def hostile_statements() -> list[Any]:
    """Statements that would run a script, leave the page or break a format."""
    from searchkit import Statement

    return [
        Statement(
            id="vm/script.md",
            title='<script>window.ran="title"</script> harbour',
            body="A harbour. <script>window.ran='body'</script> "
            "<img src=x onerror=window.ran='img'>\n\n"
            "[press here](javascript:window.ran='link') and [there](https://gov.vellmark.example/x)\n\n"
            "| port | ships |\n| --- | --- |\n| Oster | 12 |\n\n- first\n- second\n",
            date=datetime.date(2007, 3, 1),
            url="javascript:window.ran='url'",
            ministers=("Orla <b onmouseover=alert(1)>Brannigan</b>", "Hon Tamsin Ōhare"),
            portfolios=('"><script>window.ran=1</script>',),
            attachments=("javascript:window.ran='file'", "https://gov.vellmark.example/a%3Cb.pdf"),
            extra={"<i>series</i>": "</dl><script>window.ran=2</script>"},
        ),
        Statement(
            id='vm/odd "id" <x>?&#100%.md',
            title="=HYPERLINK(harbour)",
            body="A harbour of another kind.",
            date=None,
            url="https://gov.vellmark.example/odd?a=1&b=<2>",
            ministers=("Hon Bede Farrow",),
        ),
        Statement(id="vm/empty.md", title="", body="", date=datetime.date(1999, 1, 1)),
    ]


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """`make_site(statements, **settings)` gives a client of a site with these."""
    from starlette.testclient import TestClient

    import searchkit
    from searchkit.web.app import create_app
    from searchkit.web.settings import Settings

    clients: list[Any] = []

    def make(statements: list[Any], quotations: bool = False, **settings: Any) -> Any:
        folder = tmp_path_factory.mktemp("site")
        searchkit.build(statements, folder, quotations=quotations)
        client = TestClient(
            create_app(Settings(address=str(folder), **settings)),
            base_url=BASE,
            follow_redirects=False,
        )
        clients.append(client.__enter__())
        return client

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def port(make_site: Callable[..., Any]) -> Any:
    """A client of a site of 300 invented statements."""
    from tests.support.vellmark import many

    return make_site(many(300, seed=5))


@pytest.fixture(scope="session")
def hostile(make_site: Callable[..., Any], hostile_statements: list[Any]) -> Any:
    """A client of a site of hostile statements."""
    return make_site(hostile_statements)


@pytest.fixture(scope="session")
def few(make_site: Callable[..., Any]) -> Any:
    """A client of a site of three statements with a known text each."""
    from tests.support.vellmark import plain

    return make_site(
        [
            plain(
                1, "Ferry to Oster", "The ferry carries grain. The Ferry is new.", date="2006-05-01"
            ),
            plain(
                2,
                "Grain levy",
                "The levy on grain ends.",
                date="2008-02-29",
                ministers=("Orla Brannigan",),
            ),
            plain(3, "Nobody knows when", "A ferry, long ago.", date=None),
        ]
    )
