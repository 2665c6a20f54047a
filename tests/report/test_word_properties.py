"""Numbers as properties of Word documents."""

import io
import re
import zipfile

import pytest
from docx import Document

from core.errors import StudyError
from core.files import write_rows
from report.numbers_word import field, to_docx
from report.quotable import COLUMNS, Quotable
from report.word_properties import CUSTOM, main, packed, properties, renewed, unpacked

NUMBERS = [
    Quotable("baseline.both.ai", 0.1025, "0.1025", "estimate", "baseline", label="试验区 & <1>"),
    Quotable("Panel.n_obs", 2574, "2,574", "n_obs"),
]


@pytest.fixture
def manuscript(tmp_path):
    document, path = Document(), tmp_path / "draft.docx"
    document.add_paragraph("The effect is large.")
    document.save(path)
    return path


def test_the_document_holds_each_number_as_property_and_as_field():
    content = to_docx(NUMBERS, "A study", {"baseline": "Main results"})
    assert properties(content) == {"baseline.both.ai": "0.1025", "Panel.n_obs": "2,574"}
    assert content == to_docx(NUMBERS, "A study", {"baseline": "Main results"})
    texts = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert texts[:2] == ["A study", "Main results (baseline)"]
    table = Document(io.BytesIO(content)).tables[0]
    assert [cell.text for cell in table.rows[1].cells][1:] == ["baseline.both.ai", "试验区 & <1>"]


def test_numbers_are_put_into_a_manuscript_and_renewed(manuscript):
    before = unpacked(manuscript.read_bytes())
    once = renewed(manuscript.read_bytes(), {"a.b": "1", "Panel.n_obs": "9"})
    own = packed(unpacked(once) | {CUSTOM: unpacked(once)[CUSTOM].replace(b'"a.b"', b'"Project"')})
    twice = renewed(own, {"Panel.n_obs": "2,574", "c.d": "<0.001"})
    assert properties(twice) == {"Project": "1", "Panel.n_obs": "2,574", "c.d": "<0.001"}
    parts = unpacked(twice)
    assert {name: parts[name] for name in before if name[0] not in "[_"} == {
        name: before[name] for name in before if name[0] not in "[_"
    }
    assert parts["[Content_Types].xml"].count(b"custom-properties+xml") == 1
    assert parts["_rels/.rels"].count(b"custom-properties") == 1
    numbers = re.findall(rb'pid="(\d+)"', parts[CUSTOM])
    assert numbers == [b"2", b"3", b"4"]
    assert Document(io.BytesIO(twice)).paragraphs[0].text == "The effect is large."


def test_a_field_shows_the_property_of_its_address():
    assert "w:instr=' DOCPROPERTY \"a.b::-4\" '" in field("a.b::-4", "0.1")


def test_the_command_writes_the_manuscript(manuscript, tmp_path):
    write_rows(tmp_path / "numbers.csv", [one.row() for one in NUMBERS], COLUMNS)
    main(str(tmp_path / "numbers.csv"), str(manuscript))
    assert properties(manuscript.read_bytes())["Panel.n_obs"] == "2,574"


@pytest.mark.parametrize("content", [b"no archive", None])
def test_what_is_no_word_document_is_refused(tmp_path, content):
    path = tmp_path / "draft.docx"
    write_rows(tmp_path / "numbers.csv", [one.row() for one in NUMBERS], COLUMNS)
    if content:
        path.write_bytes(content)
    with pytest.raises(StudyError, match="Word"):
        main(str(tmp_path / "numbers.csv"), str(path))


def test_an_archive_that_is_no_document_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "draft.docx", "w") as archive:
        archive.writestr("a.txt", "a")
    write_rows(tmp_path / "numbers.csv", [one.row() for one in NUMBERS], COLUMNS)
    with pytest.raises(StudyError, match="no document of Word"):
        main(str(tmp_path / "numbers.csv"), str(tmp_path / "draft.docx"))
