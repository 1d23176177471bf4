"""Bytes to text: every encoding of a report reads the same, and what cannot be read is replaced and reported."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.decode import decode

CASES = json.loads((Path(__file__).parent / "cases/encodings.json").read_text("utf-8"))
TITLE, CALL = (
    "2024年嘉定区政府工作报告\n各位代",
    "表：\n全年新增企业12家，实现税收90亿元，同比增长5.5%。区域发展稳中有进。\n",
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_report_reads_the_same_in_every_encoding(case):
    after, bad = CALL + case.get("insert", ""), bytes.fromhex(case.get("bad", ""))
    parts = [TITLE.encode(case["encoding"]), after.encode(case["encoding"])]
    found = decode(bytes.fromhex(case.get("bom", "")) + bad.join(parts), "a.txt")
    assert found.text.replace("\ufffd", "").replace("\u200b", "") == TITLE + after
    assert len(found.warnings) == ("warns" in case)
    assert case.get("warns", "") in "".join(found.warnings)


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe", bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n\0" * 90]
)
def test_what_is_no_text_is_an_error(data):
    with pytest.raises(ReadError, match=r"a\.txt"):
        decode(data, "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_one_line(data):
    try:
        assert "\0" not in decode(data, "a.txt").text
    except ReadError as error:
        assert "\n" not in str(error)
