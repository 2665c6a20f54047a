"""Patterns of what a manuscript claims beside coefficients: legends, lists, classes, weights, windows, English and Chinese."""

import re

from prose.phrases import DIGITS, WORDS

# Claims of sentences.
BRACKETED = re.compile(
    rf"(?P<open>[\[(（])\s*(?P<low>{DIGITS})?\s*[,，]\s*(?P<high>{DIGITS}|∞|\+∞|1)?\s*(?P<close>[\])）])"
)
CLASSES = re.compile(r"\bclass|\blevels?\b|\bgroups?\b|\bgrade|categories|\blow\b|等级|类|级|组", re.IGNORECASE)
COUNT = rf"(?:{'|'.join(word for word in WORDS if word.isascii())}|\d{{1,2}})"
ANNOUNCED = re.compile(
    rf"\b(?P<number>{COUNT})\s+(?P<what>[a-z][a-z -]{{2,40}}?)\s*(?::|\(|,?\s*namely|,?\s*i\.e\.,?)\s*(?P<items>[^.;)]+)",
    re.IGNORECASE,
)
ITEM = re.compile(r"[^\W\d][\w'’-]*(?:\s[\w'’-]+){0,2}")
OPEN_LIST = re.compile(r"\betc\b|such as|including|e\.g\.|for example|and so on", re.IGNORECASE)
CHANNEL = re.compile(r"\bchannels?\b|\bmechanisms?\b|\bmediat|中介|机制|渠道|路径", re.IGNORECASE)
THROUGH = re.compile(
    r"(?:\bthrough|\bvia|by way of)\s+(?P<items>[^.;:()]+)|通过(?P<zh>[^，。；]+?)(?:来|等|影响|促进|提升|提高|的|，|。|$)"
)
INDIRECT = re.compile(
    r"indirect effect|mediat\w+ effect|sobel|bootstrap\w* (?:test|interval)|a\s?[×*x]\s?b\b|中介效应(?:为|占|检验)|间接效应",
    re.IGNORECASE,
)
MEANING = re.compile(
    r"\b(?P<name>[A-Z][A-Z-]{1,9})\b\s*(?:denotes?|stands? for|refers? to|means|is short for|abbreviates|represents?|表示|代表)\s*(?:the\s+)?(?P<what>[a-z][a-z ,'-]*?[a-z])(?=[,;.)；。，]|\s+and\s+[A-Z]|$)"
)
GLOSS = re.compile(
    r"\b(?P<name>[A-Z][A-Z-]{1,9})\b\s*[:=：＝]\s*(?:the\s+)?(?P<what>[a-z][a-z '-]*?[a-z])(?=[,;.)；。，]|$)"
)
SHORT = re.compile(r"(?P<what>(?:[A-Za-z][a-z'’-]+[\s-]+){2,9})[(（](?P<name>[A-Z][A-Z-]{1,9})[)）]")
SMALL = frozenset("of the and for in on to a an with by its".split())
INDEX = re.compile(
    r"\bindex(?:es)? of (?:the\s+)?(?P<en>[a-z][a-z ]+?)(?=\s+(?:is|are|was|equals|sums?|by|as|with|=)\b|[,.;(])|(?P<zh>[\u4e00-\u9fff]{2,10})指数",
    re.IGNORECASE,
)
WEIGHTED = re.compile(r"weight(?:s|ed)|权重|加权", re.IGNORECASE)
WEIGHTS_GIVEN = re.compile(
    r"equal|entropy|principal component|\bPCA\b|熵|等权|主成分|weights?\D{0,40}\d|权重\D{0,10}\d", re.IGNORECASE
)
STOCK_YOGO = re.compile(
    r"critical values?[^.;]{0,60}?(?P<value>\d+\.\d+)|临界值\D{0,12}(?P<zh>\d+\.\d+)", re.IGNORECASE
)
MATRICES = re.compile(
    rf"\b(?P<number>{COUNT})\s+(?:\w+\s+){{0,3}}matrices|(?P<zh>[两二三四五六])[种个类](?:空间)?(?:权重)?矩阵",
    re.IGNORECASE,
)
P_BELOW = re.compile(
    rf"p[- ]?values?[^.;]{{0,20}}?(?:below|<|less than|under)\s*({DIGITS})|(?<![A-Za-z])p\s*<\s*({DIGITS})"
)
ALL_AT = re.compile(rf"\b(?:every|all|each)\b[^;]*?at the ({DIGITS})\s?%|(?<!平)均(?![值衡匀])[^；]*?({DIGITS})%")
MEAN_IN = re.compile(
    rf"(?P<value>{DIGITS})\s+in\s+(?P<year>(?:19|20)\d\d)|(?P<year_zh>(?:19|20)\d\d)年的?(?P<value_zh>\d*\.\d+)"
)

