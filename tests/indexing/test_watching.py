"""Bringing an index up to date whenever files change."""

import threading
import time

import pytest

from searchkit.indexing import watching
from searchkit.model.errors import SearchkitError
from tests.support.building import build, ids

LEAP = "2008/2008-02-29-leap-day.md"


def test_watching_takes_up_changes(statements_folder, write_files, index):
    pytest.importorskip("watchfiles")
    build(index, statements_folder)
    stop = threading.Event()
    thread = threading.Thread(
        target=watching.watch,
        args=([str(statements_folder)], lambda: build(index, statements_folder)),
        kwargs={"stop": stop},
    )
    thread.start()
    try:
        time.sleep(0.5)
        write_files(statements_folder, {"2009/new.md": "New"})
        wait_for(lambda: len(ids(index)) == 6)
        (statements_folder / LEAP).unlink()
        wait_for(lambda: len(ids(index)) == 5)
        (statements_folder / "2009").rename(statements_folder / "2010")
        wait_for(lambda: "releases/2010/new.md" in ids(index))
    finally:
        stop.set()
        thread.join()


def wait_for(condition):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("nothing has changed")


def test_watching_without_its_package(monkeypatch, statements_folder):
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    with pytest.raises(SearchkitError, match=r"needs the package watchfiles.*searchkit\[watch\]"):
        watching.watch([str(statements_folder)], print)
