"""A brief of what fits a firm, to be sent: Markdown, or one HTML page without outside parts."""

import re
from typing import Any

from kg.export.templating import template
from kg.link.context import Context
from kg.link.firm import Firm
from kg.link.reasons import conditions_zh, support_text
from kg.schema import Schema

SHOWN = 6
SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
RELATION = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*\b", re.ASCII)
Row = dict[str, Any]


def sectors_text(firm: Firm, count: int = SHOWN) -> str:
    """Return the strongest sectors of a firm in one line, each with the words of its scope or name that say so."""
    ranked = sorted(firm.sectors.items(), key=lambda item: (-item[1], item[0]))[:count]
    words = {name: firm.words.get(name, ())[:1] for name, _ in ranked}
    return "、".join(
        f"{name}({words[name][0]})" if words[name] and words[name][0] != name else name for name, _ in ranked
    )


def brief_html(context: Context, firm: Firm, rows: list[Row], known: Schema) -> str:
    """Return the page; `rows` are those of `Link.row`. Types and relations have their Chinese names in it."""
    kinds = {name: node.zh for name, node in known.node_types.items()}
    rows = [row | {"path": _path(row["path"], known)} for row in rows]
    return template("brief.html").render(
        firm=firm,
        rows=rows,
        kinds=kinds,
        conditions=conditions_zh,
        support=support_text,
        titles=context.titles,
        known=_known(firm),
        sectors=sectors_text(firm),
    )


def brief_markdown(context: Context, firm: Firm, rows: list[Row], known: Schema) -> str:
    """Return the same as Markdown; what a name or a sentence holds is text, never markup."""
    kinds = {name: node.zh for name, node in known.node_types.items()}
    facts = [_known(firm), firm.district, f"行业:{sectors_text(firm) or '未知'}"]
    lines = [f"# {_plain(firm.name)}:可对接的项目与政策", "", _plain(" · ".join(filter(None, facts))), ""]
    for place, row in enumerate(rows, 1):
        about = ",".join(filter(None, (kinds.get(row["type"], row["type"]), row["district"])))
        source = f"{context.titles.get(row['document'], row['document'])},{row['year'] or '年份不详'},第 {row['start']}–{row['end']} 字"
        lines += [
            f"## {place}. {_plain(row['name'])}({about})",
            "",
            f"缘由:{_plain(_path(row['path'], known))}({row['score']:.2f})",
            "",
        ]
        lines += [f"> {_plain(row['quote'])}", ">", f"> —— {_plain(source)}", ""]
        lines += [f"依据:{row['doubt']}", ""] if row["doubt"] else []
        lines += [f"条件:{_plain(conditions_zh(row['conditions']))}", ""] if row["conditions"] else []
        lines += [f"支持:{_plain(support_text(row['support']))}", ""] if row["support"] else []
        lines += [f"注意:{_plain(';'.join(row['against']))}", ""] if row["against"] else []
    return "\n".join(lines if rows else [*lines, "没有找到"])


def _path(path: str, known: Schema) -> str:
    return RELATION.sub(lambda m: known.relation_types[m[0]].zh if m[0] in known.relation_types else m[0], path)


def _known(firm: Firm) -> str:
    return "图谱中已有该企业" if firm.ids else "图谱中没有该企业,按经营范围与名称推断"


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))
