"""What is fuzzed: for each target the inputs, made by hypothesis, and what must hold for every one of them."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from extractors.targets.quantities import find_quantities
from fuzzing.documents import DOCUMENTS
from fuzzing.findings import Findings
from kg.errors import KgError, OntologyError, QueryError
from kg.export.page.write import UNSAFE
from kg.gazetteers import read_gazetteer
from kg.guard.check import checked
from kg.guard.tokens import Kind, read_tokens
from kg.ontology import load_ontology
from kg.paths import data_path
from kg.query import parse
from kg.read import find_sources, load_source, read_documents

Check = Callable[[Any], None]
# Clauses that write, or read what is no graph; none may stand as a word in a question that the guard lets pass.
WRITES = frozenset(
    {"CREATE", "MERGE", "DELETE", "DETACH", "REMOVE", "DROP", "LOAD", "COPY", "FOREACH", "INSTALL", "ATTACH"}
)


def cut_up(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return bytes with stretches replaced: each edit is a place in a thousandth of the length, a length, and new bytes."""
    for place, length, new in edits:
        at = place * len(data) // 1000
        data = data[:at] + new + data[at + length :]
    return data


EDITS = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 40), st.binary(max_size=6)), min_size=1, max_size=6)
WORDS = st.sampled_from(
    [*"0123456789.,,。%-—~/ \n十百千万亿元家人第", "1,234", "154.", "亿元", "万平方米", "个百分点", "增长", "下降", "由", "增至",
     "不低于", "以上", "2024年", "前10位", "三分之一", "1/3", "六成", "首位", "左右", "分别", "\u3000", "\u200b"]
)  # fmt: skip
CYPHER = st.sampled_from(
    ["MATCH", "(n)", "(n:Zone)", "-[r]->", "-[*]->", "RETURN", "n", "n.name", "WHERE", "=", "'a'", '"a"', "//", "/*", "*/", "\n",
     "\r", " ", ";", "`", "\\", "\\u0041", "CALL", "LOAD", "CSV", "FROM", "file:", "db.labels()", "apoc", ".", "(", ")", "{", "}",
     "CREATE", "SET", "DELETE", "COUNT", "count(*)", "size(", "range(1,9)", "LIMIT", "1", "1e9", "UNION", "WITH", "AS", ",", "|",
     "EXPLAIN", "USING", "COPY", "$a", "=~", "'(a+)+'"]
)  # fmt: skip


def reader() -> tuple[SearchStrategy[Any], Check]:
    """Damaged files are read, or refused in one line."""
    names, folder = load_ontology().district_names(), Path(tempfile.mkdtemp())

    def check(made: tuple[str, list[tuple[int, int, bytes]]]) -> None:
        form, edits = made
        file = folder / f"made.{form}"
        file.write_bytes(cut_up(DOCUMENTS[form](), edits))
        try:
            source = load_source(find_sources([str(file)])[0][0])
            for document in read_documents(source, names):
                assert 0 <= document.start <= document.end, "a document outside of its file"
        except KgError as error:
            assert "\n" not in str(error), "a message of two lines"

    return st.tuples(st.sampled_from(sorted(DOCUMENTS)), EDITS), check


def quantities() -> tuple[SearchStrategy[Any], Check]:
    """Figures are in order, whole, and finite."""

    def check(text: str) -> None:
        last = 0
        for found in find_quantities(text):
            assert last <= found.start < found.end <= len(text), "figures overlap"
            last = found.end
            assert found.amount.is_finite(), "no number"
            before = text[: found.start]
            assert not (before[-1:].isdecimal() and text[found.start].isdecimal()), "the tail of a number"
            assert found.high is None or found.high.is_finite(), "no number"

    return st.lists(WORDS, max_size=14).map("".join), check


def queries() -> tuple[SearchStrategy[Any], Check]:
    """A query file is parsed, or refused with its name."""
    files = sorted(data_path("cypher").glob("*.cypher"))
    folder = Path(tempfile.mkdtemp())

    def check(made: tuple[Path, list[tuple[int, int, bytes]]]) -> None:
        file = folder / "made.cypher"
        file.write_bytes(cut_up(made[0].read_bytes(), made[1]))
        try:
            parse(file)
        except QueryError as error:
            assert "made.cypher" in str(error), "a message without the file"

    return st.tuples(st.sampled_from(files), EDITS), check


