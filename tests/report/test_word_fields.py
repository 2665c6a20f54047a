"""Fields of Word documents that show numbers of a study."""

import io

import pytest
from docx import Document

from report.numbers_word import field
from report.word_fields import fields_in, with_fields
from report.word_properties import unpacked

MARKED = """<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROP</w:instrText></w:r>\
<w:r><w:instrText>ERTY baseline.both.ai \\* MERGEFORMAT </w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>0.0</w:t></w:r><w:r><w:t>999</w:t></w:r>\
<w:r><w:fldChar w:fldCharType="end"/></w:r>"""
OTHER = '<w:fldSimple w:instr=" DOCPROPERTY Title "><w:r><w:t>0.0999</w:t></w:r></w:fldSimple>'
PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>'


def document(*runs):
    """The parts of a document whose paragraph has these runs between two words."""
    memory, empty = io.BytesIO(), Document()
    empty.add_paragraph("before HERE after")
    empty.save(memory)
    parts = unpacked(memory.getvalue())
    name = "word/document.xml"
    text = (
        parts[name]
        .decode()
        .replace(
            "<w:t>before HERE after</w:t></w:r>", f"<w:t>before</w:t></w:r>{''.join(runs)}<w:r><w:t>after</w:t></w:r>"
        )
    )
    assert "HERE" not in text
    return parts | {name: text.encode()}


@pytest.mark.parametrize("form", [field("baseline.both.ai", "0.0999"), MARKED], ids=["simple", "marked"])
def test_a_field_shows_the_number_of_now(form):
    parts = document(OTHER, form, PAGE)
    assert [(one.address, one.shown) for one in fields_in(parts)][-1] == ("baseline.both.ai", "0.0999")
    changed = with_fields(parts, {"baseline.both.ai": "0.1025", "Panel.n_obs": "1"})
    assert [(one.address, one.shown) for one in fields_in(changed)] == [
        ("Title", "0.0999"),
        ("baseline.both.ai", "0.1025"),
    ]
    assert {name for name in parts if parts[name] != changed[name]} == {"word/document.xml"}
    assert b"before" in changed["word/document.xml"] and b"after" in changed["word/document.xml"]
    assert with_fields(changed, {"baseline.both.ai": "0.1025"}) == changed
