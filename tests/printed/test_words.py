"""Words of headings, as programs and journals print them."""

import pytest

from printed.words import column_of, effect_of, mark_of, missing, number_of_column, statistic_of


@pytest.mark.parametrize(
    "heading, meaning",
    [
        *[
            (text, "n_obs")
            for text in ("Observations", "N", "Num.Obs.", "No. of obs.", "样本量", "观测值", "样本数(N)")
        ],
        *[(text, "r2") for text in ("R-squared", "R²", "R2", "R^2", "$R^2$", "R-sq", "R方")],
        *[(text, "r2_adjusted") for text in ("Adj. R2", "Adjusted R-squared", "R2 Adj.", "调整R²", "调整后的R2")],
        *[(text, "r2_within") for text in ("Within R2", "R² within", "R-squared (within)", "组内R2")],
        *[
            (text, "n_units")
            for text in (
                "Number of cities",
                "Number of city",
                "Units",
                "城市数",
                "Groups",
                "截面单元数",
                "No. of cross-sections",
            )
        ],
        *[(text, "first_stage_f") for text in ("Kleibergen-Paap rk Wald F statistic", "First-stage F", "第一阶段F值")],
        *[(text, "n_clusters") for text in ("Clusters", "Number of clusters", "聚类数")],
        *[(text, "hansen_p") for text in ("Hansen p", "Hansen test p-value", "Hansen检验p值")],
        *[(text, "ar2_p") for text in ("AR(2) p-value", "p-value of AR(2)")],
        *[
            (text, "log_likelihood")
            for text in ("Log-likelihood", "Log likelihood", "对数似然值", "ln(L)", "似然函数对数值")
        ],
        *[(text, "mean") for text in ("Mean of dep. var.", "Mean of outcome", "Control mean", "被解释变量均值")],
        *[
            (text, "n_obs")
            for text in ("Sample obs.", "N (observations)", "Area-year observations", "有效观测样本数", "观察值数")
        ],
        *[(text, "n_units") for text in ("Panel units", "No. of areas", "N (regions)", "空间单元数", "样本地区数")],
        *[(text, "r2") for text in ("Goodness of fit (R²)", "Coefficient of determination", "决定系数R²")],
        *[(text, "r2_within") for text in ("R² (within units)", "组内可决系数", "Within-group R2")],
        *[(text, "r2_adjusted") for text in ("R-bar squared", "校正后R²")],
        *[(text, "first_stage_f") for text in ("rk Wald F, first stage", "弱工具变量检验（Kleibergen-Paap F值）")],
        *[(text, "instruments") for text in ("Total instruments", "IV个数", "工具变量（个）")],
        *[(text, "hansen_p") for text in ("Hansen J: Prob > chi2", "过度识别检验p值", "Overid. p-value")],
        *[(text, "ar2_p") for text in ("Arellano-Bond AR(2), Pr > z", "二阶自相关检验P值")],
        *[(text, None) for text in ("Share of units", "Treated units", "Observations dropped", "控制组样本数")],
        *[(text, None) for text in ("Kleibergen-Paap rk LM", "Pseudo R2", "R2 between", "Pilot zone", "控制变量", "")],
    ],
)
def test_rows_of_statistics_are_told_by_their_headings(heading, meaning):
    assert statistic_of(heading) == meaning


