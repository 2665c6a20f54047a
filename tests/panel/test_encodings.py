"""Bytes in several encodings."""

import pytest
from raw_study import CITIES, CLEAN, PANEL, Fault, Oddity, changed

from core.errors import StudyError
from panel.encodings import decode

FRENCH = {
    "城市": "ville",
    "年份": "année",
    "地区生产总值": "GDP",
    "投资": "invest",
    "合肥市": "Orléans",
    "芜湖市": "Épinal",
}
WESTERN = {
    "城市": "cidade",
    "年份": "ano",
    "地区生产总值": "GDP",
    "投资": "invest",
    "合肥市": "São João",
    "芜湖市": "AÇÃO",
}
SOURCE = {"sources.0.year": ["année", "ano"], "sources.0.columns.invest.header": "invest"}


def translated(words: dict, encoding: str):
    """An edit that gives the table other headers and names of two cities, in an encoding of western Europe."""

    def edit(text: str) -> bytes:
        for old, new in {**words, "苏州市": "c", "宿州市": "d", "济南市": "e", "吉林市": "f"}.items():
            text = text.replace(old, new)
        return text.encode(encoding)

    return edit


FAULTS = [
    Fault(
        4,
        {"economy.csv": translated(FRENCH, "latin-1")},
        SOURCE,
        ["is not UTF-8 (line 1), and not clearly Chinese", "année"],
    ),
    Fault(
        4,
        {"economy.csv": translated(WESTERN, "cp1252")},
        SOURCE,
        ["is not UTF-8 (line 2), and not clearly Chinese text in GB18030", "`encoding: cp1252`", "São João"],
    ),
    Fault(2, {"economy.csv": lambda text: text}, {"sources.0.encoding": "gb18030"}, ["economy.csv: "]),
    Fault(
        4,
        {"economy.csv": lambda text: text.encode().replace("年".encode(), b"\xff\xff", 1)},
        {},
        ["economy.csv: cannot be read as utf-8 (line 1), gb18030 (line 1)"],
    ),
    Fault(5, {"economy.csv": lambda text: text.encode("utf-16")}, {}, ["is encoded in UTF-16", "`encoding: utf-16`"]),
]


ODDITIES = [
    Oddity(1, {"economy.csv": lambda text: text.encode("gb18030")}, {}, [",gb18030,utf-8,{}economy.csv: encoding"], []),
    Oddity(3, {"economy.csv": lambda text: text.encode("utf-8-sig")}, {}, [], []),
    Oddity(
        5, {"economy.csv": lambda text: text.encode("utf-16")}, {"sources.0.encoding": "utf-16"}, [",utf-16,utf-8,"], []
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_encodings_are_read_if_they_are_named(make, encoding):
    names = {**WESTERN, "苏州市": "c", "宿州市": "d", "济南市": "e", "吉林市": "f"}
    files = {"economy.csv": translated(WESTERN, encoding)(CLEAN["economy.csv"])}
    files["land.csv"] = translated(WESTERN, "utf-8")(CLEAN["land.csv"])
    panel = changed(PANEL, {**SOURCE, "sources.0.encoding": encoding})
    made = make(files, panel, {"key": ["cidade"]})
    assert set(made.panel["unit"]) == {names[city] for city in CITIES}


@pytest.mark.parametrize("text", ["城市,GDP增长率", "亳州,1\n衢州,2\n市", "年份，（万元）", "濮阳市"])
def test_chinese_text_in_gb18030_is_known_as_such(text):
    assert decode(text.encode("gb18030"), None) == (text, "gb18030")


TAIWAN = "縣市,年份\n臺北市,2015\n高雄市,2015\n"


def test_big5_is_not_taken_for_gb18030_and_is_read_if_it_is_named():
    with pytest.raises(StudyError, match="`encoding: big5`") as error:
        decode(TAIWAN.encode("big5"), None)
    assert "`縣市,年份` in big5" in str(error.value)
    assert decode(TAIWAN.encode("big5"), "big5") == (TAIWAN, "big5")


@pytest.mark.parametrize("text", ["city,y\nMAÇÃ,1\n", "city,y\nÇÃO,1\n"])
def test_western_letters_that_are_common_in_chinese_too_are_asked_about(text):
    with pytest.raises(StudyError, match=r"in gb18030, `.*` in cp1252") as error:
        decode(text.encode("cp1252"), None)
    assert text.splitlines()[1] in str(error.value)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "城市,年份,地區生產總值,投資\n臺北市,2015"),
        ("big5", "臺北,新北,桃園,臺中,臺南,高雄,基隆,新竹"),
        ("euc-kr", "시도,연도,인구,지역내총생산\n서울특별시,2015\n부산광역시,2015"),
        ("euc-jp", "都道府県,年度,人口\n東京都,2015\n大阪府,2015\n青森県,2015"),
        ("cp1251", "МОСКВА,ОМСК,ТВЕРЬ"),
    ],
)
def test_no_other_text_of_two_bytes_is_read_as_chinese(encoding, text):
    with pytest.raises(StudyError, match="encoding"):
        decode(text.encode(encoding), None)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_its_mark_or_without(encoding):
    text = "city,year,产值\nYork,2015,1\nLeeds,2015,2\n"
    with pytest.raises(StudyError, match="is encoded in UTF-16"):
        decode(text.encode(encoding), None)
    assert decode(text.encode(encoding), "utf-16") == (text, "utf-16")


@pytest.mark.parametrize("text", ["população", "naïvement", "Año Nuevo", "Göteborg", "POPULAÇÃO", "Łódź Kraków"])
def test_no_western_text_is_read_as_chinese(text):
    encoding = "cp1250" if "Ł" in text else "cp1252"
    with pytest.raises(StudyError, match="encoding"):
        decode(text.encode(encoding), None)
