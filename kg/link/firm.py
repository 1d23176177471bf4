"""Understanding a firm: who it is in the graph, and which sectors it is in."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.kinds import FIRM
from kg.link.eligibility.facts import Facts
from kg.same import plain

if TYPE_CHECKING:
    from kg.link.context import Context

LONGEST = 20_000
FORM = re.compile(r"有限责任公司|股份有限公司|有限公司|股份|集团|分公司|\([^()]*\)|上海市?|中国")
SECTOR_WORD = re.compile(r"(?:科技|技术|信息|智能|网络|电子|实业|发展|管理|咨询|贸易)+$")
GIVEN, STATED, KNOWN, NAMED = 1.0, 0.9, 0.9, 0.4
UNHEARD = 0.6
# A sector of two characters (基金, 汽车) says less than one of four.
SHORT = 0.6
# What the sentences about the firm name, by distance.
HEARD = (0.5, 0.35, 0.25)


@dataclass(slots=True)
class Firm:
    """A firm: its name without form and place, its node ids, weights of its sectors, its sentences, its district."""

    name: str
    short: str
    ids: list[str]
    district: str
    scope: str
    sectors: dict[str, float] = field(default_factory=dict)
    sentences: list[int] = field(default_factory=list)
    industries: str = ""
    facts: Facts = field(default_factory=Facts)


def understand(context: "Context", name: str, scope: str = "", district: str = "", industries: str = "") -> Firm:
    """Return what is known of a firm. Raises UsageError for an empty name, an endless scope, an unknown district."""
    if not plain(name):
        raise UsageError("the name of the firm is empty; give one, as in: kg link 砺算科技")
    if len(scope) > LONGEST:
        raise UsageError(f"the scope has {len(scope)} characters; give the registered one, at most {LONGEST}")
    if district and district not in context.districts:
        raise UsageError(f"no district {district!r}; there are {'、'.join(sorted(set(context.districts.values())))}")
    short = FORM.sub("", plain(name)) or plain(name)
    firm = Firm(name, short, _nodes(context, name, short), context.districts.get(district, ""), scope)
    core = SECTOR_WORD.sub("", short)
    key = core if len(core) > 1 else short
    if firm.ids:
        firm.sentences = [i for i, row in enumerate(context.passages) if _about(row["text"], key, firm, context, i)]
    if not firm.district and firm.ids:
        firm.district = str(context.nodes[firm.ids[0]]["district"] or "")
    firm.industries = industries
    _weigh(context, firm, industries)
    return firm


def _nodes(context: "Context", name: str, short: str) -> list[str]:
    known = {plain(name), short}
    return [
        key
        for key, node in context.nodes.items()
        if key.startswith(f"{FIRM}:")
        and any(plain(n) in known or FORM.sub("", plain(n)) == short for n in (node["name"], *(node["aliases"] or ())))
    ]


def _about(text: str, key: str, firm: Firm, context: "Context", index: int) -> bool:
    """Whether a sentence is about a firm of the graph: it mentions it, or holds its core name."""
    if any(i in firm.ids for i in context.there[index]):
        return True
    return len(key) > 1 and key in text


def _weigh(context: "Context", firm: Firm, industries: str) -> None:
    def put(sector: str, weight: float) -> None:
        firm.sectors[sector] = max(firm.sectors.get(sector, 0.0), weight)

    for sector in context.sectors.of_industry(industries):
        put(sector, GIVEN)
    counted = context.sectors.of_scope(firm.scope)
    most = max(counted.values(), default=1)
    for sector, count in counted.items():
        put(sector, (0.5 + 0.5 * count / most) * (SHORT if len(sector) < 3 else 1.0))
    for key in firm.ids:
        for other, edge in context.near.get(key, ()):
            if edge["relation"] == "OPERATES_IN":
                put(other.partition(":")[2], STATED)
    names = {firm.name, firm.short, *(name for key in firm.ids for name in context.names(key))}
    for sector in context.sectors.of_known(FIRM, sorted(names)):
        put(sector, KNOWN)
    told = max(firm.sectors.values(), default=0.0)
    for name in names:
        for sector in {*context.sectors.find(name), *context.sectors.hint(name)}:
            put(sector, NAMED)
    # What is said around a firm counts less where its sectors are known.
    share = 1.0 - UNHEARD * told
    for index in firm.sentences:
        for distance, passage in context.beside(index, len(HEARD) - 1):
            for sector in {*context.industries(passage), *context.sectors.find(context.passages[passage]["text"])}:
                put(sector, HEARD[distance] * share)
