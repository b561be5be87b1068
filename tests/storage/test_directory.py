import datetime
import os
import re
import stat
import subprocess
import sys
import time

import pytest

from searchkit.model.errors import IndexLocked, SearchkitError
from searchkit.storage.directory import HOLDER, LOCK, replace_file, writing

HOLD = """
import sys
import time
from pathlib import Path
from searchkit.storage.directory import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of `tmp_path`."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_replace_file(tmp_path):
    path = tmp_path / "f"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [tmp_path / "f"]


def test_a_left_over_of_a_crash_is_no_obstacle(tmp_path):
    (tmp_path / "f.new").write_bytes(b"half a fi")
    replace_file(tmp_path / "f", b"whole")
    assert list(tmp_path.iterdir()) == [tmp_path / "f"]


def test_data_is_synced_before_the_name_and_the_folder_after(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle):
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def noted_replace(old, new):
        steps.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    replace_file(tmp_path / "f", b"x")
    assert steps == ["file", "replace", "folder"]


def test_the_folder_of_an_index_is_made(tmp_path):
    folder = tmp_path / "a/b"
    with writing(folder):
        assert (folder / LOCK).exists()


def test_the_lock_is_free_again_afterwards(tmp_path):
    with writing(tmp_path):
        pass
    with pytest.raises(RuntimeError), writing(tmp_path):
        raise RuntimeError
    with writing(tmp_path):
        pass


def test_two_writers_of_one_process_exclude_each_other(tmp_path):
    with writing(tmp_path), pytest.raises(IndexLocked), writing(tmp_path):
        pass


def test_another_process_excludes_us(tmp_path, holder):
    with pytest.raises(IndexLocked) as caught, writing(tmp_path):
        pass
    assert caught.value.where == str(tmp_path)
    now = datetime.datetime.now().strftime("%Y-%m-%d")
    assert re.fullmatch(
        rf"another process is writing to this index: process {holder.pid}, since {now} [\d:]{{8}}",
        caught.value.what,
    )
    assert "--wait" in caught.value.remedy


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"process": "x", "since": 1}', "\0"])
def test_who_holds_the_lock_is_information_only(tmp_path, holder, text):
    (tmp_path / HOLDER).write_text(text)
    with pytest.raises(IndexLocked, match="another process is writing"), writing(tmp_path):
        pass


def test_waiting_takes_as_long_as_asked_for(tmp_path, holder):
    began = time.monotonic()
    with pytest.raises(IndexLocked), writing(tmp_path, wait=0.3):
        pass
    assert 0.3 <= time.monotonic() - began < 5


def test_a_dead_process_holds_no_lock(tmp_path, holder):
    holder.kill()
    holder.wait()
    with writing(tmp_path, wait=5):
        pass


def test_waiting_for_a_writer(tmp_path, holder):
    holder.stdin.close()
    with writing(tmp_path, wait=10):
        pass


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "index").touch()
    with pytest.raises(SearchkitError), writing(tmp_path / "index"):
        pass
