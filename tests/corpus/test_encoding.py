"""Files that are not UTF-8."""

import pytest

from searchkit.corpus.encoding import MAX_SAMPLE, decoded
from searchkit.corpus.problems import Unreadable

ENGLISH = "“The Minister’s word” – the café in Oster, Tamsin Ōhare’s naïve plan…".replace("Ō", "O")


def read(data):
    """(text, warnings)."""
    warnings = []
    return decoded(data, lambda line, message: warnings.append((line, message))), warnings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"]
)
def test_what_has_a_mark_needs_no_warning(encoding):
    text = "Whānau\nof Oster 🙂"
    marked = text if encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32") else "\ufeff" + text
    assert read(marked.encode(encoding)) == (text, [])


def test_line_ends_are_line_feeds():
    assert read("a\r\nb\rc\n".encode("utf-16")) == ("a\nb\nc\n", [])


@pytest.mark.parametrize("data", [b"a\0b", "a\0b".encode("utf-16"), "ab".encode("utf-16-le")])
def test_a_zero_byte_is_binary(data):
    with pytest.raises(Unreadable, match="binary"):
        read(data)


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (ENGLISH, "cp1252", "Windows-1252"),
        ("It is 5 °C in Oster, said the Minister for Science.", "latin-1", "Windows-1252"),
        ("Le ministre a présenté la réforme de l’énergie à Oster.", "cp1252", "Windows-1252"),
        ("Die Brücke über die Förde wird größer, sagte die Ministerin.", "cp1252", "Windows-1252"),
        ("Seán Ó hÓgartaigh opened the harbour", "cp1252", "Windows-1252"),
        (
            "Министр объявил об открытии нового порта, который примет зерно с островов.",
            "cp1251",
            "Windows-1251",
        ),
        (
            "Ο υπουργός ανακοίνωσε την έναρξη λειτουργίας του νέου λιμανιού στα νησιά.",
            "cp1253",
            "Windows-1253",
        ),
        (
            "大臣は新しい港の開港を発表しました。島々へ穀物を運ぶとのことです。",
            "shift_jis",
            "Shift JIS",
        ),
    ],
)
def test_other_encodings_are_detected_and_named(text, encoding, name):
    assert read(f"First\n{text}\n".encode(encoding)) == (
        f"First\n{text}\n",
        [(2, f"not valid UTF-8; read as {name}")],
    )


def test_detection_sees_a_bounded_part_and_all_is_read():
    text = "plain text\n" * 200_000 + ENGLISH + "\n" + "more\n" * 200_000
    assert len(text) > 10 * MAX_SAMPLE
    found, [(line, message)] = read(text.encode("cp1252"))
    assert found == text
    assert (line, message) == (200_001, "not valid UTF-8; read as Windows-1252")


def test_what_fits_no_encoding_is_replaced_and_counted():
    text, [(_, message)] = read(b"\xff\xfe" + "Oster".encode("utf-16-le") + b"\x00\xd8")
    assert text == "Oster\ufffd"
    assert message == "not valid UTF-16-LE; 1 characters read as \ufffd"
