"""Quoted nicknames: which head noun after the quote belongs to them, and what it makes of them (`“百大平台”联盟`)."""

import re

# What completes a quoted nickname (`“服务包”制度`, `“百大平台”联盟`), with the words before its head noun, and what that makes it.
WORDS = r"(?!建设|推进|深化|完善|项目|落实|实施|发展战略|等|为|与|和|的|成|获|入|体制|提供|形成)[\u4e00-\u9fff]"
QUOTED = (
    (
        "Event",
        re.compile(
            rf"”(?:{WORDS}){{0,6}}?(?:论坛|沙龙|灯光秀|[音文旅购美艺][\u4e00-\u9fff]{{1,3}}节|大会|现场会|大赛|峰会|展览会|博览会|电影周)"
        ),
    ),
    ("Institution", re.compile(rf"”(?:(?:{WORDS}){{0,6}}?(?:联盟|基地|实验室|研究院)|(?:{WORDS}){{2,8}}平台)")),
    (
        "Zone",
        re.compile(rf"”(?:{WORDS}){{0,6}}?(?:示范区|先行区|集聚区|功能区|(?:重点|推进|近期)区域|地区|文创园|园区)"),
    ),
    ("", re.compile(r"”[\d.]{1,4}版")),
    (
        "",
        re.compile(
            rf"”(?:{WORDS}){{0,6}}?(?:制度|机制|计划|规划|行动|体系|工程|改革|改扩建|改造|整治|导向|方针|网络|工作法|修缮|专项|服务网)"
        ),
    ),
    (
        "",
        re.compile(
            rf"”(?!(?:工作|发展|运作|运行|融合|管理)模式)(?:{WORDS}){{2,6}}?(?:模式|体制|服务|活动|巡查|赛道)(?=[和及与等内]|[^\u4e00-\u9fff]|$)"
        ),
    ),
)
NICKNAMED = ("Program", "Policy")
# These complete no nickname by themselves (`“一业一证”模式`).
BARE = re.compile(r"”(?:平台|模式|体制|(?:系列)?活动|发展战略|品牌|项目|建设|试点)$")


def nickname_end(text: str, end: int, last: int, kind: str) -> tuple[int, str]:
    """Return the end and type of a quoted nickname with the head noun that follows it."""
    for right, pattern in QUOTED:
        match = pattern.match(text, end)
        if match and match.end() <= last:
            return match.end(), right or kind
    return end, kind
