"""The grammar of quantities returns what was written, in whatever form, and its work grows with the text."""

import re._parser as parser
import subprocess
import sys
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractors.targets import forms, numbers, quantities
from extractors.targets.quantities import SIGNED, find_quantities
from extractors.targets.units import Unit, UnitTable, in_base, unit_table

# Words around a value: what stands before it, what stands behind it, what they say.
BOUNDS = [
    ("", "", "eq"), ("不低于", "", "ge"), ("超过", "", "ge"), ("", "以上", "ge"), ("", "(含)以上", "ge"), ("不到", "", "le"),
    ("控制在", "以内", "le"), ("不足", "", "le"), ("约", "", "approx"), ("近", "", "approx"), ("", "左右", "approx"),
]  # fmt: skip
JOINS = ["-", "--", "—", "–", "~", "～", "至", "到"]
# Units that ask for certain words around them have cases of their own.
PLAIN = [u for u in unit_table().units if not (u.form or u.before or (u.after and not u.after.match("。")))]
MEASURES = [u for u in PLAIN if u.family != "percent" or u.name == "%"]
SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, "千万": 10**7, "百亿": 10**10}


@st.composite
def written(draw):
    """Return a number in figures or words, and its amount."""
    form = draw(st.sampled_from(["plain", "grouped", "scaled", "words", "mixed"]))
    whole = draw(st.integers(1, 10**8 - 1))
    if form == "grouped":
        return f"{whole:,}", Decimal(whole)
    if form == "words":
        whole += 10
        return cn2an.an2cn(whole), Decimal(whole)
    if form == "mixed":
        head, tail = whole % 900 + 100, whole % 9000 + 1000
        return f"{head}亿{tail}万", Decimal(head * 10**8 + tail * 10**4)
    places = draw(st.integers(0, 2))
    number = Decimal(whole % 10**6 + 1).scaleb(-places)
    scale = draw(st.sampled_from(list(SCALES))) if form == "scaled" else ""
    return f"{number:f}{scale}", number * SCALES[scale]


def one(text):
    found = list(find_quantities(text))
    assert len(found) == 1, (text, found)
    return found[0], text[found[0].start : found[0].end]


@given(written(), st.sampled_from(MEASURES), st.sampled_from(BOUNDS), st.booleans())
def test_a_number_with_a_unit_is_read_as_it_was_written(number, unit, bound, negative):
    said, amount = number
    before, behind, compare = bound
    minus = "-" if negative and unit.family in SIGNED and said[0].isdecimal() and not before else ""
    text = f"指标为{before}{minus}{said}{unit.name}{behind}。"
    found, value = one(text)
    share = unit.factor if unit.base and unit.family == "percent" else 1
    assert found.amount == (-amount if minus else amount) * share
    assert (value, found.high, found.comparator) == (f"{minus}{said}{unit.name}", None, compare)
    assert found.unit == (unit.base if unit.family == "percent" and unit.base else unit.name)


@given(st.data(), st.sampled_from(MEASURES), st.sampled_from(JOINS), st.booleans())
def test_a_range_has_both_ends(data, unit, join, both):
    low, high = sorted(data.draw(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6))))
    high += low == high
    scale = data.draw(st.sampled_from(["", "万", "亿"]))
    first = f"{low}{scale}{unit.name}" if both else str(low)
    found, value = one(f"指标为{first}{join}{high}{scale}{unit.name}。")
    assert value == f"{first}{join}{high}{scale}{unit.name}"
    assert (found.amount, found.high) == (low * SCALES[scale], high * SCALES[scale])
    assert (found.unit, found.comparator) == (unit.name, "range")


@given(st.integers(1, 99), st.integers(0, 9), st.sampled_from([("百", 1), ("千", 10), ("万", 100)]))
def test_a_share_in_words_is_in_percent(whole, tenths, part):
    said = cn2an.an2cn(whole) + (f"点{cn2an.an2cn(tenths)}" if tenths else "")
    found, value = one(f"增速为{part[0]}分之{said}。")
    exact = (whole + Decimal(tenths) / 10) / part[1]
    assert (value, found.unit) == (f"{part[0]}分之{said}", "%")
    assert abs(found.amount - exact) < Decimal("0.01")


