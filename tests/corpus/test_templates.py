import pytest

from searchkit.corpus.reader import read_bytes
from searchkit.corpus.templates import without_templates


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The levy {% include note.html %} ends.", "The levy  ends."),
        ("levy{{ site.name }}harbour", "levy harbour"),
        ("{{< figure src=a.png >}}\n\nHarbour", "Harbour"),
        ("{{% notice %}}Harbour{{% /notice %}}", "Harbour"),
        ("{{< quote >}}Words{{< /quote >}}", "Words"),
        ("a {% comment %} hidden {{ x }} {% endcomment %} b", "a  b"),
        ("a {% raw %}{{ x }}{% endraw %} b", "a {{ x }} b"),
        ("{%- if x -%}yes{%- endif -%}", "yes"),
        ("{% highlight %}\ncode\n{% endhighlight %}", "code"),
        ("a {% open\nb", "a {% open\nb"),
        ("a {{ open", "a {{ open"),
        ("a {% open {{ x }} b", "a {% open  b"),
        ("Words\n{: .lead}\n\nMore{: #top .x}", "Words\n\n\nMore"),
        ("* toc\n{:toc}", "* toc"),
        ("## Levy {#levy .x}\n\nBody {#x}", "## Levy\n\nBody {#x}"),
        ("a {::comment}hidden{:/comment} b", "a  b"),
        ("a {::comment} open", "a  open"),
        ("A set {1, 2} and {x}: braces", "A set {1, 2} and {x}: braces"),
        ("No braces", "No braces"),
    ],
)
def test_what_a_generator_replaces_is_no_word(text, left):
    assert without_templates(text) == left


def test_it_is_neither_searched_nor_shown():
    data = b"---\ntitle: a\n---\nThe levy {% include trackerword.html %} ends.\n{: .leadword}\n"
    document = read_bytes(data, "x.md", "r/x.md")
    assert document.text == "The levy  ends."
    assert document.statement.body == "The levy  ends."
