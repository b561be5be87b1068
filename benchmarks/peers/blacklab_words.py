"""Lines and collocates by BlackLab, beside `searchkit.Archive`'s.

Lives here: getting it from Maven Central, an index of the same texts, and asking it. Does not
live here: what it does with a question (`blacklab/Words.java`), when it is asked
(`benchmarks.words`).

It knows words in lower case, and no stems. Maven and a JDK, 17 or later, are needed.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

from benchmarks.peers import MissingEngine
from searchkit import Archive

HERE = Path(__file__).parent / "blacklab"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
MEMORY = "-Xmx2g"


class Words:
    """A Java process that has an index of all texts of an archive.

    Args:
        archive: where the texts are from.
        folder: what is downloaded and built goes here.

    Raises:
        MissingEngine: there is no Maven, no JDK, or no BlackLab to be had.
    """

    def __init__(self, archive: Archive, folder: Path) -> None:
        for program in ("mvn", "javac", "java"):
            if which(program) is None:
                raise MissingEngine(f"BlackLab needs {program}")
        libraries, classes, texts = (folder / name for name in ("lib", "classes", "texts"))
        fetched = ("mvn", "-B", "-q", "-f", str(HERE / "pom.xml"))
        wanted = (f"{PLUGIN}:copy-dependencies", f"-DoutputDirectory={libraries}")
        path = f"{classes}:{libraries}/*"
        compiled = ("javac", "-nowarn", "-cp", path, "-d", str(classes), str(HERE / "Words.java"))
        for command in ((*fetched, *wanted), compiled):
            made = subprocess.run(command, capture_output=True, text=True, check=False)
            if made.returncode:
                raise MissingEngine(f"BlackLab: {(made.stderr or made.stdout)[-400:]}")
        texts.mkdir()
        for number, hit in enumerate(archive.stream("", snippets=False)):
            said = f"{hit.title}\n{archive.text(hit.id)}"
            (texts / f"{number}.txt").write_text(said, encoding="utf-8")
        self._process = subprocess.Popen(
            ("java", MEMORY, "-cp", path, "Words", str(folder / "index")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.built = self.ask("build", str(texts))

    def ask(self, what: str, about: str) -> float:
        """The milliseconds that an answer took."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{what}\t{about}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            said = line.split("\t")
            if said[0] == "answer":
                return float(said[1])
        raise MissingEngine(f"BlackLab ended at {what} {about}")

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
