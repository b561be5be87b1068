"""No query takes the process down: answered or refused within 2 s and 500 MB.

Each is asked on the full corpus by a process of its own, on an index just opened. What is
counted are seconds of the processor, so that a busy machine changes nothing, and all
memory, files of the index that were read among it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc"),
]

SECONDS, MEGABYTES = 2.0, 500

ASK = """
import json, re, sys, time
from pathlib import Path

import searchkit

query = sys.stdin.read()
with searchkit.open(sys.argv[1]) as archive:
    archive.search("harbour", facets=True)
    began = time.process_time()
    try:
        said = archive.search(query, facets=True).total
    except searchkit.SearchkitError as error:
        said = str(error)
    seconds = time.process_time() - began
# Of this process alone: what getrusage tells is at least what the parent has taken.
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([said, seconds, int(most[1]) / 1024]))
"""

LETTERS = "etaoinshrdlu"
COMMON = ["the", "of", "and", "to", "in", "a", "for", "that", "is", "will", "on", "be", "with"]

ANSWERED = {
    "prefix of one letter": "a*",
    "ending": "*ing",
    "letter anywhere": "*a*",
    "26 prefixes": " OR ".join(f"{c}*" for c in "abcdefghijklmnopqrstuvwxyz"),
    "wildcards in a row": '"a* b* c*" OR "the* of*"',
    "many stars": "*a*a*a*a*a*a*a*",
    "two errors in a short word": "a~2 ab~2 abc~2",
    "50 brackets": "(" * 50 + "korea" + ")" * 50,
    "phrase of 1,000 words": '"' + "the of " * 500 + '"',
    "loose phrase of 1,000 words": '"' + "minister government " * 500 + '"~5',
    "loose phrase of common words": '"the of and to in"~10',
    "widest phrase": '"the of"~1000',
    "common words near": "the NEAR/20 of",
    "common words in order": "the ADJ/20 of",
    "common words anywhere near": "the NEAR/1000 of",
    "chain of common words": "the NEAR/20 of NEAR/20 and",
    "widest chain": "the NEAR/1000 of NEAR/1000 and",
    "choices near": "(the OR of) NEAR/5 (and OR to)",
    "wildcards near": "(the* OR a*) NEAR/5 (of OR in)",
    "letters near": "*e* NEAR/3 *a*",
    "a text of 10,000 characters": "Statements about harbours and their pilots. " * 230,
    "another language": " ".join(f"{a}x{b}zz{a}" for a in LETTERS for b in LETTERS),
    "a field 1,000 times": "minister:peters " * 1_000,
    "common words, any": " OR ".join(COMMON * 60),
    "300 minuses": "-" * 300 + "korea",
}
REFUSED = {
    "star": ("*", "no letter beside the wildcard"),
    "question marks": ("????*", "no letter beside the wildcard"),
    "500 wildcards": (
        " OR ".join(f"*{a}*{b}*{c}*" for a in LETTERS for b in LETTERS for c in "eao")[:15_000]
        + "x",
        "rarer words",
    ),
    "500 prefixes of a letter": (
        " OR ".join(f"{a}?*{b}*" for a in LETTERS for b in LETTERS for _ in range(4)),
        "rarer words",
    ),
    "500 typing errors": (" ".join(f"{a}{b}{a}~2" for a in LETTERS for b in LETTERS), "rarer"),
    "200 brackets": ("(" * 200 + "korea" + ")" * 200, "more than 50 brackets"),
    "too far": ("the NEAR/100000 of", "a distance from 1 (neighbours) to 1000"),
    "eight common words near": (" NEAR/50 ".join(COMMON[:8]), "rarer words"),
    "a long chain": (" ADJ/9 ".join(COMMON * 10), "more than 30 times"),
    "choices in a row": (
        '"' + " ".join(f"(the OR of OR {a}* OR *{b}*)" for a in LETTERS for b in LETTERS) + '"',
        "rarer words",
    ),
    "20,001 characters": ("x" * 20_001, "at most 20,000 characters"),
}


def ask(index: Path, query: str) -> tuple[object, float, float]:
    """(total or message, seconds of the processor, MB)."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(index)],
        input=query,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said, seconds, megabytes = json.loads(done.stdout)
    return said, seconds, megabytes


@pytest.mark.parametrize("name", ANSWERED)
def test_answered(corpus_index: tuple[Path, object], name: str) -> None:
    said, seconds, megabytes = ask(corpus_index[0], ANSWERED[name])
    assert isinstance(said, int), said
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("name", REFUSED)
def test_refused(corpus_index: tuple[Path, object], name: str) -> None:
    query, message = REFUSED[name]
    said, seconds, megabytes = ask(corpus_index[0], query)
    assert message in str(said)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
