"""Papers whose numbers are consistent, in the words of many fields: none of them has an error.

They cite others, leave units out, scale their effects, compare the former with the latter and compute in sentences.
"""

from pathlib import Path

import pytest

from manuscript.review import draft_of, reviewed

PAPERS = Path(__file__).parent / "papers/honest"
WARNINGS = {
    "dynamic_panel.md": ["text_number_nowhere"],  # an effect on the treated that no table has
    "new_areas.md": ["few_treated"],  # 17 of 285
}


@pytest.mark.parametrize("path", sorted(PAPERS.iterdir()), ids=lambda path: path.name)
def test_an_honest_paper_has_no_error(path):
    review = reviewed(draft_of(str(path)))
    assert len(review.draft.statements) > 20
    assert [one.check for one in review.findings if one.severity != "N"] == WARNINGS.get(path.name, [])


@pytest.mark.parametrize(
    ("name", "right", "wrong", "check"),
    [
        ("kerbs.md", "of which priced | 41 | 33", "of which priced | 41 | 43", "groups_agree"),
        ("kerbs.md", "This costs 36 observations", "This costs 32 observations", "rows_lost"),
        ("kerbs.md", "most negative one is -0.741", "most negative one is -1.041", "placebo_extreme"),
        ("kerbs.md", "about 448 shops", "about 484 shops", "product_near"),
        ("kerbs.md", "priced, 2009--2017", "priced, 2008--2017", "rows_of_note"),
        ("feeders.html", "from the 32 districts", "from the 29 districts", "waves_sum"),
        ("feeders.html", "F(2, 85) = 0.36", "F(3, 85) = 0.36", "f_said"),
        ("feeders.html", "between 0.048 and 0.078", "between 0.066 and 0.078", "estimates_range"),
        ("feeders.html", "p-value of 0.006", "p-value of 0.06", "placebo_share"),
        ("haimian.tex", "是少雨城市的3.4倍", "是少雨城市的2.4倍", "times_said"),
        ("haimian.tex", "绝对值下降0.229", "绝对值下降0.292", "change_said"),
        ("library.md", "runs from 0.74 to 2.65", "runs from 0.74 to 2.56", "interval_said"),
        ("library.md", "| Yes | 51 | 603 |", "| Yes | 51 | 630 |", "groups_agree"),
        ("library.md", "3.4 times the impact effect", "4.3 times the impact effect", "times_said"),
        ("water.md", "| Total effect | −0.090", "| Total effect | −0.080", "effects_sum"),
        ("orchard.md", "| 9.14 | 8.02 | 1.12 |", "| 9.14 | 8.02 | 1.21 |", "difference_of_means"),
        ("orchard.md", "2014年第二批26个县", "2014年第二批36个县", "waves_sum"),
        ("ruralbus.md", "道路交通死亡数减少0.412人", "道路交通死亡数减少0.421人", "text_number"),
        ("ruralbus.md", "| p值 | | 0.026 |", "| p值 | | 0.260 |", "p_of_t"),
        ("easements.md", "lowers conversion by 0.947", "lowers conversion by 0.974", "text_number"),
        ("effluent.md", "or 26.6 per cent, and", "or 62.6 per cent, and", "share_of_level"),
        ("industrial_land.md", "分别为0.0751和", "分别为0.0571和", "text_number"),
        ("industrial_land.md", "中部为0.0793，在5%", "中部为0.0793，在1%", "text_level"),
        ("river_basin.md", "28个县、392个县年", "28个县、329个县年", "rows_lost"),
        ("easements.md", "| 0.11 | 0.87 |", "| 0.11\\* | 0.87 |", "difference_stars"),
        ("effluent.md", "Estimation sample | 14,217 | 1,846", "Estimation sample | 14,217 | 1,864", "steps_sum"),
        ("effluent.md", "standard error of 0.035", "standard error of 0.053", "error_of_t"),
        ("effluent.md", "only three placebo", "only five placebo", "placebo_share"),
        ("industrial_land.md", "下降15.6%", "下降18.5%", "relative_change"),
        ("river_basin.md", "缩小约五分之一", "缩小约三分之一", "relative_change"),
        ("river_basin.md", "标准误约为0.0156", "标准误约为0.0165", "error_of_t"),
        ("river_basin.md", "第一产业占比 | 5,817", "第一产业占比 | 5,871", "n_swapped"),
        ("industrial_land.md", "在各列中均不显著", "在各列中均显著为正", "always_significant"),
        ("rushi.md", "在东部最强", "在中部最强", "most_of_groups"),
    ],
)
def test_an_error_in_it_is_found(name, right, wrong, check, tmp_path):
    text = (PAPERS / name).read_text(encoding="utf-8")
    assert text.count(right) == 1
    (tmp_path / name).write_text(text.replace(right, wrong), encoding="utf-8")
    assert check in {one.check for one in reviewed(draft_of(str(tmp_path / name))).findings}
