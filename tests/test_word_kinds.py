"""Word files of many kinds, from raw XML: each is read as Word shows it."""

import io
import zipfile

import pytest
from test_word import cell, run

from kg.read.formats.word import read_word

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{MAIN}" xmlns:r="{TYPES}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(body, main="word/document.xml", relations="", **parts):
    """Read a file with this body; `relations` are those of its main part, `parts` other members by their last name."""
    file = io.BytesIO()
    folder, _, base = main.rpartition("/")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{TYPES}/officeDocument" Target="/{main}"/></Relationships>')  # fmt: skip
        archive.writestr(
            f"{folder}/_rels/{base}.rels", f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
        )
        archive.writestr(main, f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"{folder}/{name.replace('_', '.')}", text)
    return read_word(file.getvalue(), "a.docx")


def part(name, inner):
    return f"<w:{name} {NAMES}>{inner}</w:{name}>"


def p(words, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{words if words.startswith('<') else run(words)}</w:p>"


def rows(*lines):
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, line)) + '</w:tr>' for line in lines)}</w:tbl>"


def mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction, result):
    return f"{mark('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{mark('separate')}{result}{mark('end')}"


def tables(parsed):
    return [[[parsed.text[c.start : c.end] for c in row] for row in table.rows] for table in parsed.tables]


def test_strict_open_xml_is_read_and_so_is_a_main_part_of_another_name():
    assert read(p("税收5亿元"), "xml/report7.xml").text == "税收5亿元\n"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        body = f"<w:document {NAMES}><w:body>{p('税收5亿元')}</w:body></w:document>"
        archive.writestr("word\\document.xml", body.replace(MAIN, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert read_word(file.getvalue(), "a.docx").text == "税收5亿元\n"


def test_a_table_of_contents_is_left_out_and_results_of_fields_are_shown():
    first = (
        f"<w:p>{mark('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{mark('separate')}{run('一、回顾 1')}</w:p>"
    )
    contents = f"{first}<w:p>{run('二、任务 ')}{field('PAGEREF a', run('3'))}</w:p><w:p>{mark('end')}</w:p>"
    nested = f"{mark('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{field('X', run('1'))}{mark('separate')}{run('2730亿元')}{mark('end')}"
    reading = f"{mark('begin')}<w:r><w:instrText>EQ \\o\\ad(\\s\\up 9(guī),规)</w:instrText></w:r>{mark('end')}"
    assert read(contents + p(f"{run('完成')}{nested}")).text.split() == ["完成2730亿元"]
    assert read(p(f"{reading}{run('模以上')}")).text.split() == ["规模以上"]
    assert read(p(f"{mark('begin')}{run('没有结束的域5家')}")).text.split() == ["没有结束的域5家"]
    control = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("一、回顾 1")}</w:sdtContent></w:sdt>'
    assert read(control + p("一、回顾")).text.split() == ["一、回顾"]


def test_text_that_a_style_hides_is_not_shown():
    styles = '<w:style w:styleId="A"><w:name w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    body = p(f'{run("税收")}<w:r><w:rPr><w:rStyle w:val="B"/></w:rPr><w:t>（旧4亿元）</w:t></w:r>{run("5亿元")}')
    body += p("草稿", '<w:pStyle w:val="A"/>') + p("一、回顾 1", '<w:pStyle w:val="11"/>')
    assert read(body, styles_xml=part("styles", styles)).text.split() == ["税收5亿元"]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ('优良率<w:sym w:font="Symbol" w:char="F0B3"/>88%', "优良率≥88%"),
        ('<w:sym w:font="Wingdings" w:char="F0D8"/>甲', "甲"),
        ('<v:shape><v:textpath string="2024年工作报告"/></v:shape>', "2024年工作报告"),
        (f"<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('学校8所')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>", "学校8所"),
        (f"<mc:AlternateContent><mc:Choice><w:txbxContent>{p('学校8所')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p('学校8所')}</w:txbxContent></mc:Fallback></mc:AlternateContent>", "学校8所"),
    ],
)  # fmt: skip
def test_signs_drawn_letters_and_boxes_are_shown_once(inner, shown):
    words = "".join(part if part.startswith("<") else f"<w:t>{part}</w:t>" for part in _split(inner))
    assert read(p(f"<w:r>{words}</w:r>")).text.split() == [shown]


