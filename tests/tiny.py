"""A small made graph in which every canned query has something to find, and something to leave out."""

from collections.abc import Callable
from pathlib import Path

from kg.builder import add_stores
from kg.folder import write_folder
from kg.model import Edge, Graph, Node
from kg.ontology import Ontology
from kg.outcome import follow_up

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
        "芯片": {"parent": "制造", "mentions": 8},
        "设计": {"parent": "芯片", "mentions": 2},
        "机床": {"parent": "制造", "mentions": 1},
        "文旅": {"mentions": 1},
    },
    "Event": {"甲会": {"district": "甲区", "first_year": 2024, "last_year": 2024, "mentions": 1}},
    "Indicator": {"收入": {"unit_family": "money"}, "企业": {"unit_family": "count"}},
}
# head, type, tail, confidence, implied
EDGES = [
    ("Zone:甲园", "LOCATED_IN", "District:甲区", 0.5, True),
    ("Zone:甲园核心区", "LOCATED_IN", "District:甲区", 0.5, True),
    ("Zone:乙湾", "LOCATED_IN", "District:乙区", 0.9, False),
    ("Zone:孤岛", "LOCATED_IN", "District:乙区", 0.5, True),
    ("Zone:甲园核心区", "PART_OF", "Zone:甲园", 0.8, False),
    ("Zone:甲园核心区东块", "PART_OF", "Zone:甲园核心区", 0.8, False),
    ("District:甲区", "FOCUSES_ON", "Industry:芯片", 0.9, False),
    ("District:乙区", "FOCUSES_ON", "Industry:芯片", 0.7, False),
    ("District:甲区", "FOCUSES_ON", "Industry:文旅", 0.5, True),
    ("Zone:甲园", "FOCUSES_ON", "Industry:芯片", 0.9, False),
    ("Zone:乙湾", "FOCUSES_ON", "Industry:芯片", 0.3, False),
    ("Program:甲计划", "FOCUSES_ON", "Industry:芯片", 0.8, False),
    ("Program:甲计划", "SUPPORTS", "Zone:甲园", 0.8, False),
    ("Policy:甲条例", "SUPPORTS", "Enterprise:甲公司", 0.6, False),
    ("Program:甲计划一号", "PART_OF", "Program:甲计划", 0.8, False),
    ("Program:甲计划一号之一", "PART_OF", "Program:甲计划一号", 0.8, False),
    ("District:甲区", "IMPLEMENTS", "Program:甲计划", 0.5, True),
    ("District:甲区", "IMPLEMENTS", "Program:空计划", 0.5, True),
    ("District:甲区", "IMPLEMENTS", "Policy:甲条例", 0.5, True),
    ("Project:甲塔", "LOCATED_IN", "District:甲区", 0.5, True),
    ("Project:甲楼", "LOCATED_IN", "District:甲区", 0.5, True),
    ("Project:甲楼", "LOCATED_IN", "Zone:甲园", 0.8, False),
    ("Enterprise:甲公司", "LOCATED_IN", "Zone:甲园", 0.8, False),
    ("Enterprise:甲公司", "OPERATES_IN", "Industry:芯片", 0.8, False),
    ("Enterprise:乙公司", "OPERATES_IN", "Industry:芯片", 0.8, False),
    ("Enterprise:甲公司", "DEVELOPS", "Project:甲楼", 0.7, False),
    ("Enterprise:甲公司", "COOPERATES_WITH", "Institution:甲院", 0.2, False),
    ("District:甲区", "COOPERATES_WITH", "Region:丁市", 0.7, False),
    ("District:甲区", "HOSTS", "Event:甲会", 0.7, False),
]
# owner, indicator, value, number, unit, kind, comparator, year, status, document
TARGETS = [
    ("District:甲区", "收入", "100亿元", 1e10, "元", "level", "ge", 2024, "planned", "甲-2024"),
    ("District:甲区", "收入", "110亿元", 1.1e10, "元", "level", "eq", 2024, "achieved", "甲-2025"),
    ("District:甲区", "企业", "50家", 50, "家", "increment", "ge", 2021, "planned", "甲-2021"),
    ("District:甲区", "企业", "40家", 40, "家", "increment", "eq", 2021, "achieved", "甲-2025"),
    ("District:甲区", "企业", "60家", 60, "家", "increment", "ge", 2024, "planned", "甲-2024"),
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
    graph = Graph()
    for kind, items in NODES.items():
        for name, props in items.items():
            graph.nodes[f"{kind}:{name}"] = Node(f"{kind}:{name}", kind, name, [f"又名{name}"], dict(props))
    _documents(graph)
    for head, kind, tail, confidence, implied in EDGES:
        graph.add(Edge(head, kind, tail, _evidence(f"{head}与{tail}。", "甲-2024", confidence, implied)))
    for number, target in enumerate(TARGETS):
        _target(graph, number, *target)
    follow_up(graph)
    nodes, edges = {}, {}
    for node in graph.nodes.values():
        nodes[node.type] = nodes.get(node.type, 0) + 1
    for edge in graph.edges.values():
        edges[edge.type] = edges.get(edge.type, 0) + 1
    write_folder(graph, folder, ontology, {"tool": tool, "ontology": "1", "nodes": nodes, "edges": edges}, stores)
    return folder


def _evidence(quote: str, document: str, confidence: float, implied: bool) -> dict:
    passage = f"Passage:{document}:0"
    return {"quote": quote, "document": f"Document:{document}", "passage": passage, "start": 0, "end": len(quote),
            "rule": "made", "confidence": confidence, "implied": implied, "doubtful": not implied and confidence < 0.5,
            "years": [2024], "passages": [passage]}  # fmt: skip


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
        graph.add(Edge(section, "IN", f"Document:{key}"))
        graph.add(Edge(passage, "IN", section))
        graph.add(Edge(entity, "MENTIONED_IN", passage, {"start": 2, "end": 2 + len(name)}))


def _target(graph, number, owner, indicator, value, amount, unit, kind, comparator, year, status, document) -> None:
    key = f"Target:{number}"
    props = {"indicator": indicator, "value": value, "amount": f"{amount:f}", "number": float(amount), "unit": unit,
             "comparator": comparator, "kind": kind, "year": year, "status": status, "district": DOCUMENTS[document][0],
             "quote": f"{indicator}{value}。", "document": f"Document:{document}"}  # fmt: skip
    graph.nodes[key] = Node(key, "Target", f"{indicator} {value}", [], props)
    graph.add(Edge(owner, "HAS_TARGET", key, _evidence(props["quote"], document, 0.9, False)))
    graph.add(Edge(key, "MEASURES", f"Indicator:{indicator}"))
