"""What an installed searchkit can do in a folder that holds nothing but `seeds/`.

    python installed.py alone plain       # without the packages of the page, or the kernel
    python installed.py alone compiled    # with the kernel
    python installed.py page              # with the packages of the page

Run by `release.py` with the interpreter that it is installed for.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from importlib.resources import files
from pathlib import Path

import searchkit

SERVE = [sys.executable, "-c", "from searchkit.cli.main import main; main()", "serve"]
PAGES = {"": "<h1>", "search?q=korea": "<mark>", "static/searchkit.css": ":root"}


def alone(how: str) -> None:
    """The command, the library, who computes, and what is said where the page is asked for."""
    search = Path(sys.executable).with_name("search")
    said = subprocess.run([search, "North Korea"], capture_output=True, text=True, check=True)
    assert "built ./index from ./seeds" in said.stdout + said.stderr, said
    assert files("searchkit").joinpath("py.typed").is_file()
    assert Path(sys.prefix, "share", "man", "man1", "search.1").is_file()
    with searchkit.open("index") as archive:
        assert archive.search('"North Korea"').total >= 5
    told = [Path(sys.executable).with_name("searchkit"), "info", "--json"]
    info = subprocess.run(told, capture_output=True, text=True, check=True)
    wanted = {"plain": "plain Python (installed without the kernel)", "compiled": "compiled"}
    assert json.loads(info.stdout)["kernel"] == wanted[how], info
    refused = subprocess.run(SERVE, capture_output=True, text=True, check=False)
    assert refused.returncode == 2, refused
    assert 'pip install "searchkit[web]"' in refused.stderr, refused


def page() -> None:
    """The page is served, its templates and styles with it, and ends on Ctrl-C."""
    with subprocess.Popen([*SERVE, "--port", "0"], stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            found = re.search(r"http://\S+", line)
            assert found, line
            for path, wanted in PAGES.items():
                with urllib.request.urlopen(found[0] + path) as answer:
                    assert wanted in answer.read().decode(), path
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


if __name__ == "__main__":
    assert Path(searchkit.__file__).is_relative_to(sys.prefix), searchkit.__file__
    {"alone": alone, "page": page}[sys.argv[1]](*sys.argv[2:])