@pytest.mark.parametrize(
    "heading, meaning",
    [
        *[
            (text, "estimate")
            for text in ("Coef.", "Estimate", "系数", "回归系数", "Mean coefficient", "2×2 DD coefficient", "平均系数")
        ],
        *[(text, "std_error") for text in ("Std. Err.", "SE", "Robust std. err.", "标准误", "s.e.")],
        *[(text, "statistic") for text in ("t", "t-value", "|t|", "t值", "t统计量")],
        *[
            (text, "p_value")
            for text in ("P>|t|", "Pr(>|t|)", "p-value", "p值", "Pseudo p-value", "p (permutation)", "伪p值")
        ],
        *[(text, "n") for text in ("Obs", "N", "样本量", "观测数", "Sample size", "样本规模")],
        *[(text, "sd") for text in ("Std. Dev.", "SD", "St. Dev.", "标准差", "标准离差", "标准差（SD）")],
        *[(text, "min") for text in ("Min", "Minimum", "最小值", "Minimum value")],
        *[(text, "moran_i") for text in ("Moran's I", "Moran’s I", "莫兰指数", "Moran I")],
        *[(text, "min") for text in ("Lowest value", "Smallest", "最小取值", "最低值")],
        *[(text, "max") for text in ("Maximum value", "Largest", "最大值（Max）")],
        *[(text, "mean") for text in ("均值（Mean）", "算术平均值", "均 值", "Mean (M)")],
        *[(text, "sd") for text in ("Stand. dev.", "标准差σ", "标准差（Std.）")],
        *[(text, "weight") for text in ("Decomposition weight", "Wt.", "所占权重", "Share of weight")],
        *[(text, "estimate") for text in ("平均DID估计值", "2×2 DID估计量", "Avg. DD estimate")],
        *[(text, "z") for text in ("Standard deviate (z)", "z统计值", "标准化Z值")],
        *[(text, "p_value") for text in ("p, permutation test", "P值（置换）", "显著性（p）")],
        *[
            (text, None)
            for text in ("Efficiency", "Green patents", "(1)", "Minimum wage", "Weighted", "Sample", "估计样本", "GDP")
        ],
    ],
)
def test_columns_are_told_by_their_headings(heading, meaning):
    assert column_of(heading) == meaning


@pytest.mark.parametrize(
    "heading, effect",
    [
        ("Direct effect", ("direct", "")),
        ("Indirect effect of AI", ("indirect", "AI")),
        ("Panel C: Total effects", ("total", "")),
        ("LR_Direct", ("direct", "LR")),
        ("AI, total", ("total", "AI")),
        ("直接效应", ("direct", "")),
        ("空间溢出效应", ("indirect", "")),
        ("Spillover (indirect) effect", ("indirect", "")),
        ("Panel B. Indirect effects (spillovers)", ("indirect", "")),
        ("Spatial spillover effect", ("indirect", "")),
        ("Own-city (direct) effect", ("direct", "")),
        ("AI (indirect effect)", ("indirect", "AI")),
        ("间接效应（空间溢出）", ("indirect", "")),
        ("邻地效应", ("indirect", "")),
        ("总效应", ("total", "")),
        ("Direct + indirect", ("total", "")),
        ("Cross-border effect (indirect)", ("indirect", "")),
        ("Panel C (Total effect)", ("total", "")),
        ("Part B: Indirect effect", ("indirect", "")),
        ("面板A：直接效应", ("direct", "")),
        ("C部分：总效应", ("total", "")),
        ("（二）总效应", ("total", "")),
        ("Total (own + neighbors)", ("total", "")),
        ("平均总效应", ("total", "")),
        ("总体效应", ("total", "")),
        ("直接作用", ("direct", "")),
        ("Indirect (neighbors)", ("indirect", "")),
        ("直接+间接", ("total", "")),
        ("Sum of both effects", ("total", "")),
        ("Neighbouring-area effect", ("indirect", "")),
        ("Own revenue", None),
        ("Foreign direct investment", None),
        ("Total factor productivity", None),
        ("Directly treated", None),
    ],
)
def test_effects_are_told_by_their_headings(heading, effect):
    assert effect_of(heading) == effect


@pytest.mark.parametrize(
    "heading, number",
    [("(1)", "1"), ("（2）", "2"), ("Model 3", "3"), ("模型4", "4"), ("Outcome: Score (5) All", "5"), ("2015", "")],
)
def test_columns_have_the_numbers_of_their_headings(heading, number):
    assert number_of_column(heading) == number


@pytest.mark.parametrize(
    "text, mark",
    [
        ("Yes", True),
        ("√", True),
        ("是", True),
        ("X", True),
        ("×", False),
        ("否", False),
        ("N", False),
        ("Controlled", True),
        ("Not controlled", False),
        ("Uncontrolled", False),
        ("未加入", False),
    ],
)
def test_marks_are_yes_or_no(text, mark):
    assert mark_of(text) is mark


@pytest.mark.parametrize("text, is_missing", [("–", True), ("n.a.", True), ("", True), ("0", False), ("-0.1", False)])
def test_dashes_hold_no_number(text, is_missing):
    assert missing(text) is is_missing
