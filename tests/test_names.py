"""Gazetteer files, sameness, and inputs made to be slow."""

import csv
import json
import time

import pytest
from conftest import HERE_SHARED as SHARED
from conftest import ROOT

from extractors import extract, load_pipeline
from extractors.annotations import Mention
from extractors.mentions.abbreviations import abbreviated, find_abbreviations
from extractors.mentions.boundaries import boundaries
from extractors.mentions.lists import label_runs, town_lists
from extractors.mentions.quoted import marked_names, plot_names
from extractors.mentions.reject import reject
from extractors.mentions.retype import retype
from extractors.mentions.suffixes import suffix_names
from extractors.relations.context import read_context
from extractors.relations.rules import stated
from extractors.structure import analyse, with_mentions
from extractors.targets.quantities import find_quantities
from kg.errors import OntologyError
from kg.gazetteers import find_gazetteers, read_gazetteer
from kg.ontology import load_ontology
from kg.resolve import Linker
from kg.same import compare


def mention(start, end, type="Zone"):
    return Mention(start, end, type, 1.0, ("crf",))


TYPES, DISTRICTS, SECTORS = ("Zone", "Event"), ("静安区",), ("影视", "电竞", "旅游")


def test_a_gazetteer_file_gives_types_aliases_and_districts(tmp_path):
    file = tmp_path / "own.txt"
    file.write_text(
        "# mine\n[Zone 静安区: 影视, 电竞]\n新业坊=上海新业坊 张园\n[Event: 旅游]\n花展\n[Event]\n车展\n", "utf-8"
    )
    found = [tuple(item) for item in read_gazetteer(file, TYPES, DISTRICTS, SECTORS)]
    assert found == [
        ("Zone", ("新业坊", "上海新业坊"), "静安区", ("影视", "电竞")),
        ("Zone", ("张园",), "静安区", ("影视", "电竞")),
        ("Event", ("花展",), None, ("旅游",)),
        ("Event", ("车展",), None, ()),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("张园\n", "line 1"),
        ("[Park]\n张园\n", "one of Zone, Event"),
        ("\n[Zone 静安]\n", "line 2: unknown district"),
        ("[Zone: 影]\n", "unknown sector 影"),
    ],
)
def test_a_faulty_gazetteer_file_is_named_with_its_line(tmp_path, text, message):
    file = tmp_path / "own.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(OntologyError, match=message):
        list(read_gazetteer(file, TYPES, DISTRICTS, SECTORS))


def test_a_gazetteer_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(OntologyError, match="does not exist"):
        find_gazetteers(["nowhere.txt"], tmp_path)


def test_names_are_known_by_the_thousand():
    assert len(load_ontology().listed) > 4000


@pytest.mark.shared
def test_the_gazetteers_were_not_mined_from_the_annotated_passages():
    # The folders that were there when the lists were written.
    folders = [SHARED / "gold" / name for name in ("dev", "train")]
    texts = "".join(p.read_text("utf-8") for folder in folders for p in folder.glob("*.txt"))
    own = {n for _, e in load_ontology().own_names() for n in (e.name, *e.aliases)}
    listed = {n for _, e in load_ontology().listed for n in (e.name, *e.aliases)} - own
    files = [p for folder in folders for p in folder.glob("*.json")]
    marked = {m["text"] for p in files for m in json.loads(p.read_text("utf-8"))["mentions"]}
    inside = {n for n in listed if n in texts}
    assert len(inside) < 0.15 * len(listed), f"{len(inside)} of {len(listed)} listed names occur in the passages"
    assert len(listed & marked) < 0.08 * len(listed)


@pytest.mark.parametrize("line", (ROOT / "tests/cases/same.jsonl").read_text("utf-8").splitlines())
def test_two_names_are_one_thing_or_two(line):
    case = json.loads(line)
    found = LINKER.judge(case["a"], case["b"], case["type"], case.get("type_b", case["type"]))
    assert found.same is case["same"], found


LINKER = Linker(load_ontology())


def test_names_from_all_over_the_country_are_never_merged_wrongly_and_mostly_found():
    lines = (ROOT / "tests/cases/same.tsv").read_text("utf-8").splitlines()
    judged = [
        (row, LINKER.judge(row["a"], row["b"], row["type"], row["type_b"] or row["type"]).same)
        for row in csv.DictReader(lines, delimiter="\t")
    ]
    assert not [row for row, same in judged if same and row["same"] == "no"]
    found = [same for row, same in judged if row["same"] == "yes"]
    assert sum(found) >= 0.85 * len(found)


@pytest.mark.shared
def test_the_given_pairs_are_judged_right_but_one_at_most_and_never_merged_wrongly():
    pairs = json.loads((SHARED / "link/pairs.json").read_text("utf-8"))
    judged = [(p, LINKER.judge(p["a"], p["b"], p["type_a"], p["type_b"])) for p in pairs]
    assert not [p for p, found in judged if found.same and not p["same"]]
    assert sum(found.same is not p["same"] for p, found in judged) <= 1


