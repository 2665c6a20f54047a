"""Sentences as people write them, and what they claim."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.document import Manuscript, Text
from papers.sentence_ends import sentences_of
from prose.sentences import statements


def read(text, kind="text"):
    return statements(Manuscript("draft.md", (Text(kind, text, "section 1, paragraph 1"),)))


def claimed(text):
    return [(one.kind, one.number.value) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("See Table 3. The effect is 0.05. It holds.", ["See Table 3.", "The effect is 0.05.", "It holds."]),
        ("Chen et al. (2019) agree, i.e. Fig. 2 and Eq. (3) do, vs. No. 4.", 1),
        ("Chen et al. Others do not.", 2),
        ("系数为0.05。它显著；表3如此！", ["系数为0.05。", "它显著；", "表3如此！"]),
        ("By Moran's I. We go on (p. 3).", 2),
        ("In Panel A. Column (2) differs.", 2),
        ("The s.e. of 0.02 is small.", 1),
        ("In the longest of all the rows the effect, W.R.T. Income and approx. Equal to 0.05, is w.r.t. 2014.", 1),
        ("It stands in Appendix A. Table 3 has it, and so have Figs. 2 and 3.", 2),
    ],
)
def test_sentences(text, sentences):
    found = sentences_of(text)
    assert all(text[start:].startswith(said) for start, said in found)
    assert [said for _, said in found] == sentences if isinstance(sentences, list) else len(found) == sentences


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The coefficient on AI is 0.0638.", [("estimate", 0.0638)]),
        ("An estimate of 0.0638 (s.e. 0.0255) is large.", [("estimate", 0.0638), ("std_error", 0.0255)]),
        ("It falls from an estimate of 0.0638 (0.0255) to 0.0498 (0.0247).",
         [("estimate", 0.0638), ("std_error", 0.0255), ("estimate", 0.0498), ("std_error", 0.0247)]),
        ("The effect is 0.0638 (2.50).", [("estimate", 0.0638), ("other", 2.5)]),
        ("The policy raises efficiency (β = 0.064, t = 2.50, p = 0.012).",
         [("estimate", 0.064), ("statistic", 2.5), ("p_value", 0.012)]),
        ("AI raises efficiency by 6.4 %.", [("estimate", 6.4)]),
        ("试点城市的效率比其他城市高10.2%。", [("estimate", 10.2)]),
        ("The estimate of 0.102 is 19.4% of the sample mean.", [("estimate", 0.102), ("other", 19.4)]),
        ("The sample has 286 prefecture-level and above cities.", [("units", 286)]),
        ("共计2574条城市—年度观测。", [("n_obs", 2574)]),
        ("Table 2 shows a mean efficiency score (SCORE) of 0.322 in 2010.", [("mean", 0.322)]),
        ("The estimates of columns (1) and (2), 0.05 and 1.06, are small.", [("estimate", 0.05), ("estimate", 1.06)]),
        ("In Table 3, column (4), 0.064 is the coefficient.", [("estimate", 0.064)]),
        ("The sample mean (standard deviation) of efficiency is 0.564 (0.288).", [("mean", 0.564), ("sd", 0.288)]),
        ("The policy is associated with 13.6% more patents.", [("estimate", 13.6)]),
        ("Efficiency is 0.349 on average, and falls by 0.05 on average.", [("mean", 0.349), ("estimate", 0.05)]),
        ("Zones move the number of patents by roughly 19.9 percent.", [("estimate", 19.9)]),
        ("Efficiency is 0.0638 higher in pilot cities.", [("estimate", 0.0638)]),
        ("The 95 % confidence interval is [0.0138, 0.1138].", [("conf_low", 0.0138), ("conf_high", 0.1138)]),
        ("There are 2,574 observations on 286 cities over 2015-2023.", [("n_obs", 2574), ("units", 286), ("years", 9)]),
        ("样本量为2574，包括2003-2017年278个城市的面板数据。", [("n_obs", 2574), ("years", 15), ("units", 278)]),
        ("Eight batches of 18 pilot zones follow.", [("cohorts", 8), ("treated", 18)]),
        ("The mean of efficiency rose from 0.27 in 2003 to 0.39 in 2017, by 3.14 % a year.",
         [("mean", 0.27), ("mean", 0.39), ("growth", 3.14)]),
        ("From 2003 to 2017 efficiency increased by 44.44 %.", [("change", 44.44)]),
        ("Zhang et al. (2019) report an effect of 0.12 for 30 provinces in the sample.", [("estimate", 0.12), ("other", 30)]),
        ("We follow Zhang et al. (2019) and use a panel of 30 provinces.", [("units", 30)]),
        ("Sixty counties in the data gained access between 2011 and 2018.", []),
        ("The data are of 2011 to 2018.", [("years", 8)]),
        ("A rise of credit by 10 percent raises the policy's effect by 0.24 percent.", [("estimate", 0.24)]),
        ("本地规制每提高1个百分点，强度下降0.127吨。", [("estimate", 0.127)]),
        ("The estimate is 1.6 times that of OLS.", []),
        ("The policy's effect falls by 0.31 when remittances rise by 10%.", [("estimate", 0.31)]),
        ("The long-run effect is 0.024/(1 - 0.612) = 0.062.", [("estimate", 0.062)]),
        ("确权影响了1\u2006620户的4\u2006860个样本。", [("other", 1620), ("n_obs", 4860)]),
        ("The difference, 1.85 points, is itself large (p = 0.03).", [("other", 1.85), ("p_value", 0.03)]),
        ("The effect is 0.37, of a mean of 2.06 %.", [("estimate", 0.37), ("mean", 2.06)]),
        ("与均值0.528相比，0.102的效应约为19.4%。", [("mean", 0.528), ("estimate", 0.102), ("estimate", 19.4)]),
        ("试点均值为0.029，标准差0.167，最小为0，最大为1。",
         [("mean", 0.029), ("sd", 0.167), ("minimum", 0), ("maximum", 1)]),
        ("Its smallest and largest values are 0.124 and 0.876.", [("minimum", 0.124), ("maximum", 0.876)]),
        ("效率的均值、标准差分别为0.56、0.29。", [("mean", 0.56), ("sd", 0.29)]),
        ("Efficiency varies from 0.011 to 1.938.", [("minimum", 0.011), ("maximum", 1.938)]),
        ("样本期为2015—2023年，共9年。", [("years", 9), ("years", 9)]),
        ("A 9-year panel of 286 cities.", [("years", 9), ("units", 286)]),
        ("效率均值由2003年的0.27上升到2017年的0.39，年均增长3.14%。", [("mean", 0.27), ("mean", 0.39), ("growth", 3.14)]),
        ("The mean is 0.0287, with a standard deviation of 0.1671, a minimum of 0 and a maximum of 1.",
         [("mean", 0.0287), ("sd", 0.1671), ("minimum", 0), ("maximum", 1)]),
        ("Moran's I lies between 0.018 and 0.041.", [("minimum", 0.018), ("maximum", 0.041)]),
        ("Moran's I is 0.027 in 2015.", [("moran_i", 0.027)]),
        ("Relative time ranges from -4 to 2.", [("other", -4), ("other", 2)]),
        ("The first-stage F statistic is 2,966.2, above the critical value of 16.38.", [("f", 2966.2), ("other", 16.38)]),
        ("R-squared is 0.83 and R² = 0.8335.", [("r2", 0.83), ("r2", 0.8335)]),
        ("The interaction is 0.021** and AI is 0.050***.", [("estimate", 0.021), ("estimate", 0.05)]),
        ("Relative to the sample mean of 0.528, the estimate of 0.102 is a change of 19.4 %.", [("mean", 0.528), ("estimate", 0.102), ("estimate", 19.4)]),
        ("The mean of the share of urban people is 0.598.", [("mean", 0.598)]),
        ("The F value is 45.3 and exceeds 10; among 500 random assignments the effect is 0.004.", [("f", 45.3), ("other", 10), ("other", 500), ("estimate", 0.004)]),
        ("The window runs from -4 to 2 years.", [("other", -4), ("other", 2)]),
        ("About 38 % of city-years are treated.", [("share", 38)]),
        ("The indirect effect holds for three matrices.", [("other", 3)]),
        ("By 2017 the 41 cities of the downstream had improved.", [("other", 41)]),
        ("回归系数为0.064（p<0.01），标准误为0.0255，t值为2.50。", [("estimate", 0.064), ("std_error", 0.0255), ("statistic", 2.5)]),
        ("加入控制变量后为-0.412，标准误0.118，不含零。", [("estimate", -0.412), ("std_error", 0.118)]),
        ("试点政策使效率提高了6.4%。", [("estimate", 6.4)]),
        ("We use 2,574 observations: 286 areas, 9 years.", [("n_obs", 2574), ("units", 286), ("years", 9)]),
        ("Over the years 2015–2023 (T = 9), we have 286 cities in the panel.", [("years", 9), ("years", 9), ("units", 286)]),
        ("处理组由18个地区组成，分属3个实施批次。", [("treated", 18), ("cohorts", 3)]),
        ("The panel has N = 286 and T = 9.", [("units", 286), ("years", 9)]),
        ("The policy was introduced in 43 areas (number of cohorts: 3).", [("treated", 43), ("cohorts", 3)]),
        ("The policy spread in 3 batches and had extended to 43 areas.", [("cohorts", 3), ("treated", 43)]),
        ("政策分3轮实施，处理组地区（共43个）可分为3组。", [("cohorts", 3), ("treated", 43), ("cohorts", 3)]),
        ("在GMM估计中，工具变量数与空间单元数分别为31和278。", [("other", 31), ("units", 278)]),
        ("The treatment is drawn at random in 500 rounds of sampling.", [("other", 500)]),
        ("样本为286个行政区9年的面板，观测总数2574。", [("units", 286), ("years", 9), ("n_obs", 2574)]),
        ("面板的截面维度为286，时间维度为9年。", [("units", 286), ("years", 9)]),
        ("研究单元286个，样本量合计2574。", [("units", 286), ("n_obs", 2574)]),
        ("Its spread (SD) is 0.288, and the mean (SD) is 0.56 (0.29).", [("sd", 0.288), ("mean", 0.56), ("sd", 0.29)]),
        ("Dispersion around the mean amounts to 0.288 (standard deviation).", [("sd", 0.288)]),
        ("A fraction 0.12 of the variance is explained (within R²).", [("r2", 0.12)]),
        ("The mean of the 500 placebo coefficients is 0.003.", [("other", 500), ("mean", 0.003)]),
        ("The p-value of the actual estimate is 0.012.", [("p_value", 0.012)]),
        ("Put in per cent, the mean comes to 6.4.", [("mean", 6.4)]),
        ("The estimate of 0.10 is an average in which a weight of 0.98 is given.", [("estimate", 0.1), ("other", 0.98)]),
        ("Between t = -4 and t = 2 the coefficient at t = 0 is 0.111.", [("estimate", 0.111)]),
        ("The policy is associated with a 6.4% change in output.", [("estimate", 6.4)]),
        ("变量的数值分布在0.01与1.94之间。", [("minimum", 0.01), ("maximum", 1.94)]),
        ("第一阶段F检验值为45.3。", [("f", 45.3)]),
        ("We estimate the coefficient on AI. We find a value of 0.064.", [("estimate", 0.064)]),
        ("The study of other countries has three areas.", [("other", 3)]),
        ("共计550条“地区—年份”记录，时间长度为11年。", [("n_obs", 550), ("years", 11)]),
        ("样本为50个地区，时间维度T=11。", [("units", 50), ("years", 11)]),
        ("The time dimension of the panel is T = 11.", [("years", 11)]),
        ("受政策影响的43个地区分属2个批次，样本包括278个地区。", [("treated", 43), ("cohorts", 2), ("units", 278)]),
        ("按照政策生效的年份，21个受处理地区可归为5组。", [("treated", 21), ("cohorts", 5)]),
        ("The mean (standard deviation) of Efficiency score is 0.349 (0.171).", [("mean", 0.349), ("sd", 0.171)]),
        ("以均值0.528作为参照，系数0.102所代表的变动幅度是19.4%。", [("mean", 0.528), ("estimate", 0.102), ("estimate", 19.4)]),
        ("贫困率的取值从5.8202到20.9460不等。", [("minimum", 5.8202), ("maximum", 20.946)]),
    ],
)  # fmt: skip
def test_what_numbers_are(text, claims):
    assert claimed(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "See Tables 3 and 4, Figs. 1-3, Eq. (3), column (4) and section 2.1 (Chen 2019, p. 12).",
        "Law No. 3 of 12 May 2019 changed Article 5, as [12, 13] say; compare H1 and version 4.2.",
        "In 2019 the government wrote 〔2016〕5号 and began on 2019-05-12.",
        "Data are winsorised at the 1 % and 99 % percentiles with Stata 17.",
        "Note: ***, ** and * denote significance at the 1 %, 5 % and 10 % level.",
        "The bars are 95 % confidence intervals of a 2SLS estimate.",
        "表3第(4)列和图2显示，第3节的式(5)成立。",
        "A 1 % increase in FE matters.",
    ],
)
def test_what_is_no_result_is_left_out(text):
    assert claimed(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Column (4) of Table 3 has a coefficient of 0.0638.", [("3", "4")]),
        ("The coefficients are 0.0638, 0.0512 and 0.0471 in columns (1) to (3).", [("", "1"), ("", "2"), ("", "3")]),
        ("In Tables 3 and A4 the coefficients are 0.0638 and 0.0829.", [("3", ""), ("A4", "")]),
        ("Table 3 has all. Columns (1)-(4) add controls. In column (4) the estimate is 0.0638.", [("3", "4")]),
        ("Column (1) of Table 3 has a coefficient of 0.05. The effect is 0.06.", [("3", "1"), ("3", "")]),
        ("Table 3 has an effect of 0.10. Relative to the sample mean of 0.50 it is large.", [("3", ""), ("", "")]),
        ("The effect is 0.0638 in Table 3 and 0.0829 in Table 4.", [("3", ""), ("4", "")]),
        ("表3第(4)列中AI的系数为0.0638。", [("3", "4")]),
        ("Table IV, second column: the effect is 0.05.", [("IV", "2")]),
        ("The effects in column (3) and column (4) are 0.018 and 0.112.", [("", "3"), ("", "4")]),
        ("列（3）和列（4）的系数分别为0.018和0.112。", [("", "3"), ("", "4")]),
        ("由表3中的模型4可见，AI的系数为0.0638。", [("3", "4")]),
        ("AI varies from 0.01 to 1.94; its mean is 0.56 (see Table 1).", [("1", "")] * 3),
        ("前两列的系数分别为0.05和0.06，而列（3）的系数为0.07。", [("", "1"), ("", "2"), ("", "3")]),
        ("The coefficients in the last two columns are 0.05 and 0.06.", [("", ""), ("", "")]),
        ("第（2）列的系数为0.216，第（3）列的系数为-0.064。", [("", "2"), ("", "3")]),
        ("The effect is 0.197 in column (1) and 0.214 in food services.", [("", "1"), ("", "")]),
        ("In column (3) the coefficient falls from 0.083 to 0.064.", [("", ""), ("", "3")]),
    ],
)
def test_places_of_numbers(text, places):
    assert [(one.table, one.column) for one in read(text)] == places


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The coefficients on AI, FE and UR are 0.0638, 0.0337 and -0.1825, respectively.", ["AI", "FE", "UR"]),
        ("The coefficient of LSO is 0.1076, while that of IS is 0.0029.", ["LSO", "IS"]),
        ("The effects are 0.0638 for AI and 0.0337 for FE.", ["AI", "FE"]),
        (
            "As Table 4 shows, the direct, indirect and total effects are 0.05, 0.12 and 0.17.",
            ["direct effect", "indirect effect", "total effect"],
        ),
        (
            "The direct effect of AI is 0.10 and the indirect effect 0.02.",
            ["direct effect of AI", "indirect effect of AI"],
        ),
        ("A one-unit increase in internet reduces emissions by 0.05.", ["internet"]),
        ("In column (4), AI raises efficiency: the coefficient is 0.0638.", ["AI"]),
        (
            "The coefficient of ρ, Medium cities to Large cities (ρ(M, L)) is 0.5.",
            ["ρ, Medium cities to Large cities (ρ(M, L))"],
        ),
        ("Column (3) reports a coefficient of 0.02 on Log investment (OP), which is small.", ["Log investment (OP)"]),
        ("表5第(1)列显示，W × 示范城市（W×NCEDC）降低了效率，系数为-0.02。", ["W × 示范城市（W×NCEDC）"]),
        ("The product is 0.021** and AI is 0.050***.", ["product", "AI"]),
        ("The mean of Share of urban people (UR) corresponds to 60 percent.", ["Share of urban people (UR)"]),
        ("The estimated effect of Pilot zone (AI) works out at 0.10.", ["Pilot zone (AI)"]),
        ("Summary statistics: AI averages 0.03, with a maximum of 0.99.", ["AI", "AI"]),
        ("Efficiency has a mean of 0.56. It ranges from 0.01 to 1.94.", ["Efficiency", "Efficiency", "Efficiency"]),
        ("Efficiency has a mean of 0.56. With a mean of 6.4%, credit is small.", ["Efficiency", ""]),
        ("本文利用城市数据，发现试验区（AI）的系数等于0.10。", ["试验区（AI）"]),
        ("投资占比（INV）的样本均值为0.42，最小值和最大值分别为0.05和1.48。", ["投资占比（INV）"] * 3),
        ("效率的均值、标准差分别为0.56、0.29。", ["效率", "效率"]),
        ("效率均值为0.56、标准差为0.29、最大值为1.94。", ["效率"] * 3),
        ("The coefficients on AI of columns (1) and (2), 0.05 and 0.06, are small.", ["AI", "AI"]),
        ("In Table 3, column (4), 0.064 is the coefficient on AI.", ["AI"]),
        ("效率的最大值1.94，最小值0.01，平均值0.56。", ["效率"] * 3),
        ("效率得分处于0.01至1.94之间，均值为0.56。", ["效率得分"] * 3),
        ("Looking at column (1) of Table 5, Share in east enters with a coefficient of 0.6.", ["Share in east"]),
        ("W × Zone enters column (3) with a coefficient of 0.60.", ["W × Zone"]),
        ("表3第(4)列中AI的系数为0.0638。", ["AI"]),
        ("The coefficient on AI is 0.0638 (s.e. 0.0255).", ["AI", "AI"]),
    ],
)
def test_terms(text, terms):
    assert [one.term for one in read(text)] == terms


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("The coefficient is 0.0638 and significant at the 1 % level.", [0.01]),
        ("The coefficients are 0.06, 0.05 and 0.04, significant at the 1 %, 5 % and 10 % level.", [0.01, 0.05, 0.1]),
        ("The effect of A is 0.1076 and significant at the 1 % level, while that of B is 0.0029 and not significant.", [0.01, 1]),
        ("The effect (β = 0.064, p < 0.01) is large.", [0.01]),
        ("AI significantly improves it, with coefficients of 0.0592 and 0.0638, both significant at the 5% level.", [0.05, 0.05]),
        ("The coefficient is 0.0638, not significant at the 5 % level.", [None]),
        ("The coefficient is 0.0638, significant at the conventional 5 per cent level.", [0.05]),
        ("The coefficient 0.05 is significant.", [0.1]),
        ("回归系数为0.0638，在1%水平上显著为正。", [0.01]),
        ("AI的系数为0.0638，但不显著。", [1]),
        ("The coefficient is 0.05 but not significant.", [1]),
        ("That of A is 0.05, but the effect of B is not significant.", [None]),
        ("AI的系数为0.0638，不显著。", [1]),
        ("系数分别为0.06和0.05，分别在1%和5%的水平上显著。", [0.01, 0.05]),
        ("In Table 3 the coefficient on AI is significant at the 5 percent level.", [0.05]),
        ("In column (2) the effect is insignificant.", [1]),
        ("The estimate for AI is 0.113 (Table 3, column (2)); it is significant at 5%.", [0.05]),
        ("系数由0.114降至0.0638，且均通过5%的显著性检验。", [0.05, 0.05]),
        ("The effect is 0.05, statistically different from zero at the 1% level.", [0.01]),
        ("The effect of 0.05 is not statistically different from zero.", [1]),
        ("The effect is 0.05, and we cannot reject that there is none at the 10% level.", [1]),
        ("AI的系数为0.05，在5%水平上异于零。", [0.05]),
        ("AI的系数为0.05，未能通过10%水平的检验。", [1]),
        ("The effect is 0.063 in the east and 0.018 in the west, where it is not significant.", [None, 1]),
        ("The effect is 0.063 in the east and 0.018 in the west, and both are significant.", [0.1, 0.1]),
        ("The effect halves to 0.33 and is an insignificant 0.12 in the north.", [None, 1]),
        ("The coefficient is 0.029 and that of its lag 0.019, significant at the 10% level.", [None, 0.1]),
        ("The effects are 0.05 and 0.02; the former is significant at 1%, the latter is not significant.", [0.01, 1]),
        ("The effects are 0.09, 0.05 and 0.02, of which only one is significant at the 1% level.", [None, None, None]),
        ("The effect shrinks from 0.10 to 0.01, significant at the 5% level up to the median.", [None, None]),
        ("The indirect effect, 0.035, is far from significant.", [1]),
        ("本地系数为-0.12，邻地系数为0.07，总效应为-0.05，不显著。", [None, None, 1]),
        ("系数分别为0.09、0.10和0.08，前两者在5%水平上显著，后者在10%水平上显著。", [0.05, 0.05, 0.1]),
        ("系数分别为0.04和0.07，其中前者不显著。", [1, None]),
        ("系数依次为0.11、0.05和0.01：前者在1%水平上显著，中间者在10%水平上显著，最后一个不显著。", [0.01, None, 1]),
        ("系数为0.09，发明的增幅（12.3%）大于外观（6.1%），后者仅在10%水平上显著。", [None, None, 0.1]),
        ("A has 0.09; the effects of B and C are 0.05 and 0.02, the former significant at 1%.", [None, 0.01, None]),
        ("系数依次为0.21、0.47和0.16，前一个在10%水平上显著，后两个在5%水平上显著。", [0.1, 0.05, 0.05]),
        ("系数分别为0.04和0.07，其余均在1%水平上显著。", [None, None]),
        ("The effect is 0.05; the estimate is different from zero at the 5-percent level.", [0.05]),
        ("The effect is 0.05, which passes the significance test at the 1% level.", [0.01]),
        ("The effect is 0.05 and too imprecise to be told apart from zero.", [1]),
        ("The effect is 0.05 and just misses significance at the 10% level.", [1]),
        ("The effect is 0.05. It is not significantly different from zero.", [1]),
        ("The effect is 0.05. That coefficient lacks significance.", [1]),
        ("The effect is 0.05. It becomes insignificant with controls.", [None]),
        ("The effect is 0.05. It is insignificant once controls enter.", [None]),
        ("The effect is 0.05; it is statistically significant (1% level).", [0.01]),
        ("It improved significantly (5%), and the effect is 0.05.", [None, 0.1]),
        ("系数为0.05，1%显著。", [0.01]),
        ("The effect is 0.05. The effect of B is significant at 1%.", [None, 0.01]),
        ("系数为0.05，显著（显著性水平为5%）。", [0.05]),
        ("系数为0.05，显著性水平达到5%。", [0.05]),
        ("系数0.05，5%水平显著。", [0.05]),
        ("系数为0.05，在10%水平上仍不显著。", [1]),
        ("系数在常规显著性水平上均不显著，其估计值为0.05。", [1]),
        ("系数为0.05，以5%的显著性标准衡量并不显著。", [None]),
        ("系数为0.05，在10%的门槛上仍然未达到显著。", [1]),
        ("系数为0.05，于5%的统计标准下显著异于零。", [0.05]),
        ("系数为0.05，跨过了5%的显著性门槛。", [0.05]),
        ("The effect is 0.05, which is statistically significant at the 5% threshold.", [0.05]),
        ("The effect of 0.05 is significant on the 5% level.", [0.05]),
        ("The effect of 0.05 clears the 10 percent bar of significance.", [0.1]),
        ("The effect of 0.05 meets the 1% criterion for statistical significance.", [0.01]),
        ("The effect of 0.05 is significant even if 1% is asked for.", [0.1]),
        ("A significant effect of 10% is found.", [0.1]),
        ("系数为0.05，在统计意义上与零无异。", [1]),
        ("就经济显著性而言，系数为0.05。", [None]),
        ("The coefficient of 0.05 is economically significant.", [None]),
        ("系数为0.05，这一估计不显著。", [1]),
        ("经济显著性方面，系数0.05不大。", [None]),
        ("The effect of 0.05 is economically significant.", [None]),
        ("系数为0.05，与0无显著差别。", [1]),
        ("系数为0.05，在10%水平下不能拒绝原假设。", [1]),
    ],
)  # fmt: skip
def test_levels(text, levels):
    assert [one.level for one in read(text)] == levels


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The policy reduces emissions by 0.05.", -1),
        ("The policy raises efficiency by 6.4 %.", 1),
        ("The policy does not raise efficiency by 6.4 %.", 0),
        ("The coefficient is 0.0638 and significantly positive at the 5 % level.", 1),
        ("系数为-0.05，在1%水平上显著为负。", -1),
        ("In column (4), AI lowers emissions: the coefficient is 0.10.", -1),
        ("Adding controls reduces the estimate, and the coefficient is 0.10.", 0),
        ("试点政策提高了效率，系数为0.10。", 1),
        ("The coefficient of higher education is -0.05.", 0),
        ("We find that AI lowers output. The corresponding coefficient is 0.10.", -1),
        ("We find that AI does not lower output. The corresponding coefficient is 0.10.", 0),
        ("AI lowers output. The coefficient of education is 0.10.", 0),
        ("AI降低了产出。对应的系数为0.10。", -1),
        ("A one-unit increase in AI corresponds to a change of -6.4 %.", 0),
        ("AI每增加一个单位，产出约变化-6.4%。", 0),
        ("A one-unit increase in AI lowers emissions by 0.05.", -1),
        ("The effects add up to a total effect of -0.061.", 0),
    ],
)
def test_signs(text, sign):
    assert [one.sign for one in read(text)] == [sign]


@pytest.mark.parametrize("text", ["1, " * 1500, "0.05 (0.01) " * 400, "coefficient of " * 500, "(" * 1500 + "0.5"])
def test_long_lists_are_read_in_no_time(text):
    started = perf_counter()
    read(text)
    assert perf_counter() - started < 3


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The average state has 4.76 homicides per 100,000 inhabitants.", [("mean", 4.76)]),
        ("凶杀率均值为每10万人4.76起。", [("mean", 4.76)]),
        ("Among large cities the parameter is 0.697 (p = 0.034).", [("estimate", 0.697), ("p_value", 0.034)]),
        ("The second stage gives 0.075, with an effective F of 105.8.", [("other", 0.075), ("f", 105.8)]),
        ("The largest value in the data is 14.5.", [("maximum", 14.5)]),
        ("They approved pilot zones in 18 cities of China.", [("treated", 18)]),
        ("We reassign the policy at random 500 times.", [("other", 500)]),
    ],
)
def test_what_stands_behind_a_number_and_what_it_is_per(text, claims):
    assert [claim for claim in claimed(text) if claim[0] != "years"] == claims


def test_numbers_that_share_a_unit():
    found = read("The weights of these comparisons are 40.3 and 58.2 per cent.")
    assert [(one.number.value, one.unit) for one in found] == [(40.3, "%"), (58.2, "%")]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Between 2006 and 2010, 21 states passed laws of this kind.", []),
        ("China approved pilot zones in 18 cities from 2019 to 2021.", []),
        ("2006—2010年间，21个州先后通过立法。", []),
        ("After two years the effect is 0.013.", []),
        ("We study 286 cities from 2015 to 2023.", [9]),
    ],
)
def test_years_of_a_policy_are_none_of_the_panel(text, years):
    assert [value for kind, value in claimed(text) if kind == "years"] == years


def test_a_name_in_a_text_is_known_by_its_symbol():
    said = "The estimated effect of Share of urban people (URBAN) is about 2.3%."
    for names, kind in ((["URBAN"], "estimate"), (["AI"], "share")):
        (one,) = statements(Manuscript("draft.md", (Text("text", said, "p"),)), names)
        assert one.kind == kind


def test_a_name_is_no_word_on_a_number():
    said = "In column (1) of Table 3, Share of urban people has a coefficient of 0.05, and trade growth one of 0.06."
    found = statements(
        Manuscript("draft.md", (Text("text", said, "p"),)), ["Share of urban people (UR)", "Trade growth"]
    )
    assert [(one.kind, one.sign) for one in found] == [("estimate", 0)] * 2


def test_units():
    assert [one.unit for one in read("AI raises it by 6.4 %, or 3.6 percentage points.")] == ["%", "percentage points"]


@given(st.text(alphabet="0123456789 .,()%*-–<=[]；。表第列系数为显著pt Tabcoefit", max_size=80))
def test_any_text_is_read_and_numbers_stand_where_they_are_said_to(text):
    for one in read(text):
        if one.number:
            assert one.number.text.strip() in text[one.number.start : one.number.end]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The coefficient of AI is 0.0638. With weights it is 0.0512, significant at the 1 % level.", ["estimate"] * 2),
        ("试验区的系数为0.0638。加入权重后其值为0.0512，在1%水平上显著。", ["estimate"] * 2),
        ("The law was passed in 2005. In other states it is 0.0512.", ["other"]),
        ("The coefficient of AI is 0.0638. The mean of its share is 0.0512.", ["estimate", "mean"]),
    ],
)
def test_it_is_what_the_sentence_before_was_about(text, kinds):
    found = read(text)
    assert [one.kind for one in found] == kinds
    assert len({one.term for one in found if one.kind == "estimate"}) <= 1
