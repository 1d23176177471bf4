"""Linking a firm: who it is, what fits it, why, and what is refused."""

import csv
import json
import re
import subprocess
import sys

import pytest
from servers import HOSTILE

from kg.errors import UsageError
from kg.link import (
    KINDS,
    Briefs,
    firms_for,
    link_batch,
    load_context,
    rank,
    rank_each,
    read_links,
    understand,
    why_not,
)
from kg.link.sectors import Sectors, taxonomy
from kg.link.weights import AGAINST, FOR, weights
from kg.stores.neo4j_load import load, stored_links

CHIPS = "集成电路设计;集成电路芯片销售;软件开发"


@pytest.fixture(scope="module")
def sectors(ontology):
    return Sectors(taxonomy(ontology))


@pytest.fixture(scope="module")
def examples(example_graph):
    return load_context(read_links(example_graph))


@pytest.fixture(scope="module")
def made(tiny):
    return load_context(read_links(tiny))


def names(links):
    return [link.id.partition(":")[2] for link in links]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("集成电路设计;生物医药研发", {"集成电路设计", "生物医药"}),
        ("人工智能应用软件开发(不含集成电路制造)", {"人工智能"}),
        ("依法须经批准的项目,经相关部门批准后方可开展经营活动", set()),
        ("化工产品销售(不含危险化学品);云计算", {"云计算"}),
    ],
)
def test_a_scope_gives_its_sectors_and_nothing_it_excludes(sectors, scope, expected):
    found = {reading.sector for reading in sectors.of_scope(scope)}
    assert expected <= found
    assert not {"集成电路"} & found - expected


def test_a_sector_is_nearer_to_its_parent_than_to_a_stranger(sectors):
    assert sectors.nearness("集成电路", "集成电路") == 1
    assert 0 < sectors.nearness("集成电路设计", "集成电路") < 1
    assert sectors.nearness("集成电路", "文化旅游") == 0


def test_a_scope_leads_to_the_zones_of_its_sector(examples):
    links = rank(examples, understand(examples, "某微电子有限公司", CHIPS))
    assert set(names(links)[:2]) == {"张江科学城", "临港新片区"}
    assert links[0].evidence["quote"] and "集成电路" in links[0].evidence["quote"]


def test_the_district_of_the_firm_comes_first(examples):
    here = rank(examples, understand(examples, "某公司", "人工智能应用软件", "普陀区"))
    there = rank(examples, understand(examples, "某公司", "人工智能应用软件", "浦东"))
    assert names(here)[0] == "中以(上海)创新园" and names(there)[0] == "张江科学城"


def test_a_firm_in_the_graph_is_known_by_its_long_name_and_reaches_two_steps(made):
    firm = understand(made, "上海甲公司有限公司")
    assert firm.ids == ["Enterprise:甲公司"] and firm.district == "甲区"
    links = {link.id: link for link in rank(made, firm, 50)}
    assert links["Zone:甲园"].parts["path"] > links["Program:甲计划"].parts["path"] > 0
    assert links["Program:甲计划"].path == "上海甲公司有限公司 LOCATED_IN 甲园 SUPPORTS 甲计划"


def test_the_parts_add_up_and_every_row_has_its_evidence(examples, made):
    for context, firm in ((examples, understand(examples, "某公司", CHIPS)), (made, understand(made, "甲公司"))):
        for link in rank(context, firm, 100):
            assert link.score == pytest.approx(sum(link.parts.values()))
            row = link.row(context)
            assert row["quote"] and row["document"] and row["end"] > row["start"] >= 0


def test_a_quote_is_literally_in_the_document(examples):
    for link in rank(examples, understand(examples, "某公司", CHIPS), 100):
        document = "".join(p["text"] for p in examples.passages if p["document"] == link.evidence["document"])
        assert link.evidence["quote"] in document


@pytest.mark.neo4j
def test_both_stores_link_alike(database, tiny, made):
    load(database, tiny)
    remote = load_context(stored_links(database))
    for name in ("甲公司", "乙公司"):
        rows = [
            [link.row(context) for link in rank(context, understand(context, name), 50)] for context in (made, remote)
        ]
        assert rows[0] == rows[1] and rows[0]


