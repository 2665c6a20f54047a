"""Bytes are read as what they are, and an encoding that is not UTF-8 is said."""

import pytest

from core.errors import StudyError
from papers.encodings import decoded


@pytest.mark.parametrize(
    ("content", "text", "said"),
    [
        ("效应".encode("utf-8-sig"), "效应", ""),
        ("效应\r\n".encode("utf-16"), "效应\n", ""),
        ("人工智能试点的效应，显著".encode("gbk"), "人工智能试点的效应，显著", "gb18030"),
        ("% !TEX encoding = GBK\n效é".encode("gb18030"), "% !TEX encoding = GBK\n效é", "gb18030"),
        ("\\usepackage[latin1]{inputenc} é".encode("latin-1"), "\\usepackage[latin1]{inputenc} é", "latin-1"),
    ],
)
def test_encodings(content, text, said, caplog):
    assert decoded(content, "a.tex") == text
    assert [record.getMessage().rsplit(" ", 1)[1] for record in caplog.records] == [said] * bool(said)


def test_an_encoding_that_cannot_be_known_is_refused():
    with pytest.raises(StudyError, match=r"a\.tex:2: is neither UTF-8 nor Chinese in GB18030; save it as UTF-8"):
        decoded("a\nSão João".encode("latin-1"), "a.tex")
