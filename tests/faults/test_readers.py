"""A file that cannot be read costs one line: whatever it does to its reader, the files beside it are built."""

import os
import signal
import socket
import subprocess
import sys
import time

import bombs
import psutil
import pytest

from kg.builder import build
from kg.cli import main
from kg.errors import EXIT_PARTIAL, ReadError
from kg.read import find_sources, load_source
from kg.read.files import shown
from kg.read.formats import FormatName
from kg.read.worker import Limits, Reader

REPORT = "2024年普陀区政府工作报告\n一、2023年工作回顾\n税收收入154.43亿元,增长5.1%。\n"
SMALL = Limits(memory=300 << 20, seconds=10, wall=60.0)
BOMBS = {
    "many-times-its-size.docx": (lambda: bombs.docx("<w:p/>" * 3_000_000), "times its size"),
    "larger-than-a-part.docx": (lambda: bombs.docx("<w:p/>" * 11_000_000), "unpacks to more than"),
    "nested.docx": (lambda: bombs.docx("<w:sdt>" * 5000 + bombs.PARAGRAPH + "</w:sdt>" * 5000), "limit of its parser"),
    "entities.docx": (bombs.many_entities, "limit of its parser"),
    "divs.html": (("<html><body>" + "<div>" * 1_000_000 + REPORT).encode, "limit of its parser"),
    "forms.pdf": (bombs.forms_in_forms, "more than|ended on it|no text"),
    "stream.pdf": (bombs.long_stream, "more than|ended on it"),
    "no-zip.docx": (lambda: b"PK\x03\x04 and no more", "not a readable .docx"),
    "no-pdf.pdf": (lambda: b"%PDF-1.7 and no more", "not a readable .pdf"),
}


@pytest.fixture(scope="module")
def reader():
    with Reader(SMALL) as one:
        yield one


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.txt").write_text(REPORT, "utf-8")
    return tmp_path / "in"


def refused(folder, reader):
    """Read every file of a folder as a build does; return what was read and what was not."""
    found, errors = find_sources([str(folder)])
    read, lines = [], [str(error) for error in errors]
    for one in found:
        try:
            read.append(load_source(one, reader).source)
        except ReadError as error:
            lines.append(str(error))
    return read, lines


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_line_and_the_next_file_is_read(folder, reader, name):
    make, says = BOMBS[name]
    (folder / name).write_bytes(make())
    (folder / "zz.html").write_text(f"<html><body><p>{REPORT}</p></body></html>", "utf-8")
    read, lines = refused(folder, reader)
    assert read == ["good.txt", "zz.html"]
    assert len(lines) == 1
    with pytest.raises(ReadError, match=f"^{name}: .*({says})"):
        raise ReadError(lines[0])


def test_what_a_reader_used_stays_in_its_limits(folder, reader):
    """The address space of the process that reads is limited by the system, where it can be."""
    reader.read(bombs.docx(bombs.PARAGRAPH), FormatName.WORD, "a.docx")
    if hasattr(psutil.Process, "rlimit"):
        soft, _ = psutil.Process(reader.process.pid).rlimit(psutil.RLIMIT_AS)
        assert SMALL.memory <= soft < SMALL.memory + (1 << 30) * 4


def test_one_process_reads_many_files(reader):
    numbers = set()
    for _ in range(3):
        reader.read(bombs.docx(bombs.PARAGRAPH), FormatName.WORD, "a.docx")
        numbers.add(reader.process.pid)
    assert len(numbers) == 1


def test_merged_cells_that_claim_a_million_places_are_text(reader):
    parsed = reader.read(bombs.wide_table(), FormatName.WORD, "a.docx")
    assert (parsed.text.count("154.43亿元"), parsed.tables) == (2000, ())
    assert parsed.warnings == ("a.docx: a table of 10000000 places, 1000000 are possible, was read as text alone",)


def test_a_pdf_of_very_many_pages_says_how_many_were_read(reader):
    parsed = reader.read(bombs.pdf(kids=2500), FormatName.PDF, "a.pdf")
    assert parsed.warnings[-1] == "a.pdf: the first 2000 of 2500 pages were read; split the file"