def test_why_not_names_the_condition_that_fails(examples):
    firm = understand(examples, "某微电子有限公司", CHIPS)
    assert "number 1 of" in why_not(examples, firm, rank(examples, firm)[0].id)
    told = why_not(examples, understand(examples, "某茶园", "茶叶种植"), "Zone:海纳小镇")
    assert "不" not in told and "none of the firm's" in told and "网络安全" in told
    assert "nothing is known" in why_not(examples, understand(examples, "某某"), "Zone:海纳小镇")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": ""}, "empty"),
        ({"name": " “” "}, "empty"),
        ({"name": "某公司", "district": "亥区"}, "no district '亥区'"),
    ],
)
def test_what_cannot_be_meant_is_told(examples, given, says):
    with pytest.raises(UsageError, match=says):
        understand(examples, **given)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.strip()])
def test_a_hostile_name_is_a_name(examples, name):
    firm = understand(examples, name, CHIPS)
    assert firm.ids == [] and rank(examples, firm)


def test_the_command_prints_rows_with_parts(example_graph):
    command = [sys.executable, "-m", "kg", "link", "某微电子有限公司", "--scope", CHIPS, "--graph", example_graph]
    done = subprocess.run([*command, "--format", "json", "--limit", "2"], capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)
    wanted = {
        "id", "type", "name", "district", "score", "parts", "against", "doubt", "conditions", "support",
        "path", "quote", "document", "year", "start", "end",
    }  # fmt: skip
    assert len(rows) == 2 and rows[0].keys() == wanted and "集成电路" in done.stderr
    shown = subprocess.run([*command, "--explain", "--format", "csv"], capture_output=True, text=True, check=True)
    assert "sector +" in shown.stdout
    told = subprocess.run([*command, "--why-not", "海纳小镇"], capture_output=True, text=True, check=True)
    assert "海纳小镇 is number" in told.stdout
    nothing = subprocess.run(
        [sys.executable, "-m", "kg", "link", "某某", "--graph", example_graph],
        capture_output=True,
        text=True,
        check=False,
    )
    assert nothing.returncode == 3 and "no sector found for 某某" in nothing.stderr and not nothing.stdout


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_brief_has_every_quote_with_its_place_and_no_markup_of_a_name(example_graph, examples, tmp_path, form):
    name = "<b>某*微电子|有限公司</b>"
    file = tmp_path / f"brief.{form}"
    command = [sys.executable, "-m", "kg", "link", name, "--scope", CHIPS, "--district", "普陀区", "--limit", "3"]
    subprocess.run([*command, "--graph", example_graph, "--format", form, "-o", file], check=True, capture_output=True)
    text = file.read_text("utf-8")
    links = rank(examples, understand(examples, name, CHIPS, "普陀区"), 3)
    assert len(links) == 3 and name not in text and "LOCATED_IN" not in text
    for link in links:
        row = link.row(examples)
        assert row["quote"] in text and f"第 {row['start']}–{row['end']} 字" in text
    assert "在浦东新区,不在企业所在区" in text
    assert "http:" not in text and "https:" not in text


def test_what_speaks_against_a_link_is_said(examples):
    links = rank(examples, understand(examples, "某公司", "人工智能应用软件", "普陀区"), 50)
    told = {link.id: link.row(examples)["against"] for link in links}
    assert any("不在企业所在区" in line for line in told["Zone:张江科学城"])
    assert not any("不在企业所在区" in line for line in told["Zone:中以(上海)创新园"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C39", {"电子信息"}),
        ("3973", {"集成电路"}),
        ("I65 软件和信息技术服务业", {"软件和信息服务"}),
        ("358", {"医疗器械"}),
        ("生物医药、航运", {"生物医药", "航运"}),
        ("1998年成立", set()),
    ],
)
def test_an_industry_column_may_hold_names_codes_and_titles(sectors, text, expected):
    assert expected <= sectors.of_industry(text)
    assert bool(sectors.of_industry(text)) == bool(expected)


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("Enterprise", "壁仞", "集成电路设计"),
        ("Zone", "陆家嘴片区", "金融"),
        ("Program", "QFLP制度试点", "股权投资"),
        ("Enterprise", "特斯拉汽车配件商店", None),
    ],
)
def test_what_a_name_is_known_for(sectors, kind, name, expected):
    known = sectors.of_known(kind, [name])
    assert expected in known if expected else known == ()


def test_sectors_of_one_branch_are_nearer_than_those_of_one_root(sectors):
    near, far = sectors.nearness("集成电路设计", "集成电路装备"), sectors.nearness("集成电路", "汽车")
    assert 1 > sectors.nearness("集成电路设计", "集成电路") > near > far > 0


