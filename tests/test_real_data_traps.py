"""What real data brings, row by row, from files to answers, with invented statements."""

import pytest

import searchkit


def statement(title="A title", body="The harbour of Oster.", **fields):
    lines = [f"title: {title}"]
    for name, value in fields.items():
        if isinstance(value, list):
            lines += [f"{name}:", *[f"- {item}" for item in value]]
        else:
            lines.append(f"{name}: {value}")
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


@pytest.fixture
def archive_of(tmp_path, write_files):
    """`archive_of({name: file})`: (archive, report)."""
    opened = []

    def make(files):
        folder = write_files(tmp_path / "r", files)
        report = searchkit.build(folder, tmp_path / "index", processes=1)
        opened.append(searchkit.open(tmp_path / "index", verify=True))
        return opened[-1], report

    yield make
    for archive in opened:
        archive.close()


def ids(answer):
    return [hit.id for hit in answer]


def counted(answer, facet):
    return {value.value: value.count for value in answer.facets[facet]}


def warned(report, name):
    return [(w.line, w.message) for w in report.warnings if w.path.endswith(name)]


# An unknown date: searchable, sorted last, outside every date range.


@pytest.fixture
def undated(archive_of):
    return archive_of(
        {
            "a.md": statement(date="0001-01-01"),
            "b.md": statement(date="2007-11-20"),
            "c.md": statement(date="1996-02-29"),
        }
    )


def test_an_unknown_date_is_searchable_and_reported(undated):
    archive, report = undated
    answer = archive.search("harbour")
    assert answer.total == 3
    assert {hit.id: hit.date for hit in answer}["r/a.md"] is None
    assert [line for line, _ in warned(report, "a.md")] == [3]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", ["r/b.md", "r/c.md", "r/a.md"]), ("oldest", ["r/c.md", "r/b.md", "r/a.md"])],
)
def test_an_unknown_date_is_sorted_last(undated, sort, expected):
    assert ids(undated[0].search("harbour", sort=sort)) == expected


@pytest.mark.parametrize(
    "query", ["date:..1999", "date:0001", "date:1900..2100", "since:0001-01-01", "until:2100"]
)
def test_an_unknown_date_is_outside_every_range(undated, query):
    assert "r/a.md" not in ids(undated[0].search(f"harbour {query}"))
    assert "r/a.md" not in ids(undated[0].search("harbour", since="0001", until="9999"))


def test_an_unknown_date_can_be_asked_for(undated):
    assert ids(undated[0].search("harbour date:unknown")) == ["r/a.md"]


def test_an_unknown_date_is_in_no_year(undated):
    assert counted(undated[0].search("harbour", facets=True), "year") == {"1996": 1, "2007": 1}


# Things that stand there twice are both kept.


def test_one_url_twice(archive_of):
    url = "https://gov.vellmark.example/release/harbour"
    archive, report = archive_of(
        {"2006/a.md": statement(url=url), "2007/a.md": statement("Another", url=url)}
    )
    assert report.added == 2
    assert {hit.url for hit in archive.search("harbour")} == {url}
    assert sorted(ids(archive.search("harbour"))) == ["r/2006/a.md", "r/2007/a.md"]


def test_one_body_twice(archive_of):
    body = "The harbour of Oster is open to every ship that carries grain to the islands."
    archive, report = archive_of({"a.md": statement(body=body), "b.md": statement(body=body)})
    assert report.added == 2
    answer = archive.search("grain")
    assert answer.total == 2
    assert len(answer) == 1
    assert [copy.id for copy in answer[0].copies] in (["r/a.md"], ["r/b.md"])
    assert sorted(ids(archive.search("grain", copies="all"))) == ["r/a.md", "r/b.md"]


# Names


def test_a_portfolio_with_a_colon(archive_of):
    name = "Māori Crown Relations: Te Arawhiti"
    archive, report = archive_of({"a.md": statement(portfolios=["Trade", name])})
    answer = archive.search("harbour", facets=True)
    assert answer[0].portfolios == ("Trade", name)
    assert counted(answer, "portfolio") == {"Trade": 1, name: 1}
    assert ids(archive.search('portfolio:"te arawhiti"')) == ["r/a.md"]
    [(line, message)] = warned(report, "a.md")
    assert line == 5
    assert name in message


@pytest.mark.parametrize(
    ("field", "name"), [("ministers", "minister"), ("portfolios", "portfolio")]
)
def test_a_name_in_brackets(archive_of, field, name):
    archive, report = archive_of({"a.md": statement(**{field: ["[Orla Brannigan]"]})})
    answer = archive.search("harbour", facets=True)
    assert counted(answer, name) == {"Orla Brannigan": 1}
    [(line, message)] = warned(report, "a.md")
    assert line == 4
    assert "a list" in message


def test_one_person_under_several_names(archive_of):
    names = ["Orla Brannigan", "Hon Orla Brannigan", "Rt Hon Orla Brannigan", "ORLA BRANNIGAN"]
    files = {f"{n}.md": statement(ministers=[name]) for n, name in enumerate(names)}
    archive, _ = archive_of(files | {"both.md": statement(ministers=names[:2])})
    answer = archive.search("minister:brannigan", facets=True)
    assert answer.total == 5
    assert counted(answer, "minister") == {"Orla Brannigan": 5}
    assert archive.search("harbour", minister="Rt Hon Orla Brannigan").total == 5
    assert {hit.ministers[0] for hit in answer} == set(names)  # As written, each.