def test_a_reader_that_hangs_is_ended():
    waits = [sys.executable, "-c", "import time; time.sleep(600)"]
    with Reader(Limits(wall=0.5), waits) as one:
        with pytest.raises(ReadError, match="a.pdf: reading it takes more than 0.5 s"):
            one.read(b"x", FormatName.PDF, "a.pdf")
        assert one.process is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os; os.abort()", "more than 1024 MB of memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "ended on it .SIGSEGV"),
        ("import sys; sys.exit(7)", "ended on it .status 7"),
        ("import sys; sys.stdout.buffer.write(b'\\x7f' * 8); sys.stdout.flush(); input()", "unpacks to more than"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_reader_that_dies_is_one_line(code, says):
    with Reader(Limits(), [sys.executable, "-c", code]) as one, pytest.raises(ReadError, match=f"^a.pdf: .*{says}"):
        one.read(b"x" * 100_000, FormatName.PDF, "a.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processor time are the system's")
def test_a_reader_that_computes_too_long_is_ended():
    spins = "from kg.limits import limit_time\nlimit_time(0)\nwhile True: pass"
    spinning = Reader(Limits(seconds=0), [sys.executable, "-c", spins])
    with spinning as one, pytest.raises(ReadError, match="0 s of processor time"):
        one.read(b"x", FormatName.PDF, "a.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_a_line_and_links_end(folder, reader):
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "loop").symlink_to(folder)
    other = folder.parent / "other"
    other.mkdir()
    (other / "far.txt").write_text(REPORT, "utf-8")
    (other / "back").symlink_to(folder)
    (folder / "other").symlink_to(other)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(folder / "socket.txt"))
        read, lines = refused(folder, reader)
    assert read == ["good.txt", "other/far.txt"]
    assert sorted(line.partition(":")[0] for line in lines) == [
        "device.txt", "nowhere.txt", "pipe.txt", "self.txt", "socket.txt",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("what", ["/dev/zero", "pipe"])
def test_a_device_that_is_named_is_refused(tmp_path, what):
    path = tmp_path / "a.txt"
    if what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(what)
    found, [error] = find_sources([str(path)])
    assert (found, "not a file but a pipe" in str(error)) == ([], True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_opened_is_a_line(folder, reader):
    (folder / "shut.txt").write_text(REPORT, "utf-8")
    (folder / "shut.txt").chmod(0)
    (folder / "closed").mkdir()
    (folder / "closed").chmod(0)
    try:
        read, lines = refused(folder, reader)
    finally:
        (folder / "closed").chmod(0o700)
    assert read == ["good.txt"]
    assert len(lines) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names as text")
@pytest.mark.parametrize(("raw", "name"), [("报告".encode("gb18030"), "报告"), (b"a\xff\xff", "a\\xff\\xff")])
def test_a_file_name_that_is_no_utf8_is_built_under_a_name_that_can_be_shown(tmp_path, ontology, raw, name):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(raw + b".txt")).write_text(REPORT, "utf-8")
    report = build([str(folder)], tmp_path / "graph", ontology)
    assert [document["source"] for document in report.documents] == [f"{name}.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_name_that_would_break_a_line_or_command_a_terminal_is_escaped(tmp_path, capsys, monkeypatch):
    (tmp_path / "a\nb\x1b[31m\u202e.txt").write_text(REPORT, "utf-8")
    (tmp_path / "c\nd.docx").write_bytes(b"none")
    monkeypatch.setattr(sys, "argv", ["kg", "build", str(tmp_path), "--mode", "fast", "--graph", str(tmp_path / "g")])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == EXIT_PARTIAL
    assert said.splitlines()[:2] == ["reading a\\nb\\x1b[31m\\u202e.txt", "reading c\\nd.docx"]
    assert "kg: c\\nd.docx: not a readable .docx" in said
    assert all(char == "\n" or char.isprintable() for char in said)


NAMED = {
    "a.pdf": lambda: bombs.docx(bombs.PARAGRAPH),
    "a.docx": f"<html><body><p>{REPORT}</p></body></html>".encode,
    "a.doc": REPORT.encode,
    "strict.docx": lambda: bombs.docx(bombs.PARAGRAPH, namespace=bombs.STRICT),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_a_file_holds_counts_before_what_its_name_says(tmp_path, reader, name):
    (tmp_path / name).write_bytes(NAMED[name]())
    [found], errors = find_sources([str(tmp_path)])
    assert not errors
    assert "154.43亿元" in load_source(found, reader).text


def test_a_document_of_word_that_is_none_is_a_line(tmp_path, reader):
    (tmp_path / "a.wps").write_bytes(bytes(range(255, 127, -1)) * 20)
    [found], _ = find_sources([str(tmp_path)])
    with pytest.raises(ReadError, match="^a.wps: not text in UTF-8"):
        load_source(found, reader)


def test_shown_names_are_text(tmp_path):
    assert shown(f"a{os.sep}报告.txt") == "a/报告.txt"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another event there")
def test_ctrl_c_ends_the_process_that_reads(tmp_path):
    """A page that takes long to read; the interrupt goes to both processes, as from a terminal."""
    page = "<table>" + "<tr><td rowspan=10000 colspan=10000>a<td>b</tr>" * 40_000 + "</table>"
    (tmp_path / "slow.html").write_text(page, "utf-8")
    command = [sys.executable, "-m", "kg", "check", str(tmp_path / "slow.html")]
    asked = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    parent = psutil.Process(asked.pid)
    give_up = time.monotonic() + 60
    while not (children := parent.children()) and time.monotonic() < give_up:
        time.sleep(0.05)
    os.killpg(asked.pid, signal.SIGINT)
    _, said = asked.communicate(timeout=60)
    assert asked.returncode == 130
    assert "Traceback" not in said
    psutil.wait_procs(children, timeout=10)
    assert children
    assert not any(child.is_running() for child in children)
