"""`scripts/bench read`: how fast each format is read, beside a named reader of the same file, and the memory of long PDF files."""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import trafilatura
from charset_normalizer import from_bytes
from made_tables import make_report
from neo4j_speed import say
from pdf_libraries import bench as bench_libraries

from kg.read.decode import decode
from kg.read.formats.html import read_html
from kg.read.formats.pdf import read_pdf
from kg.read.formats.word import read_word

PARAGRAPH = (
    "全年完成固定资产投资420.5亿元，同比增长6.5%，新增科技型企业512家，园区集聚数字经济企业900家，旧住房改造30万平方米。"
    * 3
)
CHARACTERS = 300_000
PAGES = 200
MEMORY_PAGES = (100, 500)


def bench(libraries: bool) -> int:
    """Print MB of text a second of each format and its ratio to the reader beside it; or compare PDF readers."""
    if libraries:
        return bench_libraries()
    paragraphs = [PARAGRAPH] * (CHARACTERS // len(PARAGRAPH))
    plain = "\n".join(paragraphs).encode()
    page = f"<html><head><title>报告</title></head><body><h1>报告</h1>{''.join(f'<p>{p}</p>' for p in paragraphs)}</body></html>"
    say("| format | kg MB/s | beside | MB/s | kg / beside |\n|---|---|---|---|---|")
    _row("txt", len(plain), lambda: decode(plain, "a.txt"), "charset-normalizer", lambda: str(from_bytes(plain).best()))
    _row("html", len(plain), lambda: read_html(page, "a.html"), "trafilatura", lambda: trafilatura.extract(page))
    word = _word(paragraphs)
    _row("docx", len(plain), lambda: read_word(word, "a.docx"), "python-docx", lambda: _by_docx(word))
    with tempfile.TemporaryDirectory() as work:
        made = make_report(Path(work) / "a.pdf", PAGES).read_bytes()
        size = len(read_pdf(made, "a.pdf").text.encode())
        _row(f"pdf, {PAGES} pages", size, lambda: read_pdf(made, "a.pdf"), "pypdfium2", lambda: _by_pdfium(made))
        peaks = [_peak(make_report(Path(work) / f"{n}.pdf", n)) for n in MEMORY_PAGES]
    few, many = MEMORY_PAGES
    say(
        f"peak memory of a process that reads {few} pages {peaks[0]} MB, {many} pages {peaks[1]} MB: {peaks[1] / peaks[0]:.2f}"
    )
    return 0


def _row(name: str, size: int, ours: Callable[[], object], peer: str, theirs: Callable[[], object]) -> None:
    """Time both in turns, so that a change in the machine's load meets both; processor time, the better of two."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(2):
        for taken, call in zip(times, (ours, theirs), strict=True):
            begin = time.process_time()
            call()
            taken.append(max(time.process_time() - begin, 1e-9))
    own, other = min(times[0]), min(times[1])
    say(f"| {name} | {size / own / 1e6:.2f} | {peer} | {size / other / 1e6:.2f} | {other / own:.2f} |")


def _word(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _by_docx(data: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def _by_pdfium(data: bytes) -> int:
    pdf = pypdfium2.PdfDocument(data)
    size = 0
    for page in pdf:
        layer = page.get_textpage()
        size += len(layer.get_text_range())
        layer.close()
        page.close()
    pdf.close()
    return size


def _peak(path: Path) -> int:
    """Return the peak memory in MB of a process that reads a file."""
    code = (
        "import re, sys\nfrom pathlib import Path\nfrom kg.read.formats.pdf import read_pdf\n"
        "read_pdf(Path(sys.argv[1]).read_bytes(), 'a.pdf')\n"
        # Not getrusage, whose peak counts the process that started this one.
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    return int(subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True).stdout)
