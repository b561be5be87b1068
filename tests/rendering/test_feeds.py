"""The feed: valid Atom 1.0, whatever the statements hold."""

from __future__ import annotations

import datetime
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Alert, InvalidArgument, Statement
from searchkit.rendering.feeds import ATOM, UNKNOWN_DATE, alert_feed, atom_feed
from tests.support.reference_files import STATEMENTS, TALKS
from tests.support.vellmark import many, plain

NAME = "{" + ATOM + "}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ADDRESSES = {
    "self_url": "https://search.vellmark.example/feed?q=harbour&sort=newest",
    "page_url": "https://search.vellmark.example/?q=harbour&sort=newest",
}


def permalink(id):
    return f"https://search.vellmark.example/s/{id}"


def feed(statements, **options):
    options = {"title": "harbour", "permalink": permalink, **ADDRESSES, **options}
    return "".join(atom_feed(statements, **options))


def one(parent, name):
    (found,) = parent.findall(NAME + name)
    return found


def links(parent):
    return {(link.get("rel"), link.get("href")) for link in parent.findall(NAME + "link")}


def check(text):
    """`text` is Atom as RFC 4287 asks in 4.1.1 and 4.1.2; gives the root."""
    root = ElementTree.fromstring(text.encode())
    assert root.tag == NAME + "feed"
    entries = root.findall(NAME + "entry")
    for element in (root, *entries):
        assert one(element, "id").text.startswith("urn:uuid:")
        assert one(element, "title").text.strip()
        assert MOMENT.fullmatch(one(element, "updated").text)
        assert all(person.find(NAME + "name").text for person in element.findall(NAME + "author"))
        alternates = [link for link in links(element) if link[0] == "alternate"]
        assert len(alternates) == 1
        assert all(href and relation for relation, href in links(element))
    assert root.findall(NAME + "author")
    for entry in entries:
        one(entry, "summary")
        assert len(entry.findall(NAME + "published")) <= 1
        assert all(category.get("term") is not None for category in entry.iter(NAME + "category"))
    ids = [one(entry, "id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    return root


def test_a_feed():
    root = check(feed([TALKS], subtitle="1 statement", summary=lambda one: "<b> & text"))
    assert one(root, "title").text == "harbour"
    assert one(root, "subtitle").text == "1 statement"
    assert one(root, "updated").text == "2007-11-20T00:00:00Z"
    assert links(root) == {("self", ADDRESSES["self_url"]), ("alternate", ADDRESSES["page_url"])}
    entry = one(root, "entry")
    assert one(entry, "title").text == TALKS.title
    assert one(entry, "published").text == one(entry, "updated").text == "2007-11-20T00:00:00Z"
    assert links(entry) == {("alternate", permalink(TALKS.id)), ("via", TALKS.url)}
    names = [author.find(NAME + "name").text for author in entry.findall(NAME + "author")]
    assert names == list(TALKS.ministers)
    terms = [category.get("term") for category in entry.findall(NAME + "category")]
    assert terms == list(TALKS.portfolios)
    assert one(entry, "summary").text == "<b> & text"


def test_a_caption_is_no_author():
    statement = Statement(id="x", title="x", body="", ministers=("View the report", "Ada Ro"))
    authors = one(check(feed([statement])), "entry").findall(NAME + "author")
    assert [author.find(NAME + "name").text for author in authors] == ["Ada Ro"]


def test_an_unknown_date_is_no_date_of_publication():
    root = check(feed([plain(1, "Undated", date=None)]))
    entry = one(root, "entry")
    assert one(entry, "updated").text == one(root, "updated").text == UNKNOWN_DATE
    assert not entry.findall(NAME + "published")


def test_no_statement():
    root = check(feed([]))
    assert not root.findall(NAME + "entry")


def test_updated():
    zone = datetime.timezone(datetime.timedelta(hours=13))
    moment = datetime.datetime(2026, 1, 5, 12, tzinfo=zone)
    assert one(check(feed([TALKS], updated=moment)), "updated").text == "2026-01-04T23:00:00Z"
    with pytest.raises(InvalidArgument, match="updated has no time zone"):
        feed([TALKS], updated=datetime.datetime(2026, 1, 5))


def test_ids_stay_wherever_the_page_is():
    def entry_id(**options):
        return one(one(check(feed([TALKS], **options)), "entry"), "id").text

    assert entry_id() == entry_id(permalink=lambda id: "http://other.example/" + id)
    assert entry_id() == "urn:uuid:2b48a71f-478c-5fa8-9415-19ba00f2fc06"


def test_only_safe_addresses():
    evil = Statement(
        id="x",
        title="x",
        body="",
        url="javascript:alert(1)",
        attachments=("data:x", "https://a.example/b.pdf"),
    )
    entry = one(check(feed([evil])), "entry")
    assert links(entry) == {
        ("alternate", permalink("x")),
        ("enclosure", "https://a.example/b.pdf"),
    }


def test_hits_have_their_snippets_as_summary(archive_of):
    archive = archive_of(*many(60))
    answer = archive.search("harbour", sort="newest", limit=20)
    root = check(feed(answer))
    entries = root.findall(NAME + "entry")
    assert len(entries) == len(answer) > 5
    for entry, hit in zip(entries, answer, strict=True):
        assert (one(entry, "summary").text or "").split() == " ".join(
            s.text for s in hit.snippets
        ).split()


def test_it_is_written_as_it_is_read():
    taken = []

    def statements():
        for number in range(3):
            taken.append(number)
            yield plain(number, "x")

    chunks = atom_feed(statements(), title="x", permalink=permalink, **ADDRESSES)
    assert not taken
    next(chunks)
    next(chunks)
    assert taken == [0]


@given(st.lists(STATEMENTS, max_size=3, unique_by=lambda one: one.id), st.text())
def test_any_statements_make_a_valid_feed(statements, words):
    root = check(feed(statements, title=words, subtitle=words, summary=lambda one: words))
    assert len(root.findall(NAME + "entry")) == len(statements)


def alert(statement, **values):
    made = {
        **{name: getattr(statement, name) for name in ("id", "title", "date", "url")},
        "ministers": statement.ministers,
        "portfolios": statement.portfolios,
        "search": "s",
        "passages": (),
        "matched": ("x<&",),
        "changed": False,
        "key": statement.id,
        "found": "2026-11-29T12:00:00Z",
        "number": 1,
    }
    return Alert(**made | values)


def test_a_feed_of_alerts():
    alerts = [alert(statement, key=str(number)) for number, statement in enumerate(many(60))]
    text = alert_feed(alerts, title="a <b>", identity="1", updated="2026-11-29T12:00:00Z")
    root = ElementTree.fromstring(text.encode())
    assert one(root, "title").text == "a <b>"
    entries = root.findall(NAME + "entry")
    assert len({one(entry, "id").text for entry in entries}) == 60
    for entry, told in zip(entries, alerts, strict=True):
        assert one(entry, "updated").text == "2026-11-29T12:00:00Z"
        assert links(entry) == ({("alternate", told.url)} if told.url else set())
        # RFC 4287, 4.1.1.1 and 4.1.2: an entry without content has an alternate link.
        why = one(entry, "summary" if told.url else "content")
        assert why.text == "matched: x<&"


def test_a_feed_tells_changes_and_alerts_apart():
    statement = many(1)[0]
    alerts = [alert(statement, key="1"), alert(statement, key="2", changed=True, matched=())]
    text = alert_feed(alerts, title="ships", identity="1", updated="2026-11-29T12:00:00Z")
    first, second = ElementTree.fromstring(text.encode()).findall(NAME + "entry")
    assert one(first, "id").text != one(second, "id").text
    assert one(second, "title").text == f"Changed: {one(first, 'title').text}"
    assert "It matches ships." in text
    other = alert_feed(alerts, title="ships", identity="2", updated="2026-11-29T12:00:00Z")
    assert other.count("urn:uuid") == text.count("urn:uuid") == 3
    assert other != text
