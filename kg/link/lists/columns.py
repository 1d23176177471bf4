"""Which column of a list of firms holds what, by its header."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NAMES = {
    "name": "企业名称 公司名称 单位名称 企业 公司 单位 名称 企业全称 公司全称 机构名称 主体名称 市场主体名称 商户名称 客户名称 "
    "纳税人名称 name company firm companyname firmname enterprise enterprisename organization",
    "scope": "经营范围 业务范围 经营业务 主营业务 主营产品 经营内容 经营项目 主要业务 业务介绍 企业简介 公司简介 "
    "scope businessscope business description",
    "industry": "行业 所属行业 行业门类 行业类别 行业代码 行业名称 国标行业 国民经济行业 所属产业 产业 产业类别 主导产业 领域 "
    "industry sector industrycode",
    "district": "注册地 所在区 所属区 区 区县 行政区 所属区县 注册区 注册地址 经营地址 办公地址 企业地址 地址 住所 属地 所属街镇 "
    "district address location",
    "revenue": "营业收入 年营业收入 营收 年营收 销售收入 revenue",
    "staff": "员工数 员工人数 从业人数 从业人员 参保人数 人数 staff employees",
    "founded": "成立日期 成立时间 成立年份 注册日期 founded",
    "capital": "注册资本 注册资金 实缴资本 capital",
    "standing": "企业资质 资质 企业认定 荣誉 standing",
    "code": "统一社会信用代码 社会信用代码 信用代码 组织机构代码 纳税人识别号 税号 代码 uscc creditcode code",
}
KNOWN = {word: key for key, words in NAMES.items() for word in words.split()}
NOISE = re.compile(r"\([^()]*\)|[\s*:_\-.\"'“”/【】\[\]《》<>#]|必填|选填")


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of each known column in a row of `width` cells, the best named first; `header` is the row of names."""

    header: tuple[str, ...]
    at: Mapping[str, tuple[int, ...]]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.header)


def columns_of(row: Sequence[str]) -> Columns | None:
    """Return what the columns hold if a row is a header: it names the column of firms.

    A cell is read of the first of like columns that holds something; of columns of firms only those of one name are alike.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for place, cell in enumerate(row):
        plain = NOISE.sub("", unicodedata.normalize("NFKC", cell)).lower()
        if key := KNOWN.get(plain):
            found.setdefault(key, []).append((NAMES[key].split().index(plain), place))
    if "name" not in found:
        return None
    called = min(found["name"])[0]
    found["name"] = [(order, place) for order, place in found["name"] if order == called]
    return Columns(tuple(row), {key: tuple(place for _, place in sorted(places)) for key, places in found.items()})