def test_sameness_is_symmetric():
    for line in (ROOT / "tests/cases/same.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        kind = load_ontology().node_types[case["type"]]
        assert compare(case["a"], case["b"], kind).same is compare(case["b"], case["a"], kind).same


def test_short_forms_in_the_documents_become_one_node_in_any_order():
    seen = [
        ("Zone", "东海未来产业创新基地", "金山区"),
        ("Zone", "东海创新基地", "金山区"),
        ("Zone", "东海二期", "金山区"),
    ]
    ids = []
    for order in (seen, seen[::-1]):
        linker = Linker(load_ontology())
        linker.learn(order)
        ids.append([linker.node_id(*s) for s in seen])
    assert ids[0] == ids[1]
    assert ids[0][0] == ids[0][1] != ids[0][2]
    assert linker.node_id("Zone", "东海创新基地", "奉贤区") == "Zone:东海创新基地"


@pytest.mark.parametrize(
    ("text", "long", "expected"),
    [
        ("东海未来产业创新基地(以下简称“东海基地”)", "东海未来产业创新基地", ["东海基地"]),
        ("《东海区规划纲要(草案)》(以下简称《纲要(草案)》)", "东海区规划纲要(草案)", ["纲要(草案)"]),
        ("东海未来产业创新基地(下文简称东海基地)", "东海未来产业创新基地", ["东海基地"]),
        ("东海未来产业创新基地(一期)", "东海未来产业创新基地", []),
        ("建设基地(以下简称“东海基地”)", "东海未来产业创新基地", []),
    ],
)
def test_a_short_name_that_the_text_introduces_is_read(text, long, expected):
    start = max(0, text.find(long))
    found = find_abbreviations(text, [mention(start, start + len(long))])
    assert [name.short for name in found] == expected


def test_an_introduced_name_is_found_afterwards_and_is_the_same_node():
    text = "东海未来产业创新基地(以下简称“东海基地”)开工。东海基地全年引进企业5家。"
    [name] = find_abbreviations(text, [mention(0, 10)])
    found = abbreviated(text, [name], [mention(0, 10)])
    assert [text[slice(*m.span)] for m in found] == ["东海未来产业创新基地", "东海基地", "东海基地"]
    linker = Linker(load_ontology())
    linker.introduce("Zone", name.short, name.long, "金山区")
    assert linker.node_id("Zone", "东海基地", "金山区") == linker.node_id("Zone", name.long, "金山区")
    assert linker.node_id("Zone", "东海基地", "奉贤区") == "Zone:东海基地"


@pytest.mark.parametrize(
    "unit",
    [
        "(以下简称“",
        "第",
        "((",
        "1,",
        "“",
        "《",
        "1-",
        "中新区",
        "、",
        "十",
        "推进加快",
        "3.",
        "园(",
        "a1",
        "碧水:",
        "”",
        "的",
    ],
)
def test_no_input_makes_the_rules_explode(unit):
    def cost(size: int) -> float:
        text, best = unit * size, 1e9
        for _ in range(2):
            begin = time.perf_counter()
            for rule in (find_quantities, suffix_names, marked_names, plot_names):
                list(rule(text))
            list(label_runs(text, ()))
            list(town_lists(text, {unit, "中新"}))
            known = analyse(text, 2024)
            for kinds in (["Institution"], ["Program", "Zone", "Project", "Policy", "Enterprise"]):
                places = range(0, len(text), 3 * len(unit))
                found = [mention(at, at + len(unit), kinds[n % len(kinds)]) for n, at in enumerate(places)]
                structure = with_mentions(known, found)
                stated(structure, read_context(structure, found))
                retype(text, reject(text, boundaries(text, found, frozenset({"crf"}))[0])[0])
            find_abbreviations(text, [])
            best = min(best, time.perf_counter() - begin)
        return best

    cost(500)
    assert cost(8_000) / cost(2_000) < 10, "four times the text must not cost much more than four times"


@pytest.fixture(scope="module")
def reader():
    return load_pipeline([])


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("全区完成产值300亿元,较2022年提高3.7个百分点。", [2023, 2023]),
        ("开放机时达到2022年全年的2.4倍。", [2023]),
        ("2022年完成产值300亿元。", [2022]),
        ("到2026年,集聚人才100名,新增企业1000家,年均授权专利3000件。", [2026, 2026, 2026]),
        ("到2026年,集聚人才100名,2024年新增企业1000家。", [2026, 2024]),
        ("第五,提高文明程度,新增企业5家。", [2023]),
    ],
)
def test_a_value_has_the_year_that_its_sentence_gives_and_not_one_it_is_compared_with(reader, text, years):
    found = extract(reader, "一、2023年工作回顾\n" + text, 2024)
    assert [target.year for target in found.targets] == years


def test_tasks_under_a_later_year_are_of_that_year(reader):
    tasks = "(一)经济建设\n力争到2028年,新增企业1000家。实现增加值年均增长20%。2028年总产出约350亿元。打造载体5家。"
    found = {t.year for t in extract(reader, "二、主要任务\n" + tasks, 2024).targets}
    assert found == {2028}
    one = {t.year for t in extract(reader, "二、主要任务\n力争新增企业1000家。到2028年建成10家。", 2024).targets}
    assert one == {2024, 2028}
