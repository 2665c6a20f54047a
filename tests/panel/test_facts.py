"""Tables of facts, read strictly: several encodings, and a message for what cannot be read."""

import re

import pytest
from raw_study import workbook

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
        ("adcode,年\n".encode("big5"), "is not UTF-8 (line 1)"),
        (b"list of pilots\nadcode,year\n1,2016\n", "rows 2, 3 have more cells than the 1 headers: list of pilots"),
        (b",treat_year\n1,2016\n", "column A holds values and has no header"),
        (
            b"adcode,year,year\n1,2016,2017\n",
            "column 2 `year` and column 3 `year` have one header; rename or delete one",
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_the_file(tmp_path, content, said):
    path, account = tmp_path / "roster.csv", Account()
    path.write_bytes(content)
    assert read_facts(str(path), account) is None
    ((file, expected),) = account.all_problems()[["file", "expected"]].to_numpy()
    assert file == str(path)
    assert expected.startswith(said)
    assert ("Expected a text file in UTF-8, UTF-16" in expected) != ("have one header" in expected)
    assert not re.search(
        "`(encoding|delimiter|header_row|sheet|range|ignore_beside)`", expected
    )  # keys of sources only


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolon.csv", "城市;年份\n合肥市;2017\n"),
        ("tab.csv", "城市\t年份\n合肥市\t2017\n".encode("utf-16")),
        ("without_mark.txt", "城市\tyear of the treatment\n合肥市\t2017\n".encode("utf-16-le")),
        ("marks.csv", "\u200b城市,年份\ufeff\n合\u200b肥市,2017\u00a0\n"),
    ],
)
def test_a_table_is_read_by_what_its_header_shows(tmp_path, name, content):
    path, account = tmp_path / name, Account()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_facts(str(path), account)
    assert table.iloc[:, 0].name == "城市"
    assert table.to_numpy().tolist() == [["合肥市", "2017"]]
    assert account.audit()["before"].str.contains("U+200B", regex=False).any() == (name == "marks.csv")


def test_the_remedies_of_sheets_are_not_keys_of_sources(tmp_path):
    path, account = tmp_path / "roster.xlsx", Account()
    path.write_bytes(workbook("城市,年份\n合肥市,2017\n", lambda book: book.create_sheet("other")))
    assert read_facts(str(path), account) is None
    assert account.all_problems()["expected"].iloc[0].startswith("has 2 sheets: 总量, other.\n  Expected a text file")
