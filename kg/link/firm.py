"""Understanding a firm: who it is in the graph, and which sectors it is in, with the words that say so."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.kinds import FIRM
from kg.link.eligibility.facts import Facts
from kg.link.fields import firm_fields
from kg.link.marks import CLAUSE_END
from kg.link.scopes import core_name
from kg.same import plain

if TYPE_CHECKING:
    from kg.link.context import Context

SECTOR_WORDS = ("科技", "技术", "信息", "智能", "网络", "电子", "实业", "发展", "管理", "咨询", "贸易")
# What a column says, a stated relation, what a name is known for; the words of a name, alone and beside any of those.
GIVEN, STATED, KNOWN, ONLY_NAMED, NAMED = 1.0, 0.9, 0.9, 0.7, 0.4
# The best sector of a scope weighs at least so much: all of a scope may be what others register besides.
SCOPE = 0.6
UNHEARD = 0.6
# What the sentences about the firm name, by distance.
HEARD = (0.5, 0.35, 0.25)
# The share of that for what a sentence names two clauses off or more.
APART = 0.4


@dataclass(slots=True)
class Firm:
    """A firm: its name without form and place, its node ids, its district, weights of its sectors, its sentences.

    `words` are those that gave a sector by the scope or the name, the strongest first; `fields` are weights of its fields
    of work, `facts` what conditions of policies ask for, `industries` what was given as its industry.
    """

    name: str
    short: str
    ids: list[str]
    district: str
    scope: str
    sectors: dict[str, float] = field(default_factory=dict)
    sentences: list[int] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fields: dict[str, float] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    industries: str = ""

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of the firm: it is not in the graph, and no sector or field of work was found."""
        return not self.ids and not self.sectors and not self.fields


def _core(name: str) -> str:
    """Return a name without the words of sectors at its end."""
    end = len(name)
    while name.endswith(SECTOR_WORDS, 0, end):
        end -= len(SECTOR_WORDS[0])
    return name[:end]


def understand(context: "Context", name: str, scope: str = "", district: str = "", industries: str = "") -> Firm:
    """Return what is known of a firm. Raises UsageError for an empty name and an unknown district."""
    if not plain(name):
        raise UsageError("the name of the firm is empty; give one, as in: kg link 砺算科技")
    if district and district not in context.districts:
        raise UsageError(f"no district {district!r}; there are {'、'.join(sorted(set(context.districts.values())))}")
    short = core_name(name, context.places)
    known = context.firms.get(plain(name), ()) or context.firms.get(short, ())
    firm = Firm(name, short, list(known), context.districts.get(district, ""), scope, industries=industries)
    core = _core(short)
    key = core if len(core) > 1 else short
    if firm.ids:
        firm.sentences = [i for i, row in enumerate(context.passages) if _about(row["text"], key, firm, context, i)]
    if not firm.district and firm.ids:
        firm.district = str(context.nodes[firm.ids[0]]["district"] or "")
    _weigh(context, firm, industries)
    firm.fields = firm_fields(context.fields, context.sectors.reader.lexicon, name, scope, industries, firm.sectors)
    return firm


def nothing_known(firm: Firm) -> str:
    """Return the line for a firm of which nothing is known."""
    start = f"no sector found for {firm.name}"
    if firm.industries:
        return f"{start}: {firm.industries!r} is no industry that is known; give a name or a code of GB/T 4754, as in 集成电路 or C39"
    if firm.scope:
        return f"{start}: its scope names none; say it with --industry, as in --industry 集成电路"
    return f"{start}: give its business scope with --scope or its industry with --industry"


def _about(text: str, key: str, firm: Firm, context: "Context", index: int) -> bool:
    """Whether a sentence is about a firm of the graph: it mentions it, or holds its core name."""
    if any(i in firm.ids for i in context.there[index]):
        return True
    return len(key) > 1 and key in text


def _weigh(context: "Context", firm: Firm, industries: str) -> None:
    def put(sector: str, weight: float, words: tuple[str, ...] = ()) -> None:
        if weight > firm.sectors.get(sector, 0.0):
            firm.sectors[sector] = weight
        if words and sector not in firm.words:
            firm.words[sector] = words

    for sector in context.sectors.of_industry(industries):
        put(sector, GIVEN)
    readings = context.sectors.of_scope(firm.scope)
    most = max((reading.confidence for reading in readings), default=1.0)
    for reading in readings:
        put(reading.sector, reading.confidence * max(1.0, SCOPE / most), reading.words)
    for key in firm.ids:
        for other, edge in context.near.get(key, ()):
            if edge["relation"] == "OPERATES_IN":
                put(other.partition(":")[2], STATED)
    names = {firm.name, firm.short, *(name for key in firm.ids for name in context.names(key))}
    for sector in context.sectors.of_known(FIRM, sorted(names)):
        put(sector, KNOWN)
    told = max(firm.sectors.values(), default=0.0)
    for name in sorted(names):
        for sector, (said, word) in context.sectors.of_name(core_name(name, context.places)).items():
            put(sector, said * (NAMED if told else ONLY_NAMED), (word,))
    # What is said around a firm counts less where its sectors are known.
    share = 1.0 - UNHEARD * told
    for index in firm.sentences:
        near = set(context.sectors.find(_around(context, firm, index)))
        for distance, passage in context.beside(index, len(HEARD) - 1):
            for sector in {*context.industries(passage), *context.sectors.find(context.passages[passage]["text"])}:
                put(sector, HEARD[distance] * share * (1.0 if distance or sector in near else APART))


def _around(context: "Context", firm: Firm, index: int) -> str:
    """Return the clauses of a sentence that name the firm, with one before and one after; all of it where none does."""
    text = str(context.passages[index]["text"])
    spots = [start for key, start, _ in context.passages[index]["named"] if key in firm.ids]
    if not spots:
        return text
    stops = [0, *(stop.end() for stop in CLAUSE_END.finditer(text)), len(text)]
    first = max(at for at, stop in enumerate(stops) if stop <= spots[0])
    last = max(at for at, stop in enumerate(stops) if stop <= spots[-1])
    return text[stops[max(0, first - 1)] : stops[min(len(stops) - 1, last + 2)]]