# Lists and tables of words.
PLACES_OF = re.compile(r"\b(?:cities|counties|provinces|districts)\b|城市|县|省", re.IGNORECASE)
LIST_OF_UNITS = re.compile(
    r"\b(?:list of|sampled?|included)\b.*(?:cities|counties|provinces|units)|(?:cities|counties|provinces) (?:of|in) the (?:sample|study)|(?:样本|研究)(?:城市|县|省份)",
    re.IGNORECASE,
)
UNIT = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}|[\u4e00-\u9fff]{2,8}")
ROSTER = re.compile(r"zone|pilot|batch|roster|demonstration|adopt|polic|list of|试点|示范|批次|名单", re.IGNORECASE)
BEGAN = re.compile(r"batch|approv|named|launch|began|first in|adopt|established|批|试点", re.IGNORECASE)
YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?!\d)")
COUNTY = re.compile(r"\bCounty$|县$")
KINDS = (
    ("undesirable", r"undesirable|bad output|非期望"),
    ("desirable", r"desirable|good output|expected output|期望产出|\boutputs?$"),
    ("inputs", r"\binputs?\b|投入"),
)
SERIES = (
    ("gdp", r"\bGDP\b|gross (?:domestic|regional) product|生产总值"),
    ("fixed_investment", r"fixed[- ]assets? investment|investment in fixed assets|fixed investment|固定资产投资"),
    ("population", r"\bpopulation|per (?:head|capita)|人口|人均"),
    ("employees", r"employ|labour force|从业|就业"),
    ("land", r"built-up|construction land|建成区|建设用地"),
    ("electricity", r"electricity|用电"),
    ("revenue", r"fiscal revenue|财政收入"),
    ("deposits", r"deposits|存款"),
    ("spending", r"fiscal (?:spending|expenditure)|财政支出"),
)
INVENTORY = re.compile(r"perpetual inventory|永续盘存", re.IGNORECASE)
FIXED = re.compile(
    r"\b(?:in|of) (?:19|20)\d\d|before the policy|pre-?policy|initial|first year|baseline year|(?:19|20)\d\d年",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"\bone if|\b1 if|dummy|above (?:its|the) (?:mean|median|average)|高于(?:均值|平均|中位)", re.IGNORECASE
)
DECLARED = (
    ("log of GDP per head", r"\b(?:log(?:arithm)?|ln)\b.*\bGDP per (?:head|capita)|\b(?:log(?:arithm)?|ln)\b.*per[- ]capita GDP|人均(?:GDP|地区生产总值|生产总值)的?(?:自然)?对数"),
    ("science spending over GDP", r"\bscien\w+.*(?:spending|expenditure)\w*.*(?:over|to|in|of|relative).*GDP|科[技学]\w*支出.*GDP"),
    ("percentage", r"\(%\)|（%）|in per ?cent\b|百分比"),
    ("share", r"\bshare of|\bproportion of|^share\b|占.*比重|比例$"),
)  # fmt: skip

# Event studies and placebo tests.
EVENT = re.compile(
    r"(?:years?|periods?) (?:since|relative to|before and after) the|relative (?:time|year|period)|event[- ]stud|event time|parallel trends|pre-?trends|dynamic effects|base (?:period|year)|事件研究|平行趋势|动态效应|基期",
    re.IGNORECASE,
)
SIGNED = r"[-−–+]?\s?\d{1,2}"
WINDOW = re.compile(
    r"(?:from|window(?:\s+\w+){0,3}|between)\s+(?:k\s*=\s*)?(?P<first>[-−–]\s?\d{1,2})\s*(?:to|and|through|,|至)\s*(?:k\s*=\s*)?(?P<last>\+?\s?\d{1,2})"
    r"|(?P<before>\w+) years? before (?:the policy |it )?(?:to|and) (?P<after>\w+) years? after|前(?P<before_zh>\d|[一二三四五六七八])年(?:至|到|和)后(?P<after_zh>\d|[一二三四五六七八])年",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,;.，。；](?!\d)")