FIRMS = "企业名称,经营范围,注册地\n某微电子有限公司,集成电路设计,上海市浦东新区张江路1号\n,空名,\n某智能科技公司,人工智能应用软件,杭州市\n"


def links_of(file):
    with file.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_firms_is_linked_and_a_bad_row_is_told(examples, tmp_path, encoding):
    (tmp_path / "firms.csv").write_bytes(FIRMS.encode(encoding))
    done = link_batch(examples, tmp_path / "firms.csv", tmp_path / "links.csv", 3)
    assert done.linked == 2 and len(done.failures) == 1 and "firms.csv line 3" in done.failures[0]
    rows = links_of(tmp_path / "links.csv")
    assert {row["firm"] for row in rows} == {"某微电子有限公司", "某智能科技公司"}
    assert [row["place"] for row in rows if row["line"] == "2"] == ["1", "2", "3"][
        : sum(r["line"] == "2" for r in rows)
    ]
    assert all(row["quote"] and re.search("(field|sector) [+]", row["parts"]) for row in rows)


def test_a_stopped_list_goes_on_and_ends_the_same(examples, tmp_path):
    (tmp_path / "firms.csv").write_text(FIRMS, "utf-8")
    link_batch(examples, tmp_path / "firms.csv", tmp_path / "whole.csv", 3)
    whole = (tmp_path / "whole.csv").read_bytes()
    lines = whole.splitlines(keepends=True)
    (tmp_path / "links.csv").write_bytes(b"".join(lines[:-1]))
    done = link_batch(examples, tmp_path / "firms.csv", tmp_path / "links.csv", 3)
    assert done.skipped >= 1 and (tmp_path / "links.csv").read_bytes() == whole


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("编号,地址\n1,x\n".encode(), "no column with the name.*编号, 地址.*企业名称"),
        (b"", "among none"),
        (b"\xff\xfe\x00\xd8\x00", "neither UTF-8"),
        (b"PK\x03\x04\x00", "neither UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_and_nothing_is_written(examples, tmp_path, content, says):
    (tmp_path / "firms.csv").write_bytes(content)
    with pytest.raises(UsageError, match=says):
        link_batch(examples, tmp_path / "firms.csv", tmp_path / "links.csv")
    assert not (tmp_path / "links.csv").exists()


def test_another_file_is_not_taken_for_links(examples, tmp_path):
    (tmp_path / "firms.csv").write_text(FIRMS, "utf-8")
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="no list of links"):
        link_batch(examples, tmp_path / "firms.csv", tmp_path / "notes.csv")
    assert (tmp_path / "notes.csv").read_text("utf-8") == "a,b\n1,2\n"


def test_the_reverse_lists_enterprises(made):
    found = firms_for(made, "Program:甲计划")
    assert next(firm.name for firm, _ in found) == "甲公司" and found[0][1].evidence["quote"]


