"""Front matter of every kind in every shape, and files as sites of governments have them.

Every statement here is invented, and so are its country and its ministers.
"""

import datetime
from pathlib import Path

import pytest

from searchkit.corpus.reader import read_bytes

DAY = datetime.date(2007, 11, 20)

KINDS = {
    "YAML": "---\n{}\n---\nThe levy ends.\n",
    "YAML with dots": "---\n{}\n...\nThe levy ends.\n",
    "YAML with CRLF": "---\n{}\n---\nThe levy ends.\n",
    "YAML after a comment": "# made by hand\n\n---\n{}\n---\nThe levy ends.\n",
    "TOML": "+++\n{}\n+++\nThe levy ends.\n",
    "JSON": "{{\n{}\n}}\n\nThe levy ends.\n",
    "JSON in a line": "{{{}}}\nThe levy ends.\n",
}
# Each shape in each language: the lines of its front matter, and what is read of it.
SHAPES = [
    (
        "the standard keys",
        "title: Levy to end\ndate: 2007-11-20\nurl: https://gov.vellmark.example/1\n"
        "ministers: [Orla Brannigan]\nportfolios: [Trade]",
        "title = 'Levy to end'\ndate = 2007-11-20\nurl = 'https://gov.vellmark.example/1'\n"
        "ministers = ['Orla Brannigan']\nportfolios = ['Trade']",
        '"title": "Levy to end", "date": "2007-11-20", "url": "https://gov.vellmark.example/1",\n'
        '"ministers": ["Orla Brannigan"], "portfolios": ["Trade"]',
        {"url": "https://gov.vellmark.example/1"},
    ),
    (
        "other keys",
        "headline: Levy to end\npubdate: 2007-11-20T09:00:00+13:00\n"
        "permalink: /releases/1/\nspeaker: Orla Brannigan\ndepartment: Trade",
        "headline = 'Levy to end'\npubdate = 2007-11-20T09:00:00+13:00\n"
        "permalink = '/releases/1/'\nspeaker = 'Orla Brannigan'\ndepartment = 'Trade'",
        '"headline": "Levy to end", "pubdate": "2007-11-20T09:00:00+13:00",\n'
        '"permalink": "/releases/1/", "speaker": "Orla Brannigan", "department": "Trade"',
        {"url": "/releases/1/"},
    ),
    (
        "other cases and dashes",
        "Title: Levy to end\nPublish-Date: 20 November 2007\nAuthor: Orla Brannigan\nOffice: Trade",
        "Title = 'Levy to end'\nPublish-Date = '20 November 2007'\nAuthor = 'Orla Brannigan'\n"
        "Office = 'Trade'",
        '"Title": "Levy to end", "Publish-Date": "20 November 2007",\n'
        '"Author": "Orla Brannigan", "Office": "Trade"',
        {},
    ),
    (
        "mappings with a name",
        "title: Levy to end\ndate: Nov. 20, 2007\nauthor: {name: Orla Brannigan, role: x}\n"
        "portfolios:\n- {name: Trade}",
        "title = 'Levy to end'\ndate = 'Nov. 20, 2007'\nportfolios = [{name = 'Trade'}]\n"
        "[author]\nname = 'Orla Brannigan'\nrole = 'x'",
        '"title": "Levy to end", "date": "Nov. 20, 2007",\n'
        '"author": {"name": "Orla Brannigan", "role": "x"}, "portfolios": [{"name": "Trade"}]',
        {},
    ),
    (
        "a key twice, and an empty one first",
        "title: Levy to end\ndate:\ndate: 20/11/2007\nministers: Orla Brannigan\nportfolios: Trade",
        None,
        '"title": "Levy to end", "date": null, "date": "20/11/2007",\n'
        '"ministers": "Orla Brannigan", "portfolios": "Trade"',
        {},
    ),
    (
        "broken",
        "title: Levy to end\nx: a: b\ndate: 2007-11-20\nministers:\n- Orla Brannigan\n"
        "portfolios: Trade",
        "title = 'Levy to end'\nx = word\ndate = 2007-11-20\nministers = ['Orla Brannigan']\n"
        "portfolios = 'Trade'",
        '"title": "Levy to end",\n"x": word,\n"date": "2007-11-20",\n'
        '"ministers": ["Orla Brannigan"],\n"portfolios": "Trade"',
        {},
    ),
]
CASES = [
    pytest.param(KINDS[kind], head, expected, kind.endswith("CRLF"), id=f"{name}, {kind}")
    for name, yaml, toml, json, expected in SHAPES
    for kind, head in [
        *((kind, yaml) for kind in KINDS if kind.startswith("YAML")),
        ("TOML", toml),
        *((kind, json) for kind in KINDS if kind.startswith("JSON")),
    ]
    # Broken front matter below a comment is text, and a broken line of JSON too.
    if head is not None
    and not (name == "broken" and kind in ("YAML after a comment", "JSON in a line"))
]


