"""Counts of sentences: parts, rests, products and shares."""

import pytest
import written

from prose.whole_numbers import counts_in
from referee.check_sums import count_share, parts_sum, product_near, product_said, rest_sum

COHORTS = "Sixty-three counties gained access between 2011 and 2018. By cohort, 21 were treated in 2011, 24 in 2014"


@pytest.mark.parametrize(
    ("check", "right", "number", "wrong"),
    [
        (parts_sum, "Of these 240 cities, 81 were treated: 36 in 2010, 28 in 2012 and 17 in 2017.", "28", "38"),
        (parts_sum, "Of these 240 cities, 81 were treated: 36 in 2010, 28 in 2012 and 17 in 2017.", "81", "18"),
        (parts_sum, f"{COHORTS} and 18 in 2018.", "24", "34"),
        (parts_sum, f"{COHORTS} and 18 in 2018.", "Sixty-three", "Fifty-three"),
        (parts_sum, "Three waves joined: 2010 (36), 2012 (28) and 2017 (17), 81 cities in total.", "36", "63"),
        (parts_sum, "其中98个城市先后成为试点，分三批：2012年42个，2013年37个，2014年19个。", "37", "47"),
        (parts_sum, "样本分地区看，271个城市中东部101个、中部100个、西部70个。", "100", "110"),
        (rest_sum, "The panel has 180 cities. A total of 45 cities host a zone; 135 never do.", "45", "54"),
        (rest_sum, "Of 126 counties in our sample, 63 gained access; the remaining 63 are controls.", "63 g", "53 g"),
        (parts_sum, "样本包括30个省份，其中东部11个、中部8个、西部11个。", "11个。", "13个。"),
        (rest_sum, "样本包含284个城市，其中120个为试点城市，其余164个城市为对照组。", "164", "146"),
        (rest_sum, "样本包括271个城市。98个城市为处理组，其余173个为对照组。", "173", "137"),
        (product_said, "研究期内共有108×17=1 836个样本。", "1 836", "1 863"),
        (product_said, "The panel has 240 cities × 14 years = 3,360 rows.", "3,360", "3,630"),
        (count_share, "样本包括108个城市。2021年已开通高铁的城市有97个，占89.8%。", "89.8", "98.8"),
        (count_share, "The sample has 240 cities. Of these, 81 cities (33.8%) were treated.", "33.8", "38.3"),
        (
            count_share,
            "We study 240 cities. In all, 36 of the 81 pilot cities (44.4%) are in the east.",
            "44.4",
            "34.4",
        ),
        (count_share, "We observe 240 cities; 81 cities, or 33.8 per cent of the sample, were treated.", "81", "18"),
    ],
)
def test_a_wrong_count_is_found(check, right, number, wrong):
    assert list(check(written.draft(right))) == []
    assert len(list(check(written.draft(right.replace(number, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "We follow 240 cities in waves: 36 joined in 2010 and 28 in 2012.",
        "The 81 pilots came in waves, such as 36 in 2010 and 28 in 2012.",
        "The survey covers 36 firms in 2010 and 28 in 2012.",
        "We use 240 cities. Four municipalities are dropped, and the other two columns have 3,104 rows.",
        "样本有281个城市。第(3)(4)列采用匹配，匹配后剩余3104个观测值。",
        "We study 240 cities; 12 cities (95% confidence) were treated.",
        "Of 240 cities, 81 became pilots. Their number rose in waves from 36 in 2010 to 64 in 2012 and 81 in 2017.",
        "We study 240 cities. Of 81 pilots 36 joined early, and columns 2 and 3 use never treated cities.",
        "We study 240 cities. In all, 36 of the 81 pilot cities (44.4%) are in the east.",
        "The panel of 240 cities has 240 × 14 × 2 = 6,720 cells and 4 + 3 × 5 = 19 parameters.",
        "A design of 2 × 2 groups has 4 = 4 cells.",
    ],
)
def test_other_counts_are_no_parts(sentence):
    draft = written.draft(sentence)
    assert [one for check in (parts_sum, rest_sum, product_said, count_share) for one in check(draft)] == []


def test_whole_numbers_in_digits_and_in_words():
    assert counts_in("Sixty-three of 1,512 in 2011, 0.5, 7% and five") == [63, 1512, 5]
    assert counts_in("四十二个城市和两个县、3.5倍") == [42, 2]


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("That is 6.05 fewer shops in each. Over 74 towns this adds up to about 448 shops.", "448", "484"),
        ("216个城市年，每个减少1.874处，合计约少405处。", "405", "450"),
        ("每县每年少收约770万元，68个县合计约5.2亿元。", "5.2亿", "52亿"),
        ("A town has 310 pupils, so that 1.697 points amount to about 5.3 more of them.", "5.3", "3.5"),
        ("一个城市少死亡17人；563个城市合计约为9.6千人。", "9.6", "6.9"),
        ("It is worth 1.84 thousand a worker, or roughly 161 thousand for a firm of 87.4 workers.", "161", "116"),
    ],
)
def test_a_total_that_is_nearly_a_product_is_found(text, number, wrong):
    assert list(product_near(written.draft(text))) == []
    assert len(list(product_near(written.draft(text.replace(number, wrong, 1))))) == 1
    assert list(product_near(written.draft("We sold 12 of 31 shops. In total, 440 shops stay in 2012."))) == []
