"""Tables of facts, read strictly: several encodings, and a message for what cannot be read."""

import pytest

from panel.account import Account
from panel.facts import read_facts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    path, account = tmp_path / "roster.csv", Account()
    path.write_bytes("城市, 年份 \n 合肥市,2017\n\n苏州市,\n".encode(encoding))
    table = read_facts(str(path), account)
    assert table.to_dict("index") == {2: {"城市": "合肥市", "年份": "2017"}, 4: {"城市": "苏州市", "年份": ""}}
    noted = [] if encoding.startswith("utf-8") else [[encoding, "utf-8", f"{path}: encoding"]]
    assert account.audit()[["before", "after", "why"]].to_numpy().tolist() == noted


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"adcode,treat_year\n", "no rows below the header"),
        (b"adcode,treat_year\n1,2016,x\n", "rows 2 have more cells than the 2 headers: adcode, treat_year"),
        (b'adcode,treat_year\n"1,2016\n', "is not a table: unexpected end of data; look for a quotation mark"),
        (b"adcode,treat_year\n\xff\xff,2016\n", "cannot be read as utf-8 (line 2), gb18030 (line 2)"),
        ("année\n1\n".encode("cp1252"), "is not UTF-8 (line 1)"),
        (b",treat_year\n1,2016\n", "column A holds values and has no header"),
        (b"adcode,year,year\n1,2016,2017\n", "column 2 and column 3 are both `year`; rename or delete one"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_the_file(tmp_path, content, said):
    path, account = tmp_path / "roster.csv", Account()
    path.write_bytes(content)
    assert read_facts(str(path), account) is None
    ((file, expected),) = account.all_problems()[["file", "expected"]].to_numpy()
    assert file == str(path)
    assert expected.startswith(said)
    assert ("Expected a text file in UTF-8, UTF-16" in expected) != ("are both" in expected)