BASE = re.compile(
    r"(?:base|reference|omitted|benchmark|comparison|baseline)\s*(?:period|year|category|group)|(?:as|is) the (?:base|reference|benchmark)\b|基期|基准(?:期|年|组)",
    re.IGNORECASE,
)
BASE_TIME = re.compile(rf"\bk\s*=\s*(?P<k>{SIGNED})|\bperiod\s+(?P<period>{SIGNED})(?!\d)|\bt\s*(?P<t>[-−–+]\s?\d)")
BEFORE = re.compile(r"year (?:immediately )?(?:before|prior|preceding)|previous year|前一年|前一期", re.IGNORECASE)
AT = re.compile(
    r"(?:year|period|time) of (?:the )?(?:\w+ )?(?:enact|adopt|polic|implement|introduc|launch|treat|approv|start|establish)|(?:policy|current|treatment|implementation) year|政策(?:实施)?当(?:年|期)|当年",
    re.IGNORECASE,
)
BINNED = re.compile(
    r"\bbin|or (?:more|earlier|later)|and (?:earlier|before|later|beyond)|及以[前后]|归并", re.IGNORECASE
)
JOINT = re.compile(r"\bjoint|F[- ]test|\bWald\b|联合", re.IGNORECASE)
PLACEBO_TEST = re.compile(
    r"placebo|permut|re-?randomi[sz]|randomi[sz]ation[ -](?:inference|test)"
    r"|\bre-?assign|\bat random\b|random(?:ly)? (?:re-?)?(?:assign|draw|select|allocate)"
    r"|shuffl|(?:fake|pseudo|fictitious|false|simulated)[- ](?:treat|polic|pilot|assign|estimate|coefficient)"
    r"|安慰剂|置换|打乱|随机(?:抽|重复|分配|化|模拟|选取|生成|指定|处理|试验|实验|置换)|(?:虚拟|虚假|伪)(?:政策|处理|估计|系数|试点)",
    re.IGNORECASE,
)
P_GIVEN = re.compile(
    r"(?<![A-Za-z])(?:p(?![A-Za-z])|pvalue)[^.;。；]{0,60}?(?<![\d.])(?P<p>[01]?\.\d+|0(?![\d.,]))", re.IGNORECASE
)
SPREAD_OF_DRAWS = re.compile(rf"(?:standard deviation|\bs\.?d\.?|标准差)[^.;。；\d]{{0,12}}(?:{DIGITS})", re.IGNORECASE)
SHARE_OF_DRAWS = re.compile(
    rf"\b(?:share|fraction|proportion) of (?:only |about )?(?:{DIGITS})|[,，]\s*占(?:比)?(?:{DIGITS})\s?[%％]"
    rf"|(?:{DIGITS})\s?(?:%|％|per\s?cent)\s*(?:of\b|的(?!显著|置信|统计|水平))|\b\d\d(?:\.\d+)?th percentile|百分位|分位数"
    r"|\b(?:none|\d+|one|two|three|four|five) (?:out )?of (?:the |all |our )?\d[\d,]* |\d次?[^.;。；]{0,20}(?:仅|只|没)有|(?:没有|无)[一任]",
    re.IGNORECASE,
)
DRAWS = re.compile(
    r"(?<![\d.,])(?P<draws>\d[\d,]*)\s*(?:(?:[a-z]+\s+){0,2}(?:draws|times|permutations|replications|repetitions|simulations|samples"
    r"|(?:re)?assignments|iterations|rounds|runs|estimates|coefficients)\b|次)",
    re.IGNORECASE,
)

# Columns.
ESTIMATORS = (
    ("first_stage", r"first[- ]stage|第一阶段|一阶段"),
    ("iv", r"second[- ]stage|\bIV\b|2SLS|instrument|第二阶段|二阶段|工具变量"),
    ("gmm", r"\bGMM\b|dynamic panel|动态面板"),
    ("stacked", r"\bstack|堆叠"),
    ("matching", r"\bPSM\b|match|匹配"),
    ("event_study", r"event[- ]study|事件研究"),
)
DYNAMIC_TESTS = {  # of dynamic panels, by whatever of them a row has
    "ar2": re.compile(r"\bAR\s?[(（]2[)）]|\bm2\b|second[- ]order|二阶", re.IGNORECASE),
    "hansen": re.compile(r"hansen|sargan|over-?identif|过度识别", re.IGNORECASE),
}
SPATIAL = re.compile(r"\bS(?:AR|DM|EM|AC|LX)\b|spatial|空间|matrix|矩阵", re.IGNORECASE)
UNCLUSTERED = re.compile(r"Hessian|not clustered|conventional standard errors|\bOIM\b|未聚类", re.IGNORECASE)
LABEL = re.compile(r"[(（]?\d+[)）]?")

