"""Files that LibreOffice turns into .docx: what it takes is limited, and where it fails the file is one line."""

import os
import sys
import time

import psutil
import pytest

from kg.errors import ReadError
from kg.read.formats.office import to_docx

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the programs that stand for LibreOffice are shell scripts"
)
# What a program in the place of LibreOffice does, and what the line then says. A child of it ends with it.
PROGRAMS = {
    "fails": ("exit 3", "it ended with status 3"),
    "is ended": ("kill -SEGV $$", "it ended with SIGSEGV"),
    "makes no file": ("exit 0", "it made no document"),
    "waits": ("sleep 77 & echo $! > {pid}; wait", "it takes more than 1 s"),
    "grows": (
        "{python} -c 'x = b\"1\" * (200 << 20); import time; time.sleep(77)' & echo $! > {pid}; wait",
        "100 MB of memory",
    ),
}


def program(tmp_path, monkeypatch, script):
    """Put a shell script in the place of LibreOffice."""
    file = tmp_path / "soffice"
    file.write_text(f"#!/bin/bash\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_conversion_that_fails_is_one_line_and_leaves_no_process(name, tmp_path, monkeypatch):
    script, said = PROGRAMS[name]
    pid = tmp_path / "pid"
    program(tmp_path, monkeypatch, script.format(pid=pid, python=sys.executable))
    (tmp_path / "a.doc").write_bytes(b"x")
    seconds = 60.0 if name == "grows" else 1.0 if name == "waits" else 60.0
    with pytest.raises(ReadError) as error:
        to_docx(tmp_path / "a.doc", "a.doc", 100 << 20, seconds)
    assert said in str(error.value) and "save it as .docx" in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    if pid.exists():
        until = time.monotonic() + 10
        while psutil.pid_exists(child := int(pid.read_text())) and time.monotonic() < until:
            time.sleep(0.01)
        assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_what_it_makes_is_taken(tmp_path, monkeypatch):
    program(
        tmp_path, monkeypatch, 'while [ "$1" != --outdir ]; do shift; done; echo made > "$2/$(basename "$3" .doc).docx"'
    )
    file = tmp_path / "-工作 报告.doc"
    file.write_bytes(b"x")
    assert to_docx(file, file.name) == b"made\n"


def test_the_password_of_the_server_is_not_handed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "secret-one")
    program(tmp_path, monkeypatch, 'while [ "$1" != --outdir ]; do shift; done; echo "[$NEO4J_PASSWORD]" > "$2/a.docx"')
    (tmp_path / "a.doc").write_bytes(b"x")
    assert to_docx(tmp_path / "a.doc", "a.doc") == b"[]\n"


def test_a_doc_that_ends_with_a_table_is_one_line_since_its_figures_would_run_together(tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, "exit 0")
    (tmp_path / "a.doc").write_bytes("指标\x072023年\x07\x07产值\x072730\x07\x07".encode("utf-16-le") + bytes(64))
    with pytest.raises(
        ReadError, match=r"a\.doc: ends with a table, which LibreOffice cannot read; write a line below it"
    ):
        to_docx(tmp_path / "a.doc", "a.doc")
