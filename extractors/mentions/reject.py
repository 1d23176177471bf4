"""What looks like a name and names nothing that an analyst would look up: head nouns, honours, works of art, attributes."""

import re

# Head nouns without a name, and works of art.
GENERIC = re.compile(
    r"(?:[三五]年)?(?:专项)?(?:行动|实施|工作|总体)?(?:计划|方案|意见)|[一二三四五]期|社区(?:卫生|文化|事务受理)[\u4e00-\u9fff]{2,4}中心|污水处理厂|国家大学科技园|[\d两三四五六]个"
)
# Honours, periods and formulas of policy: the guide leaves them out.
HONOURS = re.compile(
    r"六稳|六保|四大功能|五个中心|双循环|双碳|十[一二三四五六]五|[^”]*(?:模范城|文明城区|卫生城区|之乡|连冠)"
)
# A sector is none where it only says of which kind something else is (`金融风险`, `商务楼宇`), nor among flows (`人流、物流`).
SHORT = 3
OTHERS = re.compile(
    r"(?:风险|支持|产品|政策|楼宇|场馆|事业|基站|信号|室外|活动|节庆|网络|协议|分析|驱动|用能|管理|营收|安防|中心建设|创新服务|服务(?:工作|专员|功能)|[、和]?(?:信息|资金|人|商)流)"
)
WORKS = re.compile(
    r"(?:话剧|舞剧|歌剧|音乐剧|[沪京越昆淮]剧|舞蹈|戏曲|电影|电视剧|纪录片|小说|歌曲|绘本|艺术秀|演出)《$"
)
AMONG_WORKS = re.compile(r"》(?:、?《[^《》]{1,30}》)*等(?:[\d一-鿿]{0,3}?)(?:作品|剧目|节目|影片|歌曲)")


def names_nothing(text: str, start: int, end: int, kind: str) -> bool:
    """Say whether this names nothing that stands in the graph: a bare head noun, an honour, a work of art, the kind of something."""
    if kind == "Industry":
        return end - start <= SHORT and bool(OTHERS.match(text, end))
    if kind == "Program" and HONOURS.fullmatch(text, start, end):
        return True
    work = WORKS.search(text, max(0, start - 6), start) or AMONG_WORKS.match(text, end, end + 100)
    return bool(work or GENERIC.fullmatch(text, start, end))