def test_macrons_in_names(archive_of):
    archive, _ = archive_of(
        {
            "a.md": statement(ministers=["Tamsin Ōhare"]),
            "b.md": statement(ministers=["Tamsin Ohare"]),
        }
    )
    for name in ("ohare", "ōhare", "tamsin"):
        assert archive.search(f"minister:{name}").total == 2


def test_no_minister_and_no_portfolio(archive_of):
    archive, _ = archive_of(
        {"a.md": statement(ministers=["Orla Brannigan"], portfolios=["Trade"]), "b.md": statement()}
    )
    answer = archive.search("harbour", facets=True)
    assert answer.total == 2
    assert counted(answer, "minister") == {"Orla Brannigan": 1}
    assert counted(answer, "portfolio") == {"Trade": 1}
    assert ids(archive.search("harbour", minister="brannigan")) == ["r/a.md"]


@pytest.mark.parametrize(
    "caption", ["Click here to view the plan", "https://gov.vellmark.example/m"]
)
def test_a_caption_is_kept_and_is_no_person(archive_of, caption):
    archive, report = archive_of({"a.md": statement(ministers=["Orla Brannigan", f"'{caption}'"])})
    answer = archive.search("harbour", facets=True)
    assert answer[0].ministers == ("Orla Brannigan", caption)
    assert counted(answer, "minister") == {"Orla Brannigan": 1}
    assert [line for line, _ in warned(report, "a.md")] == [5]


# Texts


@pytest.mark.parametrize("body", ["", "Short.", "Under fifty characters of text, all in all."])
def test_tiny_and_empty_bodies(archive_of, body):
    archive, report = archive_of({"a.md": statement("Observatory opens", body)})
    assert report.skipped == ()
    assert ids(archive.search("observatory")) == ["r/a.md"]
    assert ids(archive.search("title:observatory")) == ["r/a.md"]
    assert archive.text("r/a.md") == body


def test_tiny_bodies_are_no_copies(archive_of):
    archive, _ = archive_of({f"{n}.md": statement("The same", "Short.") for n in range(3)})
    assert len(archive.search("same")) == 3


def test_the_longest_body(archive_of):
    body = ("harbour grain islands " * 5_000)[:95_950] + " the very last word zanzibar."
    body = body + "." * (95_980 - len(body))
    archive, _ = archive_of({"a.md": statement(body=body)})
    assert archive.text("r/a.md") == body
    assert len(body) == 95_980
    assert ids(archive.search('"very last word zanzibar"')) == ["r/a.md"]


@pytest.mark.parametrize(
    "query",
    [
        '"harbour\'s fee"',
        "“harbour’s fee”",
        "harbour’s",
        "harbour's",
        '"fee grain"',
        '"grain no break"',
        '"six harbour talks"',
        "six-harbour",
        '"quoted words"',
    ],
)
def test_typography_never_stands_in_the_way(archive_of, query):
    archive, _ = archive_of(
        {
            "a.md": statement(
                body="The harbour’s fee\u2014grain\u00a0no\u00a0break\u2014six\u2011harbour talks, "
                "“quoted” words\u2026"
            )
        }
    )
    assert ids(archive.search(query)) == ["r/a.md"]


@pytest.mark.parametrize("written", ["Māori", "Maori", "Ma\u0304ori", "MĀORI"])
@pytest.mark.parametrize("asked", ["Māori", "maori", "Ma\u0304ori", "MAORI"])
def test_macrons_make_no_difference(archive_of, written, asked):
    archive, _ = archive_of({"a.md": statement(written, f"The {written} of Oster")})
    assert archive.search(asked).total == 1
    assert archive.search(f'"{asked} of oster"').total == 1
    assert archive.search(f"title:{asked}").total == 1


def test_markdown_is_searched_as_it_is_read(archive_of):
    body = (
        'See [the **harbour** plan](https://gov.vellmark.example/secretword "tip").\n\n'
        "* pilot *fees*\n* fishing rights\n\n"
        "| Port | Fee |\n|---|---|\n| Kapehu | 12 |\n\n"
        "![a map](https://gov.vellmark.example/picture.png)"
    )
    archive, _ = archive_of({"a.md": statement("Plain", body)})
    for query in ('"the harbour plan"', '"pilot fees"', '"kapehu 12"', '"a map"'):
        assert archive.search(query).total == 1, query
    for query in ("secretword", "tip", "https", "picture"):
        assert archive.search(query, strict=True).total == 0, query
    text = archive.search("harbour")[0].snippets[0].text
    assert not set("*[]|") & set(text)
    assert "the harbour plan" in text
    assert archive.statement("r/a.md").body == body


def test_attachments_are_kept(archive_of):
    addresses = ["https://gov.vellmark.example/b.pdf", "https://gov.vellmark.example/a.pdf"]
    archive, _ = archive_of({"a.md": statement(attachments=addresses), "b.md": statement()})
    found = {hit.id: hit.attachments for hit in archive.search("harbour")}
    assert found == {"r/a.md": tuple(addresses), "r/b.md": ()}
    assert archive.statement("r/a.md").attachments == tuple(addresses)
