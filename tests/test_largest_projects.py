"""The projects with the largest amounts of money."""

from dataclasses import replace

from tiny import made_graph, write_tiny

from kg.builder import add_stores
from kg.find import folder_names
from kg.query import answer, get_query, resolve_params
from kg.stores.embedded import EmbeddedStore


def test_projects_stand_by_the_money_that_a_text_gives_them_and_those_without_are_left_out(tmp_path, ontology):
    graph = made_graph()
    said = next(edge for edge in graph.edges.values() if edge.type == "HAS_TARGET")
    # 100亿元, 90亿元 and, which is no amount, 3%.
    for project, target in (("甲塔", "Target:5"), ("甲楼", "Target:0"), ("甲楼", "Target:8")):
        graph.add(replace(said, head=f"Project:{project}", tail=target))
    write_tiny(graph, tmp_path / "graph", ontology, "tiny", add_stores)
    query, store = get_query("largest-projects"), EmbeddedStore(tmp_path / "graph")
    rows = answer(query, resolve_params(query, [], folder_names(tmp_path / "graph")), store)
    store.close()
    assert [(row["name"], row["value"]) for row in rows] == [("甲楼", "100亿元"), ("甲塔", "90亿元")]
