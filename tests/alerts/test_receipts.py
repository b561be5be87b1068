"""A receipt says what was found, and later whether it still holds."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import InvalidInput, Receipt, Statement, compare, make_receipt, read_receipt
from searchkit.alerts.contents import content_digest
from searchkit.alerts.receipts import write_receipt
from tests.alerts.conftest import Change, levy
from tests.support.failing_disks import FailingDisk, Stopped, disk_full
from tests.support.vellmark import many


@pytest.fixture
def receipt(index: Path) -> Receipt:
    with searchkit.open(index) as archive:
        return make_receipt(archive, "levy", minister="brannigan", since=2006)


def again(index: Path, receipt: Receipt) -> tuple[bool, Any, Any, Any, bool]:
    with searchkit.open(index) as archive:
        return compare(archive, receipt)[:5]


def test_what_is_on_it(receipt: Receipt) -> None:
    assert receipt.query == "levy"
    assert receipt.interpreted == 'levy minister:"Orla Brannigan" date:2006..'
    assert receipt.where == {"minister": ("brannigan",)}
    assert (receipt.total, receipt.first, receipt.last) == (2, "2006-01-02", "2006-01-03")
    assert receipt.statements == 3
    assert receipt.software == searchkit.__version__
    assert [hit[:3] for hit in receipt.hits] == [
        ("vm/1", "2006-01-02", "Statement 1"),
        ("vm/2", "2006-01-03", "Statement 2"),
    ]
    assert receipt.citation.startswith(
        'Search for levy minister:"Orla Brannigan" date:2006..: 2 statements '
        f"(2 January 2006 to 3 January 2006) among 3 (index {receipt.fingerprint[:16]})"
    )


def test_digests_are_what_the_documentation_says(index: Path, receipt: Receipt) -> None:
    """Computed as a stranger would, by docs/receipts.md."""
    with searchkit.open(index) as archive:
        one = archive.statement("vm/1")
        lines = [f'"{id}" {digest}\n' for id, digest in archive.digests().items()]
    said = {
        "attachments": [],
        "body": one.body,
        "date": "2006-01-02",
        "fields": {},
        "ministers": ["Hon Orla Brannigan"],
        "portfolios": ["Harbours"],
        "title": "Statement 1",
        "url": "https://gov.vellmark.example/1",
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    assert receipt.hits[0].digest == hashlib.sha256(text.encode()).hexdigest()
    assert receipt.fingerprint == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_every_part_of_a_statement_is_in_its_digest() -> None:
    one = levy(1)
    others: list[dict[str, Any]] = [
        *({"title": "x"}, {"body": "x"}, {"date": None}, {"url": None}, {"ministers": ()}),
        *({"portfolios": ()}, {"attachments": ("x",)}, {"fields": {"party": ("green",)}}),
    ]
    digests = {content_digest(dataclasses.replace(one, **other)) for other in others}
    assert len(digests | {content_digest(one)}) == len(others) + 1
    for same in ({"id": "x"}, {"extra": {"x": 1}}):
        assert content_digest(dataclasses.replace(one, **same)) == content_digest(one)


def test_it_holds_while_the_answer_does(index: Path, change: Change, receipt: Receipt) -> None:
    assert again(index, receipt) == (True, (), (), (), True)
    change(levy(9, "Ships."))
    assert again(index, receipt) == (True, (), (), (), False)
    change(levy(1, extra={"crawled": "today"}))
    assert again(index, receipt) == (True, (), (), (), False)


def test_what_came_went_and_changed(index: Path, change: Change, receipt: Receipt) -> None:
    change(levy(4))
    assert again(index, receipt)[:4] == (False, ("vm/4",), (), ())
    change(levy(1, "Another levy."))
    assert again(index, receipt)[:4] == (False, ("vm/4",), (), ("vm/1",))
    change(levy(5), removed=("vm/2",))
    assert again(index, receipt)[:4] == (False, ("vm/4", "vm/5"), ("vm/2",), ("vm/1",))
    change(levy(1, "Ships."))  # It is still there, and is no match any more.
    assert again(index, receipt)[:4] == (False, ("vm/4", "vm/5"), ("vm/1", "vm/2"), ())


def test_another_index_of_the_same_statements_is_the_same(
    index: Path, receipt: Receipt, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    searchkit.build([levy(3, "Nothing of that kind."), levy(2)], other)
    with searchkit.open(other) as archive, archive.writer() as writer:
        writer.add(levy(1))
    assert again(other, receipt) == (True, (), (), (), True)


def test_changes_at_random(tmp_path: Path) -> None:
    """Against a comparison of what was and what is, by a plain set of contents."""
    draw = random.Random(3)
    statements = {one.id: one for one in many(60, seed=4)}
    searchkit.build(statements.values(), tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        for query in ("harbour", "the", "harbour OR lake", "zyzzyva", "minister:okoro"):
            before = dict(statements)
            matched = set(archive.digests(query))
            receipt = make_receipt(archive, query)
            with archive.writer() as writer:
                for id in draw.sample(sorted(statements), 6):
                    writer.remove(id)
                    del statements[id]
                for id in draw.sample(sorted(statements), 6):
                    statements[id] = dataclasses.replace(
                        statements[id], body=statements[id].body + " harbour"
                    )
                    writer.add(statements[id])
                for one in many(6, seed=draw.randint(5, 999)):
                    new = dataclasses.replace(one, id=f"new/{query}/{one.id}")
                    statements[new.id] = new
                    writer.add(new)
            archive.refresh()
            now = set(archive.digests(query))
            found = compare(archive, receipt)
            assert set(found.came) == now - matched
            assert set(found.went) == matched - now
            assert set(found.changed) == {
                id for id in matched & now if before[id].body != statements[id].body
            }
            assert found.holds == (matched == now and not found.changed)


def test_a_file(receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "levy.json"
    write_receipt(receipt, path)
    assert read_receipt(path) == receipt
    with pytest.raises(InvalidInput, match="not written over"):
        write_receipt(receipt, path)


def test_a_file_is_whole_or_not_there(receipt: Receipt, tmp_path: Path) -> None:
    whole = FailingDisk()
    write_receipt(receipt, tmp_path / "whole.json", whole)
    for number, _ in enumerate(whole.points):
        for error in (Stopped, disk_full):
            path = tmp_path / "some.json"
            with pytest.raises((Stopped, InvalidInput)):
                write_receipt(receipt, path, FailingDisk(number, error))
                raise InvalidInput("removing what a crash left is not made to fail")
            if path.exists():
                assert read_receipt(path) == receipt
                path.unlink()


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "1", "[" * 100_000, '{"format": "other"}', "\xff"),
        '{"format": "searchkit-receipt", "version": 2}',
        '{"format": "searchkit-receipt", "version": 1}',
    ],
)
def test_what_is_no_receipt(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InvalidInput, match=r"r\.json: this .*receipt"):
        read_receipt(path)


def test_what_was_changed_since(receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_receipt(receipt, path)
    content = json.loads(path.read_text())
    for key in content:
        path.write_text(json.dumps(content | {key: "x"}))
        with pytest.raises(InvalidInput, match="receipt"):
            read_receipt(path)
    path.write_text(json.dumps(content | {"more": 1}))
    with pytest.raises(InvalidInput, match="was changed since it was written"):
        read_receipt(path)
    # White space is no change.
    path.write_text(json.dumps(content))
    assert read_receipt(path) == receipt


def test_the_schema_is_documented(receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_receipt(receipt, path)
    content = json.loads(path.read_text())
    page = (Path(__file__).parents[2] / "docs/receipts.md").read_text("utf-8")

    def keys(value: Any, front: str = "") -> set[str]:
        if not isinstance(value, dict) or front == "filters.where.":
            return {front[:-1]}
        return {key for name, of in value.items() for key in keys(of, f"{front}{name}.")}

    for key in keys({**content, "hits": content["hits"][0]}):
        assert f"`{key}`" in page, key


def test_statements_with_odd_letters(tmp_path: Path) -> None:
    odd = Statement(id="a ü🙂'\"", title="t\u2028\x7f <b>", body="levy \x00 \ue000")
    searchkit.build([odd], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        receipt = make_receipt(archive, "levy")
        write_receipt(receipt, tmp_path / "r.json")
        assert read_receipt(tmp_path / "r.json") == receipt
        assert compare(archive, receipt).holds
