"""Units of waves."""

import pytest
import written

from referee.check_waves import waves_sum

EN = "In all, 74 towns introduced charges in three waves. By wave there were 24 in 2010, 31 in 2012 and 19 in 2014."
ZH = "三批共涉及50个城市，其中第一批16个（2015年），第二批14个（2016年），第三批20个（2021年）。"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (EN, "74 towns", "47 towns"),
        (f"{EN} The last rows rest on the 55 towns of 2010 and 2012.", "55 towns", "43 towns"),
        (f"{EN} It comes from the 50 towns of the last two waves.", "50 towns", "55 towns"),
        (f"{EN} It comes from the 50 towns of the second and third waves.", "50 towns", "55 towns"),
        (f"{EN} We leave out the 24 towns of 2010.", "24 towns", "42 towns"),
        (f"{EN} We leave out the 24 towns of 2010.", "24 in 2010", "24 in 2009"),
        (ZH, "50个", "60个"),
        (f"{ZH}后期系数只来自前两批的30个城市。", "的30个", "的36个"),
        (f"{ZH}该系数由第一、二批共30个城市识别。", "共30个", "共20个"),
        (f"{ZH}2015和2016年的30个城市。", "的30个", "的34个"),
        ("The programme had three waves: 18 districts in 2010, 14 in 2011 and 11 in 2013. All 43 stay.", "14", "15"),
    ],
)
def test_units_of_waves_that_do_not_sum_are_found(text, right, wrong):
    assert list(waves_sum(written.draft(text))) == []
    assert len(list(waves_sum(written.draft(text.replace(right, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{EN} We visit 12 shops of 2010 and 2013, and 40 shops in two waves.",
        "The survey has three waves. We interviewed 24 firms in 2010, 31 firms in 2012 and 19 firms in 2014.",
    ],
)
def test_other_counts_are_no_waves(text):
    assert list(waves_sum(written.draft(text))) == []
