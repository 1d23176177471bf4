"""Consoles that cannot show every letter, and paths with the signs that Windows and shells give."""

import codecs
import csv
import io
import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT

REPORT = "2024年嘉定区政府工作报告\n各位代表：\n全年新增企业12家，建设㵪岚公园。\n"
PATHS = ["a b.txt", "back\\slash.txt", "quo'te.txt", "[brackets] (1).txt", "人民 & 政府.txt"]


def check(path, encoding, *options):
    """Run `kg check` as a user does, in a console of an encoding."""
    command = [sys.executable, "-m", "kg", "check", str(path), *options]
    return subprocess.run(
        command,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
    )


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_a_console_shows_what_it_can(encoding, tmp_path):
    (tmp_path / "㵪.txt").write_text(REPORT, "utf-8")
    done = check(tmp_path, encoding)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert b"2024" in done.stdout


def test_paths_with_signs_are_read(tmp_path):
    for name in PATHS:
        (tmp_path / name).write_text(REPORT, "utf-8")
    done = check(tmp_path, "utf-8", "--format", "json")
    assert sorted(row["file"] for row in json.loads(done.stdout)) == sorted(PATHS)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp1252"])
def test_csv_into_a_file_is_what_excel_opens(encoding, tmp_path):
    (tmp_path / "㵪.txt").write_text(REPORT, "utf-8")
    done = check(tmp_path, encoding, "--format", "csv")
    assert done.stdout.startswith(codecs.BOM_UTF8) and not done.stdout.startswith(codecs.BOM_UTF8 * 2)
    [row] = csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig")))
    assert (row["file"], row["title"], row["district"]) == ("㵪.txt", "2024年嘉定区政府工作报告", "嘉定区")


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii", "utf-8"])
def test_json_loses_no_letter(encoding, tmp_path):
    (tmp_path / "㵪😀.txt").write_text(REPORT, "utf-8")
    [row] = json.loads(check(tmp_path, encoding, "--format", "json").stdout.decode(encoding))
    assert (row["file"], row["title"]) == ("㵪😀.txt", "2024年嘉定区政府工作报告")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_csv_on_a_terminal_has_no_mark(tmp_path):
    import pty

    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", "check", str(tmp_path), "--format", "csv"]
    subprocess.run(command, stdout=theirs, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
    os.close(theirs)
    shown = os.read(ours, 4096)
    os.close(ours)
    assert shown.startswith(b"file,form,")