@pytest.mark.parametrize(("kind", "head", "expected", "crlf"), CASES)
def test_every_kind_in_every_shape(kind, head, expected, crlf):
    text = kind.format(head)
    data = (text.replace("\n", "\r\n") if crlf else text).encode()
    document = read_bytes(data, "x.md", "r/x.md")
    statement = document.statement
    assert statement.title == "Levy to end"
    assert statement.date == DAY
    assert statement.ministers == ("Orla Brannigan",)
    assert statement.portfolios == ("Trade",)
    assert statement.url == expected.get("url")
    assert document.text == "The levy ends."


# In the shape of public sites of governments.

SITES = {
    # Jekyll with posts that have no title and no date.
    "_posts/2007-11-20-levy-to-end.md": (
        "---\nlayout: post\ncategories: news\nauthor: Hon Orla Brannigan\n---\n"
        "{% include banner.html %}\nThe levy ends.\n{: .lead}\n",
        ("Levy to end", DAY, ("Hon Orla Brannigan",), (), "The levy ends."),
    ),
    # Jekyll with a time zone as Jekyll's own manual writes it, and several authors.
    "_posts/2014-01-09-harbour.markdown": (
        "---\ntitle: Harbour opens\ndate: 2014-01-09 1:44:28 -0400\n"
        "authors: Orla Brannigan, Tomas Farrow and Tamsin Ōhare\n"
        "department: Transport, Trade\n---\nIt opened.\n",
        (
            "Harbour opens",
            datetime.date(2014, 1, 9),
            ("Orla Brannigan", "Tomas Farrow", "Tamsin Ōhare"),
            ("Transport", "Trade"),
            "It opened.",
        ),
    ),
    # Hugo with TOML, a page bundle and shortcodes.
    "content/news/2007-11-20-levy/index.md": (
        "+++\ntitle = 'Levy to end'\ndraft = false\n[params]\nhero = 'a.png'\n+++\n"
        '{{< figure src="a.png" >}}\nThe levy ends.\n',
        ("Levy to end", DAY, (), (), "The levy ends."),
    ),
    # A speech collection: who spoke, where, and dates with the day in front.
    "speeches/levy.mdown": (
        "---\ntitle: 'Speech: the levy'\nspeaker: The Rt Hon Orla Brannigan\n"
        "delivered: Oster\npublished: 20/11/2007\nministry: Ministry of Trade and Industry\n"
        "source: https://gov.vellmark.example/speeches/levy\n---\nThe levy ends.\n",
        (
            "Speech: the levy",
            DAY,
            ("The Rt Hon Orla Brannigan",),
            ("Ministry of Trade and Industry",),
            "The levy ends.",
        ),
    ),
    # An export of a content management system: JSON above the text.
    "export/1.md": (
        '{\n  "headline": "Levy to end",\n  "created": "Tue, 20 Nov 2007 10:30:00 +1300",\n'
        '  "by": {"name": "Orla Brannigan"},\n  "source": "Vellmark News"\n}\n\nThe levy ends.\n',
        ("Levy to end", DAY, ("Orla Brannigan",), (), "The levy ends."),
    ),
    # A newsroom's static site: key names in capitals, an unquoted colon, an unclosed block.
    "news/levy.md": (
        "---\nTitle: Minister: levy to end\nDate: 20 November 2007\nMinister: Orla Brannigan\n\n"
        "The levy ends.\n",
        ("Minister: levy to end", DAY, ("Orla Brannigan",), (), "The levy ends."),
    ),
    # Old files in Windows-1252, no front matter at all.
    "1997/levy.txt": (
        "Levy to end\n\n“The levy ends,” the café’s owner said.\n".encode("cp1252"),
        ("Levy to end", None, (), (), "Levy to end\n\n“The levy ends,” the café’s owner said."),
    ),
}


@pytest.mark.parametrize("path", SITES, ids=[Path(path).parts[0] for path in SITES])
def test_sites_of_governments(path):
    content, expected = SITES[path]
    data = content if isinstance(content, bytes) else content.encode()
    document = read_bytes(data, path, f"site/{path}")
    statement = document.statement
    found = (statement.title, statement.date, statement.ministers, statement.portfolios)
    assert (*found, document.text) == expected
