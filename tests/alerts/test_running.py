"""A saved search tells of each statement once, and once more when it has changed."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import searchkit
from searchkit import Alerts, InvalidArgument, SearchkitError
from tests.alerts.conftest import Change, levy


def told(index: Path) -> list[tuple[str, str, bool]]:
    return [(one.search, one.id, one.changed) for one in Alerts(index).run().alerts]


def test_nothing_old_is_told_by_a_new_search(index: Path) -> None:
    Alerts(index).save("levies", "levy")
    assert told(index) == []


def test_what_is_new_is_told_once(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    change(levy(4), levy(5), levy(6, "Ships."))
    assert told(index) == [("levies", "vm/5", False), ("levies", "vm/4", False)]
    assert told(index) == []


def test_each_search_is_told_on_its_own(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    alerts.save("all of hers", minister="brannigan", since="2006")
    change(levy(4))
    assert told(index) == [("all of hers", "vm/4", False), ("levies", "vm/4", False)]


def test_what_has_changed_is_said_to_have_changed(index: Path, change: Change) -> None:
    Alerts(index).save("levies", "levy")
    change(levy(1, "The harbour levy goes on."))
    assert told(index) == [("levies", "vm/1", True)]
    assert told(index) == []
    # Back to what it was: that is a change, too, and another alert.
    change(levy(1))
    assert told(index) == [("levies", "vm/1", True)]


def test_only_what_is_said_counts_as_a_change(index: Path, change: Change) -> None:
    Alerts(index).save("levies", "levy")
    change(levy(1, extra={"crawled": "today"}))
    assert told(index) == []


def test_what_went_away_and_comes_back_is_not_new(index: Path, change: Change) -> None:
    Alerts(index).save("levies", "levy")
    change(removed=("vm/1",))
    assert told(index) == []
    change(levy(1))
    assert told(index) == []
    change(removed=("vm/1",))
    change(levy(1, "The levy, put otherwise."))
    assert told(index) == [("levies", "vm/1", True)]


def test_what_is_filed_under_another_id_is_not_new(index: Path, change: Change) -> None:
    Alerts(index).save("levies", "levy")
    change(dataclasses.replace(levy(1), id="archive/1"), removed=("vm/1",))
    assert told(index) == []
    # A second copy beside the first is.
    change(dataclasses.replace(levy(2), id="archive/2"))
    assert told(index) == [("levies", "archive/2", False)]


def test_searches_survive_a_rebuild(index: Path) -> None:
    Alerts(index).save("levies", "levy")
    before = {path for path in index.parent.rglob("*") if "index.alerts" in str(path)}
    for path in index.iterdir():
        path.unlink()
    searchkit.build([levy(1), levy(2), levy(7)], index)
    assert {path for path in index.parent.rglob("*") if "index.alerts" in str(path)} == before
    assert not [path for path in index.iterdir() if "alert" in path.name]
    assert told(index) == [("levies", "vm/7", False)]


def test_why(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("either", '"toll road" OR levy')
    change(levy(4, "Nothing here.\n\nThe Toll road opens. Nothing there."))
    (alert,) = alerts.run().alerts
    assert alert.matched == ("Toll road",)
    assert alert.to_json() == {
        "search": "either",
        "id": "vm/4",
        "date": "2006-01-05",
        "title": "Statement 4",
        "why": ["The Toll road opens. Nothing there.", "matched: Toll road"],
        "changed": False,
    }


def test_passages_are_those_of_the_search_wherever_it_stands(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    fresh = [levy(number, f"Levy number{number} ends.") for number in (0, 4, 5, 9)]
    change(*fresh)
    found = alerts.run().alerts
    assert [one.id for one in found] == ["vm/9", "vm/5", "vm/4", "vm/0"]
    for one in found:
        assert one.passages[0].text == f"Levy number{one.id[3:]} ends."


def test_what_is_not_printed_is_told_again(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    change(levy(4))

    def closed(_: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        alerts.run(closed)
    assert told(index) == [("levies", "vm/4", False)]


def test_one_search_that_fails_does_not_stop_the_others(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("a", "levy")
    alerts.save("b", "levy", portfolio="harbours")
    change(levy(4, portfolios=()), removed=("vm/1", "vm/2", "vm/3"))
    run = alerts.run()
    assert [one.search for one in run.alerts] == ["a"]
    (failure,) = run.failures
    assert (failure.search, failure.to) == ("b", None)
    assert "no portfolio is called 'harbours'" in failure.what


def entries(feed: str) -> list[tuple[str, str]]:
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.parse(feed).getroot()
    return [
        (one.findtext(f"{atom}id", ""), one.findtext(f"{atom}title", ""))
        for one in root.iter(f"{atom}entry")
    ]


def test_the_feed_has_each_once(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy <&>")
    feed = alerts.feed("levies")
    assert entries(feed) == []
    alerts.save("levies", "levy", replace=True)
    change(levy(4, title="New <b>&"))
    alerts.run()
    change(levy(4, "The levy stays."))
    alerts.run()
    alerts.run()
    titles = [title for _, title in entries(feed)]
    assert sorted(titles) == ["Changed: Statement 4", "New <b>&"]
    assert len({id for id, _ in entries(feed)}) == 2


def test_saving(index: Path) -> None:
    alerts = Alerts(index)
    alerts.save("Lēvies 1", "levy", to=["mailto:desk@vellmark.example"])
    with pytest.raises(InvalidArgument, match="there is a saved search of this name"):
        alerts.save("LĒVIES  1", "ships")
    assert [one.query for one in alerts.saved()] == ["levy"]
    alerts.save("lēvies 1", "ships", replace=True)
    assert [(one.name, one.query, one.to) for one in alerts.saved()] == [("Lēvies 1", "ships", ())]
    alerts.remove("lēvies 1")
    assert alerts.saved() == ()
    with pytest.raises(InvalidArgument, match="no saved search of this name"):
        alerts.remove("lēvies 1")


def test_other_addresses_do_not_begin_a_search_anew(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    change(levy(4))
    alerts.save("levies", "levy", to=["mailto:desk@vellmark.example"], replace=True)
    assert told(index) == [("levies", "vm/4", False)]
    change(levy(5))
    alerts.save("levies", "levy", since="2006", replace=True)
    assert told(index) == []


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "a\0", "-", ".hidden", "a.", "x" * 65, "a\u202eb", "a:b"]
)
def test_names_that_are_none(index: Path, name: str) -> None:
    with pytest.raises(InvalidArgument, match="can't be called"):
        Alerts(index).save(name, "levy")
    assert not (index.parent / "index.alerts").exists()


@pytest.mark.parametrize(
    "to",
    [
        *("mailto:", "mailto:a", "mailto:a@b\nBcc: c@d", "mailto:a@b, c@d", "mailto:A <a@b>"),
        *("ftp://a/b", "http://", "https://u:p@a/", "http://a b/", "http://a/#b", "http://a:x/"),
        *("javascript:alert(1)", "http://a/\r\nX: y"),
    ],
)
def test_addresses_that_are_none(index: Path, to: str) -> None:
    with pytest.raises(InvalidArgument):
        Alerts(index).save("levies", "levy", to=[to])


def test_a_search_of_everything_is_refused(index: Path) -> None:
    with pytest.raises(InvalidArgument, match="needs a query or a filter"):
        Alerts(index).save("all", " ")
    with pytest.raises(searchkit.QuerySyntaxError):
        Alerts(index).save("wrong", "(levy")
    assert Alerts(index).saved() == ()


def test_damage_is_named_and_the_rest_goes_on(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("a", "levy")
    alerts.save("b", "levy")
    file = index.parent / "index.alerts/searches/a.json"
    whole = file.read_text()
    change(levy(4))
    wrong = ("", "{", "[]", "null", "[" * 100_000, whole[:-9], whole.replace("told", "tald"))
    for text in (*wrong, whole.replace('"vm/1"', "1"), whole.replace('"count":0', '"count":"x"')):
        file.write_text(text)
        run = alerts.run()
        assert [one.search for one in run.failures] == ["a"], text[:50]
        assert str(file) in run.failures[0].what
    file.write_text(whole)
    assert told(index) == [("a", "vm/4", False)]


def test_two_runs_at_once(index: Path, change: Change) -> None:
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    change(levy(4))

    def again(_: object) -> None:
        with pytest.raises(searchkit.IndexLocked, match="busy with these saved searches"):
            Alerts(index).run()

    assert len(alerts.run(again).alerts) == 1


def test_old_alerts_leave_the_feed_once_nothing_needs_them(
    index: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchkit.alerts.ledger.KEPT", 2)
    alerts = Alerts(index)
    alerts.save("levies", "levy")
    change(*(levy(number) for number in range(10, 15)))
    alerts.run()
    assert len(entries(alerts.feed("levies"))) == 5  # All of the last run.
    change(levy(20))
    alerts.run()
    assert len(entries(alerts.feed("levies"))) == 2


def test_no_index(tmp_path: Path) -> None:
    alerts = Alerts(tmp_path / "none")
    assert alerts.saved() == ()
    with pytest.raises(SearchkitError):
        alerts.run()
    with pytest.raises(SearchkitError):
        alerts.save("a", "b")
    assert list(tmp_path.iterdir()) == []
