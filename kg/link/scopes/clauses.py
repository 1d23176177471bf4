"""Clauses of a business scope, without what it excludes, what it only licenses and what every scope says."""

import re
import unicodedata
from collections.abc import Iterator

SPACE = re.compile(r"[^\S\n\t]+")
# What a bracket excludes or restricts: 不含危险化学品, 除依法须经批准的项目外, 限分支机构, 凭许可证经营.
EXCLUDES = re.compile("不含|不包括|不涉及|不产生|不从事|不得|除|须|限|凭|依法|具体|许可|审批|批准|未经|仅|非医疗|取得")
BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
# What is excluded without brackets: `除…外` before a noun or at the end (除尘 and 拆除 are work), `不含…` up to the end of its clause.
EXCEPT = re.compile(
    r"(?<![拆清消扣解排去免根])除(?![尘湿臭锈雪草霜菌虫甲])[^,;。]{1,60}?(?:之外|以外|外(?=[,;。的均、]|$))"
    r"|,?但?均?(?:不含|不包括|不得从事|不涉及)[^,;。]*"
)
LICENCE = re.compile(
    "依法须经|须经批准|经相关部门批准|凭(?:营业执照|许可)|方可(?:开展|从事)?经营|自主开展经营|另行报批"
    "|以(?:审批|相关部门|许可证)|国家限制|法律、?(?:行政)?法规|^经.{0,16}批准的其他业务"
)
PART = re.compile("(?:一般|许可|前置|后置)(?:经营)?项目[:;]?")
# A comma between digits belongs to a number.
CLAUSE = re.compile(r"[;。\n\t]|(?<!\d),|,(?!\d{3})|\.(?=\D|$)")
# How deep brackets in brackets are taken apart.
NESTED = 4


def narrow(text: str) -> str:
    """Return a text with narrow punctuation and without spaces."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text))


def unbracketed(text: str) -> str:
    """Return a text without brackets: what excludes or restricts is left out, other content stays in its place."""
    for _ in range(NESTED):
        text, count = BRACKETS.subn(lambda m: "" if EXCLUDES.search(m[1]) else m[1], text)
        if not count:
            break
    return text


def clauses(scope: str) -> Iterator[tuple[int, str]]:
    """Yield (place, clause) for what a scope states; places begin anew after 一般项目 and 许可项目."""
    text = EXCEPT.sub("", unbracketed(narrow(scope)))
    for part in PART.split(text):
        stated = (clause.strip() for clause in CLAUSE.split(part))
        yield from enumerate(c for c in stated if c and not LICENCE.search(c))