def _split(inner):
    """Return the markup and the bare text beside it."""
    at = inner.find("<")
    end = inner.rfind(">") + 1
    return [piece for piece in (inner[:at], inner[at:end], inner[end:]) if piece]


def test_a_table_that_arranges_the_page_is_paragraphs():
    words = p("2024年青禾区工作报告") + p("一、2023年工作回顾") + p("税收5亿元。")
    assert read(f"<w:tbl><w:tr><w:tc>{words}</w:tc></w:tr></w:tbl>").text.split("\n")[:3] == ["2024年青禾区工作报告", "一、2023年工作回顾", "税收5亿元。"]  # fmt: skip


def test_a_table_goes_on_behind_a_row_that_holds_a_table():
    inner = f"<w:tr>{cell('商务')}<w:tc>{rows(('总部', '143家'), ('外资', '12亿美元'))}<w:p/></w:tc></w:tr>"
    outer = rows(("指标", "2023年完成"), ("产值", "2730亿元"), ("财政", "286亿元"))
    at = outer.index("<w:tr>", outer.index("2730"))
    assert tables(read(outer[:at] + inner + outer[at:])) == [
        [["指标", "2023年完成"], ["产值", "2730亿元"], ["财政", "286亿元"]],
        [["总部", "143家"], ["外资", "12亿美元"]],
    ]


def test_cells_of_several_lines_are_rows_and_deleted_cells_are_none():
    stacked = [f"<w:tc>{''.join(map(p, words))}</w:tc>" for words in (("产值", "财政"), ("2730亿元", "286亿元"))]
    old = "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p/></w:tc>"
    body = f"<w:tbl><w:tr>{cell('指标')}{cell('2023年')}{old}</w:tr><w:tr>{''.join(stacked)}</w:tr></w:tbl>"
    assert tables(read(body)) == [[["指标", "2023年"], ["产值", "2730亿元"], ["财政", "286亿元"]]]


def test_a_note_stands_behind_its_paragraph():
    note = part("footnotes", f'<w:footnote w:id="2">{p("累计143家")}</w:footnote>')
    body = p(f'{run("新增4家")}<w:r><w:footnoteReference w:id="2"/></w:r>') + p("二、任务")
    assert read(body, footnotes_xml=note).text.split() == ["新增4家", "累计143家", "二、任务"]


def test_a_page_that_the_document_takes_in_is_read_and_a_missing_one_named():
    chunk = f'<Relationship Id="c" Type="{TYPES}/aFChunk" Target="part.html"/>'
    page = "<html><body><p>一、2023年工作回顾</p><table><tr><td>指标</td><td>2023年</td></tr><tr><td>产值</td><td>5亿元</td></tr></table></body></html>"
    found = read(p("报告") + '<w:altChunk r:id="c"/>', relations=chunk, part_html=page)
    assert found.text.split()[:2] == ["报告", "一、2023年工作回顾"]
    assert tables(found) == [[["指标", "2023年"], ["产值", "5亿元"]]]
    assert "is missing" in read(p("报告") + '<w:altChunk r:id="c"/>').warnings[0]


def test_what_is_no_text_is_counted():
    charts = "".join(f'<Relationship Id="c{n}" Type="{TYPES}/chart" Target="chart{n}.xml"/>' for n in range(2))
    assert read(p("报告"), relations=charts).warnings == (
        "2 charts not read; copy the figures in it as text or a table",
    )


def test_levels_of_a_list_follow_their_styles_and_restart_as_told():
    level = '<w:lvl w:ilvl="{0}"><w:numFmt w:val="{1}"/><w:pStyle w:val="H{0}"/><w:lvlText w:val="{2}"/>{3}</w:lvl>'
    lists = "".join(
        level.format(*made)
        for made in ((0, "chineseCounting", "%1、", ""), (1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{lists}</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum><w:abstractNum w:abstractNumId="3"><w:styleLink w:val="L"/>{level.format(0, "decimalEnclosedParen", "%1", "")}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>'
    styles = "".join(
        f'<w:style w:styleId="H{n}"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>' for n in (0, 1)
    )
    body = "".join(p(words, f'<w:pStyle w:val="H{n}"/>') for n, words in ((0, "甲"), (1, "乙"), (0, "丙"), (1, "丁")))
    body += p("戊", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="6"/></w:numPr>')
    found = read(body, numbering_xml=part("numbering", numbering), styles_xml=part("styles", styles))
    assert found.text.split() == ["一、甲", "1.乙", "二、丙", "2.丁", "⑴戊"]
