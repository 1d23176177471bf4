"""Small files that grow when they are read, made on the fly."""

import io
import itertools
import zipfile
import zlib

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
PARAGRAPH = "<w:p><w:r><w:t>税收154.43亿元</w:t></w:r></w:p>"


def docx(body: str, declared: str = "", namespace: str = NS) -> bytes:
    """Return a Word file with this body; `declared` stands before its root."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{declared}<w:document {namespace}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<" + entries + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream"


def pdf(*after: bytes, page: bytes = b"", kids: int = 1) -> bytes:
    """Return a PDF of one page (named `kids` times) with these further objects, from number 4 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + b"3 0 R " * kids + b"]/Count %d>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]" + page + b">>",
        *after,
    ]
    made, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return made + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def many_entities() -> bytes:
    names = "abcdefghi"
    inner = [f'<!ENTITY a "{"x" * 100}">']
    inner += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names)]
    return docx(
        f"{PARAGRAPH}<w:p><w:r><w:t>&{names[-1]};</w:t></w:r></w:p>", f"<!DOCTYPE w:document [{''.join(inner)}]>"
    )


def wide_table() -> bytes:
    # Two cells a row: rows of a single cell are layout, and text.
    row = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>{PARAGRAPH}</w:tc><w:tc>{PARAGRAPH}</w:tc></w:tr>'
    return docx(f"<w:tbl>{row * 1000}</w:tbl>")


def forms_in_forms() -> bytes:
    """A form that draws itself twenty times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    use = b"/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>"
    return pdf(stream(b"/F Do " * 20), stream(b"/F Do " * 20, form), page=use)


def long_stream() -> bytes:
    """A page of 20 million operators in some 400 kB."""
    data = zlib.compress(b"0 0 m 1 1 l S " * 20_000_000, 9)
    return pdf(stream(data, b"/Filter/FlateDecode"), page=b"/Contents 4 0 R")