# The whole manuscript.
POLICY_WORDS = re.compile(r"\bDID\b|\bpolic|\bpilot|\btreat|\bpost\b|试点|政策|示范|双重差分", re.IGNORECASE)
SHORT_POLICY = re.compile(r"(?P<words>[^.;()（）。；]{4,60})[(（](?P<name>[A-Za-z][\w-]{1,14})[)）]")
EVENT_ROW = re.compile(
    r"(?:pre|post|before|after|lead|lag|year|k|t|d|period|time)?[\s_=({]*[-−–+]?\s?\d{1,2}[)}]?(?: \(.*\))?|.*::-?\d+|(?:前|后)第?[\d一二三四五六七八]年?.*|current|当期|当年|.*(?:years? (?:before|after|[-−]?\d)|[-−–+]\s?\d+(?: years?)?)",
    re.IGNORECASE,
)
SUM = re.compile(r"\b(?:sum|total|all|average|overall)\b|合计|总|全部|平均", re.IGNORECASE)
NO_REGRESSOR = re.compile(
    r"(?<![a-z])_?const?(?:ant)?(?![a-z])|intercept|常数|截距"
    r"|(?<![a-z])(?:rho|lambda)(?![a-z])|[ρλ]|自回归系数|autoregressive",
    re.IGNORECASE,
)
CLUSTERED = re.compile(r"cluster|聚类", re.IGNORECASE)
UNBALANCED = re.compile(
    r"unbalanced|非平衡|missing|incomplete|unavailable|缺失|不完整|(?:drop|exclud|deleted?|remov|los[st])\w*[^.。]{0,40}(?:observations|rows|city-years|samples)"
    r"|剔除|删除|(?<!spatial )(?<!spatially )\blagged\b|one[- ]year lag|滞后一期",
    re.IGNORECASE,
)
WITHIN_YEARS = re.compile(
    r"\d\s(?:quarters|months|weeks|days)\b|\b(?:quarterly|monthly|weekly|daily) (?:data|panel|observations)"
    r"|\d [a-z]+(?:, | by | × |, and )(?:\d+|[a-z]+) (?!obs|city|unit)[a-z]+,? (?:and|by|×) \d+ years"  # 18 states, 5 sectors and 20 years
    r"|\w-(?:quarter|month|week|day)s?\b|季度(?:数据|面板)|月度(?:数据|面板)|\d个(?:季度|月)|周度|日度",
    re.IGNORECASE,
)
CODED_LATER = re.compile(r"(?:following|next|subsequent) year|次年|第二年|下一年", re.IGNORECASE)
OF_A_PART = re.compile(
    r"geograph|nested|contigu|econom|inverse|distance|\blocal\b|\bW\d|局部|地理|邻接|经济|嵌套", re.IGNORECASE
)
ELSEWHERE = re.compile(r"appendix|supplement|available|附录|备索", re.IGNORECASE)

# Equations and weights matrices.
ABBREVIATION = re.compile(r"\b(?=\w*[A-Z]\w*-?\w*[A-Z])[A-Z][A-Za-z]*(?:-[A-Z]+)*\b")
OUTCOME_SAID = re.compile(
    r"(?:(?:dependent|explained|outcome) variable|被解释变量)(?P<rest>[^.;。；]{2,120})", re.IGNORECASE
)
EQUATION = re.compile(r"(?P<left>[^=＝]{1,60})[=＝](?P<right>[^=＝]*[αβγδμλθρ][^=＝]*)")
EQUATION_NUMBER = re.compile(r"[(（](\d{1,2})[)）]")
MATRIX = re.compile(r"\bmatri(?:x|ces)\b|\bweights\b|矩阵|权重", re.IGNORECASE)
DISTANCE = re.compile(r"\bdistance|\bd_?\{?[ij]|\bd\b|距离", re.IGNORECASE)
INVERSE = re.compile(r"inverse|reciprocal|\b1\s*/|倒数", re.IGNORECASE)
SQUARED = re.compile(r"squared?\b|d\w*(?:_\{?\w+\}?)?\s*(?:\^\{?2\}?|²)|平方", re.IGNORECASE)
MEASURES = (
    ("income", r"income|wage|收入|工资"),
    ("GDP", r"\bGDP\b|gross domestic product|生产总值"),
    ("capital", r"capital|资本"),
)
ECONOMIC = re.compile(r"\|\s*[^|]+?\s*[-−–]\s*[^|]+?\s*\|")
GAP = re.compile(
    r"(?:gaps?|differences?)\s+(?:of|in|between (?:the\s+)?(?:cities|units)(?:['’]s?)? (?:in\s+)?)\s*(?P<what>[a-zA-Z][\w ]+?)(?=\s+(?:between|of|across|and)\b|[,.;)]|$)|(?P<zh>[\u4e00-\u9fffA-Z]{2,12})(?:的)?(?:差距|差额|之差)",
)
WHERE = re.compile(
    r"(?:where\s+\S+\s+(?:is|denotes|stands for)\s+(?:the\s+)?(?P<what>[\w ]+?)(?=\s+of\s|[,.;)]|$)|其中\S{1,4}(?:为|表示)(?P<zh>[^，。；]+))"
)

# Leads of a policy.
LEADS = re.compile(r"\bleads?\b(?!\s+(?:to|us|cities))|\bahead\b|前置项|提前项", re.IGNORECASE)
LEAD_TERM = re.compile(r"lead|\bF\d?\.|t\s*\+\s*\d|\bpre", re.IGNORECASE)