def ontology() -> tuple[SearchStrategy[Any], Check]:
    """An ontology is read, or refused in one line."""
    text, folder = data_path("ontology.yaml").read_bytes(), Path(tempfile.mkdtemp())

    def check(edits: list[tuple[int, int, bytes]]) -> None:
        file = folder / "made.yaml"
        # The files of names are another target; without them a run is quick.
        file.write_bytes(cut_up(text.split(b"\ngazetteers:")[0], edits))
        try:
            load_ontology(file)
        except OntologyError as error:
            assert "\n" not in str(error), "a message of two lines"

    return EDITS, check


def gazetteer() -> tuple[SearchStrategy[Any], Check]:
    """A file of names is read, or refused with its name."""
    text, folder = (
        "# 甲\n[Zone 甲区]\n乙园=丙园 丁园\n[Industry: 制造]\n芯片=集成电路\n".encode(),
        Path(tempfile.mkdtemp()),
    )

    def check(edits: list[tuple[int, int, bytes]]) -> None:
        file = folder / "made.txt"
        file.write_bytes(cut_up(text, edits))
        try:
            for one in read_gazetteer(file, ["Zone", "Industry"], ["甲区"], ["制造"]):
                assert all(one.names), "an empty name"
        except OntologyError as error:
            assert "made.txt" in str(error), "a message without the file"

    return EDITS, check


def guard() -> tuple[SearchStrategy[Any], Check]:
    """What passes the guard holds no clause that writes, and passes it again as it was written anew."""

    def check(text: str) -> None:
        try:
            asked = checked(text)
        except QueryError as error:
            assert "\n" not in str(error), "a message of two lines"
            return
        tokens = read_tokens(asked.cypher)
        names = {".", ":", "|", "&", "!"}
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.kind is Kind.WORD and not (before and before.text in names):
                assert token.upper not in WRITES, f"{token.text} passes"
        assert checked(asked.cypher).cypher == asked.cypher, "written anew it reads otherwise"

    start = st.sampled_from(["", "MATCH (n) ", "MATCH (n) RETURN n ", "RETURN "])
    body = st.lists(st.one_of(CYPHER, st.text(max_size=2)), max_size=12)
    return st.tuples(start, body, st.sampled_from(["", " "])).map(lambda made: made[0] + made[2].join(made[1])), check


def page() -> tuple[SearchStrategy[Any], Check]:
    """Data of a page ends no script, opens no comment, and reads back as it was."""
    marks = st.sampled_from(
        ["</script", "<!--", "-->", "]]>", "<script", "\u2028", "\u2029", "&lt;", "'", '"', "\\", "<", "\0"]
    )
    texts = st.lists(st.one_of(marks, st.text(max_size=3)), max_size=8).map("".join)

    def check(made: dict[str, str]) -> None:
        written = json.dumps(made, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
        assert not set(written) & set("<>\u2028\u2029"), "a sign that HTML or JavaScript reads"
        assert json.loads(written) == made, "the data reads back otherwise"

    return st.dictionaries(texts, texts, max_size=4), check


TARGETS: dict[str, Callable[[], tuple[SearchStrategy[Any], Check]]] = {
    "reader": reader,
    "quantities": quantities,
    "queries": queries,
    "ontology": ontology,
    "gazetteer": gazetteer,
    "guard": guard,
    "page": page,
}


def fuzz(name: str, runs: int, number: int) -> Findings:
    """Try so many inputs of a target, the same ones for a seed; the smallest input that fails is the finding."""
    made, check = TARGETS[name]()
    count = 0

    @seed(number)
    @settings(max_examples=runs, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(made)
    def each(value: Any) -> None:
        nonlocal count
        count += 1
        check(value)

    try:
        each()
    except Exception as error:  # noqa: BLE001 - whatever a target raises is what was looked for
        notes = " ".join(getattr(error, "__notes__", []))
        return Findings(count, [" ".join(f"{type(error).__name__}: {error} {notes}".split())[:500]])
    return Findings(count, [])
