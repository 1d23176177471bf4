"""A small made graph in which every canned query has something to find, and something to leave out."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kg.builder import add_stores
from kg.folder import write_folder
from kg.graph.edges import add_statements
from kg.graph.sentences import add_sentences
from kg.graph.text import count_parts
from kg.model import Edge, Graph, Node
from kg.ontology import Ontology
from kg.outcome import follow_up
from kg.statements import Evidence, Statement

NODES = {
    "District": {"甲区": {"mentions": 9}, "乙区": {"mentions": 5}, "丙区": {"mentions": 1}},
    "Region": {"丁市": {"mentions": 2}},
    "Zone": {
        "甲园": {"district": "甲区", "mentions": 7},
        "甲园核心区": {"district": "甲区", "mentions": 2},
        "甲园核心区东块": {"district": "甲区", "mentions": 1},
        "乙湾": {"district": "乙区", "mentions": 3},
        "孤岛": {"district": "乙区", "mentions": 4},
    },
    "Project": {
        "甲塔": {"district": "甲区", "status": "planned", "first_year": 2021, "last_year": 2021, "mentions": 1},
        "甲楼": {"district": "甲区", "status": "achieved", "first_year": 2021, "last_year": 2024, "mentions": 2},
    },
    "Program": {
        "甲计划": {"district": "甲区", "mentions": 6},
        "甲计划一号": {"district": "甲区", "mentions": 1},
        "甲计划一号之一": {"district": "甲区", "mentions": 1},
        "空计划": {"district": "甲区", "mentions": 2},
    },
    "Policy": {"甲条例": {"district": "甲区", "first_year": 2021, "last_year": 2024, "mentions": 1}},
    "Enterprise": {"甲公司": {"district": "甲区", "mentions": 3}, "乙公司": {"district": "乙区", "mentions": 1}},
    "Institution": {"甲院": {"district": "甲区", "mentions": 1}},
    "Industry": {
        "制造": {"mentions": 1, "code": "C"},
        "芯片": {"mentions": 8},
        "设计": {"mentions": 2},
        "机床": {"mentions": 1},
        "文旅": {"mentions": 1},
    },
    "Event": {"甲会": {"district": "甲区", "first_year": 2024, "last_year": 2024, "mentions": 1}},
    "Indicator": {
        "收入": {"unit_family": "money"},
        "企业": {"unit_family": "count"},
        "财政收入": {"unit_family": "money"},
    },
    "Measure": {"收入总额": {"unit": "元", "unit_family": "money", "direction": "up"}},
}
MEASURES = {"收入": "收入总额", "财政收入": "收入总额"}
SECTORS = [("芯片", "制造"), ("设计", "芯片"), ("机床", "制造")]
# head, type, tail, confidence
EDGES = [
    ("Zone:乙湾", "LOCATED_IN", "District:乙区", 0.9),
    ("Zone:甲园核心区", "PART_OF", "Zone:甲园", 0.8),
    ("Zone:甲园核心区东块", "PART_OF", "Zone:甲园核心区", 0.8),
    ("District:甲区", "FOCUSES_ON", "Industry:芯片", 0.9),
    ("District:乙区", "FOCUSES_ON", "Industry:芯片", 0.7),
    ("Zone:甲园", "FOCUSES_ON", "Industry:芯片", 0.9),
    ("Zone:甲园", "FOCUSES_ON", "Industry:机床", 0.9),
    ("Zone:乙湾", "FOCUSES_ON", "Industry:芯片", 0.3),
    ("Program:甲计划", "FOCUSES_ON", "Industry:芯片", 0.8),
    ("Program:甲计划", "SUPPORTS", "Zone:甲园", 0.8),
    ("Policy:甲条例", "SUPPORTS", "Enterprise:甲公司", 0.6),
    ("Program:甲计划一号", "PART_OF", "Program:甲计划", 0.8),
    ("Program:甲计划一号之一", "PART_OF", "Program:甲计划一号", 0.8),
    ("Project:甲楼", "LOCATED_IN", "Zone:甲园", 0.8),
    ("Enterprise:甲公司", "LOCATED_IN", "Zone:甲园", 0.8),
    ("Enterprise:甲公司", "OPERATES_IN", "Industry:芯片", 0.8),
    ("Enterprise:乙公司", "OPERATES_IN", "Industry:芯片", 0.8),
    ("Enterprise:甲公司", "DEVELOPS", "Project:甲楼", 0.7),
    ("Enterprise:甲公司", "COOPERATES_WITH", "Institution:甲院", 0.2),
    ("District:甲区", "COOPERATES_WITH", "Region:丁市", 0.7),
    ("District:甲区", "HOSTS", "Event:甲会", 0.7),
]
# entity, the district whose report names it
REPORTED = [
    ("Zone:甲园", "District:甲区"),
    ("Zone:甲园核心区", "District:甲区"),
    ("Zone:孤岛", "District:乙区"),
    ("Industry:文旅", "District:甲区"),
    ("Program:甲计划", "District:甲区"),
    ("Program:空计划", "District:甲区"),
    ("Policy:甲条例", "District:甲区"),
    ("Project:甲塔", "District:甲区"),
    ("Project:甲楼", "District:甲区"),
    ("Zone:乙湾", "District:乙区"),
    ("Industry:芯片", "District:甲区"),
    ("Industry:芯片", "District:乙区"),
    ("Enterprise:甲公司", "District:甲区"),
    ("Enterprise:乙公司", "District:乙区"),
    ("Region:丁市", "District:甲区"),
    ("Region:丁市", "District:乙区"),
    ("Region:丁市", "District:丙区"),
]
# owner, indicator, value, number, unit, kind, comparator, year, status, document
TARGETS = [
    ("District:甲区", "收入", "100亿元", 1e10, "元", "level", "ge", 2024, "planned", "甲-2024"),
    ("District:甲区", "收入", "110亿元", 1.1e10, "元", "level", "eq", 2024, "achieved", "甲-2025"),
    ("District:甲区", "企业", "50家", 50, "家", "increment", "ge", 2021, "planned", "甲-2021"),
    ("District:甲区", "企业", "40家", 40, "家", "increment", "eq", 2021, "achieved", "甲-2025"),
    ("District:甲区", "企业", "60家", 60, "家", "increment", "ge", 2024, "planned", "甲-2024"),
    ("District:甲区", "财政收入", "90亿元", 9e9, "元", "level", "eq", 2023, "achieved", "甲-2024"),
    ("District:乙区", "收入", "70亿元", 7e9, "元", "level", "eq", 2024, "achieved", "乙-2024"),
    ("Zone:甲园", "企业", "9家", 9, "家", "increment", "eq", 2023, "achieved", "甲-2024"),
    ("Program:甲计划", "企业", "3%", 3, "%", "change", "eq", 2024, "planned", "甲-2024"),
]
DOCUMENTS = {"甲-2021": ("甲区", 2021), "甲-2024": ("甲区", 2024), "甲-2025": ("甲区", 2025), "乙-2024": ("乙区", 2024)}
# entity, document, section status
MENTIONS = [
    ("Project:甲塔", "甲-2021", "planned"),
    ("Project:甲楼", "甲-2021", "planned"),
    ("Project:甲楼", "甲-2024", "achieved"),
    ("Zone:甲园", "甲-2021", "planned"),
    ("Zone:甲园", "甲-2024", "achieved"),
    ("Enterprise:甲公司", "甲-2024", "achieved"),
    ("Zone:孤岛", "乙-2024", "achieved"),
    ("Zone:乙湾", "乙-2024", "achieved"),
]


def tiny_graph(
    folder: Path, ontology: Ontology, tool: str = "tiny", stores: Callable[[Path], None] = add_stores
) -> Path:
    """Write the graph and what `stores` adds, the embedded store if nothing else is said; return the folder."""
    write_tiny(made_graph(), folder, ontology, tool, stores)
    return folder


def write_tiny(graph: Graph, folder: Path, ontology: Ontology, tool: str, stores: Callable[[Path], None]) -> None:
    """Write a made graph with the manifest that a build writes."""
    nodes = dict(Counter(node.type for node in graph.nodes.values()))
    edges = dict(Counter(edge.type for edge in graph.edges.values()))
    write_folder(graph, folder, ontology, {"tool": tool, "ontology": "1", "nodes": nodes, "edges": edges}, stores)


def made_graph() -> Graph:
    """Return the graph, statements and their sentences included."""
    graph = Graph()
    for kind, items in NODES.items():
        for name, props in items.items():
            graph.nodes[f"{kind}:{name}"] = Node(f"{kind}:{name}", kind, name, [f"又名{name}"], dict(props))
    for below, above in SECTORS:
        graph.add(Edge(f"Industry:{below}", "SUBSECTOR_OF", f"Industry:{above}"))
    _documents(graph)
    statements = [
        _said(head, kind, tail, f"{head}与{tail}。", "甲-2024", confidence) for head, kind, tail, confidence in EDGES
    ]
    statements += [_said(thing, "REPORTED_BY", home, f"{thing}。", "甲-2024", 1.0) for thing, home in REPORTED]
    statements += [
        _said(f"Document:{key}", "REPORTED_BY", f"District:{home}", key, key, 1.0)
        for key, (home, _) in DOCUMENTS.items()
    ]
    # One fact is stated in two years.
    statements.append(_said("Zone:甲园", "FOCUSES_ON", "Industry:芯片", "甲园早已聚焦芯片。", "甲-2021", 0.8, 2021))
    for number, target in enumerate(TARGETS):
        statements += _target(graph, number, *target)
    add_statements(graph, statements)
    add_sentences(graph)
    follow_up(graph)
    count_parts(graph)
    return graph


def _said(head: str, kind: str, tail: str, quote: str, document: str, confidence: float, year: int = 2024) -> Statement:
    evidence = Evidence(quote, f"Document:{document}", "", 0, len(quote), year)
    return Statement(head, kind, tail, evidence, confidence, ("made",), kind == "REPORTED_BY")


def _documents(graph: Graph) -> None:
    for key, (district, year) in DOCUMENTS.items():
        document = f"Document:{key}"
        props = {"title": f"{district}{year}年报告", "district": district, "year": year, "kind": "work report"}
        graph.nodes[document] = Node(document, "Document", props["title"], [], props)
    for number, (entity, key, status) in enumerate(MENTIONS):
        section, passage = f"Section:{key}:{status}", f"Passage:{key}:{number}"
        name, text = entity.partition(":")[2], f"推进{entity.partition(':')[2]}数字广告园区建设。"
        graph.nodes[section] = Node(
            section, "Section", status, [], {"heading": status, "status": status, "document": f"Document:{key}"}
        )
        graph.nodes[passage] = Node(
            passage, "Passage", name, [], {"text": text, "document": f"Document:{key}", "start": 0, "end": len(text)}
        )
        graph.add(Edge(section, "CONTAINED_IN", f"Document:{key}"))
        graph.add(Edge(passage, "CONTAINED_IN", section))
        graph.add(Edge(entity, "MENTIONED_IN", passage, {"start": 2, "end": 2 + len(name)}))


def _target(
    graph, number, owner, indicator, value, amount, unit, kind, comparator, year, status, document
) -> list[Statement]:
    key = f"Target:{number}"
    props = {"indicator": indicator, "value": value, "amount": f"{amount:f}", "number": float(amount), "unit": unit,
             "comparator": comparator, "kind": kind, "year": year, "from_year": year, "to_year": year, "status": status, "district": DOCUMENTS[document][0],
             "base_number": float(amount), "base_unit": unit, "quote": f"{indicator}{value}。", "document": f"Document:{document}"}  # fmt: skip
    graph.nodes[key] = Node(key, "Target", f"{indicator} {value}", [], props)
    graph.add(Edge(key, "MEASURES", f"Indicator:{indicator}"))
    if indicator in MEASURES:
        for head in (key, f"Indicator:{indicator}"):
            graph.add(Edge(head, "OF_MEASURE", f"Measure:{MEASURES[indicator]}", {"confidence": 1.0}))
    section, passage = f"Section:{document}:{status}", f"Passage:{document}:{key}"
    heading = {"heading": status, "status": status, "document": props["document"]}
    graph.nodes.setdefault(section, Node(section, "Section", status, [], heading))
    where = {"text": props["quote"], "document": props["document"], "start": 0, "end": len(props["quote"])}
    graph.nodes[passage] = Node(passage, "Passage", indicator, [], where)
    graph.add(Edge(section, "CONTAINED_IN", props["document"]))
    graph.add(Edge(passage, "CONTAINED_IN", section))
    graph.add(Edge(key, "MENTIONED_IN", passage, {"start": len(indicator), "end": len(indicator) + len(value)}))
    home = f"District:{DOCUMENTS[document][0]}"
    reported = _said(key, "REPORTED_BY", home, props["quote"], document, 1.0)
    return [reported] + ([_said(owner, "HAS_TARGET", key, props["quote"], document, 0.9)] if owner != home else [])