@given(st.sampled_from(PLAIN), st.sampled_from(["年", "月", "亩", "人", "平方米", "立方米", "万元GDP"]))
def test_a_ratio_keeps_what_stands_under_its_stroke(unit, below):
    found, value = one(f"指标为3.5{unit.name}/{below}。")
    assert value == f"3.5{unit.name}/{below}"
    assert found.unit == (unit.base if unit.base and unit.family == "percent" else f"{unit.name}/{below}")


PIECES = st.sampled_from(
    [*"0123456789.,-/%零一二三十百千万亿第号年月日、。,(含)家个元", "亿元", "个百分点", "分之", "以上", "至"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_quantities_do_not_overlap_and_are_no_tail_of_a_number(text):
    end = 0
    for found in find_quantities(text):
        assert end <= found.start < found.end <= len(text)
        assert found.high is None or found.amount < found.high
        if text[found.start].isdecimal():
            assert not (found.start and (text[found.start - 1].isdecimal() or text[found.start - 1] in ".+-"))
        end = found.end


def repeats(parsed):
    for operation, argument in parsed:
        if operation in (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT):
            yield argument[1]
        for part in argument if isinstance(argument, tuple | list) else [argument]:
            if isinstance(part, parser.SubPattern):
                yield from repeats(part)
            elif isinstance(part, list):
                for branch in part:
                    if isinstance(branch, parser.SubPattern):
                        yield from repeats(branch)


SEARCHED = {
    **{name: getattr(numbers, name) for name in ("NUMBER", "BARE", "PARTS", "ANY")},
    **{name: getattr(forms, name) for name in ("ROUND_WITH_UNIT", "ROUND_BEFORE_END")},
    **{rule.id: rule.regex for rule in quantities.load_rules("quantities", "forms")},
}


@pytest.mark.parametrize("name", SEARCHED)
def test_no_pattern_repeats_without_bound(name):
    """So the work for a character is bounded, and that for a text grows with its length."""
    assert max(repeats(parser.parse(SEARCHED[name].pattern)), default=1) < 100


def test_the_walk_sees_repeats_without_bound():
    for pattern in ("a+", "(?:b|(c*))d", "x(?=y+)", "(?:a{2,}|b)"):
        assert max(repeats(parser.parse(pattern))) > 100


LONG = ["7", "7,", "7.", "“", "亿", "一", "百", "3家", "3-", "三、", "第一", "千分之", "负", "(含)", "5—"]
READ = """
import sys
from extractors.targets.quantities import find_quantities
for piece in sys.argv[1:]:
    print(len(list(find_quantities(piece * 20_000))))
"""


def test_long_inputs_are_read():
    """Read in a process of its own, so that an input that never ends is a failure and no hanging test."""
    done = subprocess.run([sys.executable, "-c", READ, *LONG], capture_output=True, text=True, timeout=300, check=True)
    found = dict(zip(LONG, map(int, done.stdout.split()), strict=True))
    assert found["3家"] == 20_000
    assert found["7"] == found["“"] == found["3-"] == 0


def test_the_table_of_units_refuses_what_does_not_fit():
    metre = Unit(name="米", family="length")
    for wrong, said in (
        (Unit(name="里", family="length", also={"米": Decimal(500)}), "spelled twice: 米"),
        (Unit(name="里", family="length", base="尺", factor=Decimal(3)), "the base '尺'"),
        (Unit(name="亩", family="area", base="米", factor=Decimal(3)), "no unit of the family area"),
        (Unit(name="里", family="length", factor=Decimal(500)), "a factor needs a base"),
    ):
        with pytest.raises(ValidationError, match=said):
            UnitTable(units=(metre, wrong), below=())


def test_amounts_are_compared_in_the_base_of_their_family():
    assert in_base(Decimal(3), "公里") == (3000, "米")
    assert in_base(Decimal(2), "公顷") == in_base(Decimal("0.02"), "平方公里")
    assert in_base(Decimal(2), "元/亩") == (2, "元/亩")