def test_the_batch_command_goes_through(example_graph, tmp_path):
    (tmp_path / "firms.csv").write_text(FIRMS, "utf-8")
    command = [sys.executable, "-m", "kg", "link", "--graph", example_graph]
    done = subprocess.run(
        [*command, "--batch", tmp_path / "firms.csv", "-o", tmp_path / "l.csv"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "2 firms linked" in done.stderr and "line 3" in done.stderr
    for words, says in (
        ([], "give a firm"),
        (["x", "--batch", "f.csv"], "give a firm"),
        (["--batch", "f.csv"], "needs -o"),
        (["--for-program", "人工智能"], "is a Industry"),
    ):
        told = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
        assert told.returncode == 2 and says in told.stderr, words


@pytest.mark.shared
def test_the_firm_of_the_mission_finds_its_centre(corpus_graph):
    context = load_context(read_links(corpus_graph))
    found = names(rank(context, understand(context, "上海砺算科技有限公司")))
    assert "上海清华国际创新中心" in found


def test_every_firm_of_a_graph_is_linked_also_beside_places_and_to_them(example_graph, tiny, tmp_path):
    """Places are in no list of entities: a firm in one sentence with one, or related to one, was a crash."""
    for folder, place in ((example_graph, "Region:上海市"), (tiny, "Region:丁市")):
        data = json.loads(read_links(folder))
        for row in data["passages"]:
            row["named"].append([place, 0, 2])
        firms = [row["name"] for row in data["nodes"] if row["id"].startswith("Enterprise:")]
        data["relations"] += [
            data["relations"][0] | {"head": f"Enterprise:{name}", "relation": "COOPERATES_WITH", "tail": place}
            for name in firms
        ]
        context = load_context(json.dumps(data))
        file, out = tmp_path / f"{place[-2:]}.csv", tmp_path / f"links-{place[-2:]}.csv"
        file.write_text("\n".join(["企业名称", *firms]) + "\n", "utf-8")
        done = link_batch(context, file, out)
        assert (done.linked, done.failures) == (len(firms), [])
        for key in context.offers:
            firms_for(context, key)


def test_types_are_ranked_for_themselves_and_projects_only_when_asked_for(examples):
    firm = understand(examples, "某微电子有限公司", CHIPS)
    kinds = [link.id.partition(":")[0] for link in rank_each(examples, firm, 2)]
    assert kinds == sorted(kinds, key=KINDS.index) and max(map(kinds.count, kinds)) == 2
    assert {link.id.partition(":")[0] for link in rank(examples, firm, 100)} <= set(KINDS)
    storage = understand(examples, "某储能科技有限公司", "储能电池制造;储能系统集成")
    assert {link.id.partition(":")[0] for link in rank(examples, storage, 100)} <= set(KINDS)
    assert {link.id.partition(":")[0] for link in rank(examples, storage, 100, ("Project",))} == {"Project"}


def test_a_project_of_the_firm_itself_is_among_its_links(made):
    data = {link.id for link in rank(made, understand(made, "甲公司"), 50)}
    assert {key for key in data if key.startswith("Project:")} <= {
        tail for tail, _ in made.near["Enterprise:甲公司"]
    } | {key for key in data if key.startswith("Project:甲公司")}


@pytest.mark.parametrize("name", ["国际", "综合", "创新", "政务"])
def test_a_name_that_says_nothing_is_never_offered(examples, name):
    assert examples.audience.nothing(name, site=False)
    assert not examples.audience.nothing("中以(上海)创新园", site=True)


def test_more_evidence_never_lowers_a_score():
    known = weights()
    assert all(known[part] >= 0 for part in FOR & known.keys())
    assert all(known[part] <= 0 for part in AGAINST & known.keys())


def test_a_firm_of_which_nothing_is_known_gets_nothing(examples):
    assert rank(examples, understand(examples, "某某")) == []


def test_a_list_may_be_an_excel_file_and_its_links_too(examples, tmp_path):
    from openpyxl import Workbook, load_workbook

    book = Workbook()
    code = "913100000000000017"
    for row in (["名单"], ["企业名称", "经营范围", "统一社会信用代码"], ["某微电子公司", "集成电路设计", code]):
        book.active.append(row)
    book.save(tmp_path / "firms.xlsx")
    made = []
    briefs = Briefs(tmp_path / "briefs", lambda firm, rows: made.append(firm.name) or f"{len(rows)}")
    done = link_batch(examples, tmp_path / "firms.xlsx", tmp_path / "links.xlsx", 3, briefs=briefs)
    rows = list(load_workbook(tmp_path / "links.xlsx").active.iter_rows(values_only=True))
    assert done.linked == 1 and rows[1][:4] == (3, "某微电子公司", code, 1) and 1 < len(rows) <= 4
    assert [file.name for file in (tmp_path / "briefs").iterdir()] == ["00003-某微电子公司.html"] and made
    assert sorted(file.name for file in tmp_path.iterdir()) == ["briefs", "firms.xlsx", "links.xlsx"]
    with pytest.raises(UsageError, match="there already"):
        link_batch(examples, tmp_path / "firms.xlsx", tmp_path / "links.xlsx")


def test_a_firm_of_which_nothing_is_known_is_told_and_gets_no_links(examples, tmp_path):
    (tmp_path / "firms.csv").write_text("企业名称,经营范围\n某某国际,\n某微电子公司,集成电路设计\n", "utf-8")
    done = link_batch(examples, tmp_path / "firms.csv", tmp_path / "links.csv", 3)
    assert done.linked == 1 and "line 2: no sector found for 某某国际" in done.failures[0]
    assert {row["firm"] for row in links_of(tmp_path / "links.csv")} == {"某微电子公司"}
