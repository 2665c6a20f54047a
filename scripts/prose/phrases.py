"""How English and Chinese sentences name numbers: patterns of what stands before, behind and around them."""

import re

from prose.statements import Kind

DIGITS = r"\d+(?:\.\d+)?|\.\d+"
PERCENT = r"[\s-]?(?:%|％|per\s?cent\b)"
AND = r"\s*(?:,\s*and\b|,\s*or\b|,|，|、|;|\band\b|\bor\b|&|和|及|与|或)\s*"

# Numbers that are certainly no results: they number something, date it, or are a convention.
LABEL = r"[(（\[]?\s?(?!0\.)(?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[-.]\d{1,2})?[a-z]?\s?[)）\]]?"
LABELS = (
    rf"{LABEL}(?:\s*(?:,\s*and|,|and|or|&|to|through|[-–—~～]|、|，|和|及|与|至|到)\s*(?!\s?\d+\.\d\d){LABEL}){{0,15}}"
)
NUMBERED = (
    r"(?:Tab(?:le|\.)s?|Figures?|Figs?\.?|Eq(?:uation|s|\.)?s?\.?|Col(?:umn|s|\.)?s?\.?|Models?|Specifications?|Panels?|"
    r"Sec(?:tion|\.)?s?|Chapters?|Appendi(?:x|ces)|Hypothes[ie]s|Steps?|Stages?|Footnotes?|Notes?|Lemmas?|Propositions?|"
    r"Assumptions?|Theorems?|Articles?|Rows?|Parts?|Phases?|Scenarios?|Goals?|Nos?\.|pp?\.|pages?|vol\.|issues?|version|"
    r"Stata|MATLAB|ArcGIS|GeoDa|Python|[附]?表|附?图|公?式|列|模型|假设|假说|步骤|方程|附录|面板)"
)
NO_RESULTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![A-Za-z]){NUMBERED}\s*{LABELS}(?![\d.]*\d)",
        rf"第\s*{LABELS}\s*(?:列|行|栏|节|章|条|款|号|页|期|步|阶段|届|次)",
        r"[〔\[（(](?:19|20)\d\d[〕\]）)]\s*\d+\s*号",
        r"\[\s?\d{1,3}(?:\s*[,，–-]\s*\d{1,3})*\s?\]",  # citations by number
        rf"\b(?:{DIGITS})(?:{PERCENT})?\s*(?:[-–]\s?)?(?:confidence|credible|prediction|simultaneous|pointwise|CIs?\b|bands?\b|置信|的置信)",
        r"\b\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:,?\s+\d{4})?",
        r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?!\d)(?:,\s*\d{4})?",
        r"\d{4}-\d\d-\d\d|\d{1,2}月(?:\d{1,2}日)?",
        r"\b\d+(?:st|[nr]d|th)\b",
        r"https?://\S+|\bdoi\S*\s*\S+|\b10\.\d{4,}/\S+",
        r"(?:\bfrom|异于|[与和])\s?0(?![.\d])",
        r"(?<![\d.])\d+(?=(?:SLS|D|G)\b)|\bAR\s?[(（]\d[)）]",
        rf"[*∗＊]+\s*(?:significant\s+at\s+(?:the\s+)?)?(?:p\s*)?[<≤]?\s*(?:{DIGITS})(?:{PERCENT})?",
        r"(?<=[A-Za-z])[-–]\d+(?:\.\d+)?",
        r"(?<![A-Za-z])(?-i:[tk])\s?[=＝]\s?[-−–+]?\d{1,2}(?![\d.])",
        r"\bper\s+10{1,2}(?:[,，]?0{3})*\b|每\s?10*\s?[万千百]?(?=[人名户])",
    )
)
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%％]|[.,]\d)")
SPAN = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)\s*年?起?\s*(?:[-–—~～]+|(?:up )?to|through(?: to)?|until|and(?: ending in)?|至|到)\s*"
    r"((?:19|20)\d\d)(?![\d%％])"
)
TRIMMED = re.compile(r"winsori[sz]|trimm(?:ed|ing)|percentile|缩尾|截尾|分位", re.IGNORECASE)
LEGEND = re.compile(
    r"[*∗＊].{0,40}(?:denote|indicate|represent|signif|stand for|mean|[<＜]|表示|代表)|(?:表示|代表).{0,20}[*＊]",
    re.IGNORECASE,
)

# Counts, by what stands behind them.
BETWEEN = (
    r"(?:(?!(?:in|of|for|and|or|with|from|to|by|on|at|is|are|was|were|than|the|that|which)\b)[A-Za-z'’.-]+\s+){0,4}?"
)
UNITS = (
    r"(?:cities|prefectures|provinces|counties|regions|districts|municipalities|localities|jurisdictions|communities|towns|townships|villages"
    r"|states|countries|nations|areas|places|territories|communes|boroughs|locations|economies|plants|households|parcels|cantons|firms|enterprises|companies|units)\b"
)
UNITS_ZH = (
    "(?:(?:样本|研究|空间|地域|行政|截面|观测)*"
    "(?:城市|地级市|市县|省份|省|县域|县|州|地区|区域|行政区|国家|企业|公司|园区|乡镇|单位|单元|个体)(?![-—]?年))"
)
IS = r"(?:was|were|been|being|are|have been|had been)\s"
TREATED = (
    rf"(?:adopt|join|enter|implement|introduc|enact|receive|receiving|becom|became|{IS}+(?:(?:\w+ly|ever|first|later)\s+)?"
    r"(?:designat|select|grant|award|approv|chosen|admit|treat|enrol|assign|named|included|exposed|affected|covered|subject))\w*\b"
    r"(?![^.,;]{0,30}\b(?:samples?|panel|data(?:set)?|analys[ie]s|study|research|control))"
)
TREATED_ZH = (
    "(?:进入|入选|获批|成为|纳入|列入|列为|实施|施行|加入|设立|参与|获准|选为|确定为|划入|受到?政策)"
    "(?![^，。；]{0,8}(?:样本|面板|数据|分析|研究|对照组|控制组))"
)
COUNTED: tuple[tuple[Kind, str], ...] = (
    ("n_obs", rf"\s*{BETWEEN}(?:observations?\b|obs\b|(?:city|unit|firm|county|province|state|area|region)[-–\s]years?\b|data points)"),
    ("n_obs", rf"\s*(?:个|条|组)?\s*(?:有效|城市|面板|总|“[^”\d]{{1,10}}”)?(?:[-–—]?年[份度]?)?(?!{UNITS_ZH})(?:观测|观察|样本|记录)(?:值|点|数据)?"),
    ("clusters", rf"\s*{BETWEEN}clusters?\b"),
    ("cohorts", rf"\s*(?!(?:annual|yearly|survey|census)\b){BETWEEN}(?:batches|cohorts|waves|rounds|timing groups)\b(?!\s+of\s+(?:data|interviews|surveys?|\w*\s?sampl|random|draw|permut))"),
    ("cohorts", r"\s*个?(?:实施|政策|试点|处理)?(?:批次?|轮)"),
    ("treated", rf"\s*(?:{BETWEEN}(?:pilot|treated|treatment|demonstration|adopting|affected|zones?)\b[A-Za-z\s-]{{0,30}}?\b(?:cit(?:y|ies)|zones?|units|areas|regions|counties|provinces|states|firms))\b"),
    ("treated", r"\s*(?:treated|treatment|pilot)\s+(?:and|against|versus|vs\.?)\b"),
    ("treated", rf"\s*{BETWEEN}(?:pilot zones|pilots|zones)\b"),
    ("treated", rf"\s*(?:个|座)?\s*(?:试点|示范|处理组|实验组|试验区|受(?:到)?(?:政策)?(?:处理|影响|冲击|干预)的?(?={UNITS_ZH}))(?:城市|地区|区)?"),
    ("treated", rf"\s*(?:of\s+(?:them|which|these)\s+)?(?={IS}){TREATED}"),
    ("treated", rf"\s*(?:of\s+(?:the\s+|our\s+|these\s+|all\s+)?(?:\d[\d,]*\s+)?)?{BETWEEN}{UNITS}(?:\s+(?!not\b|never\b)[a-z]+){{0,4}}?\s+{TREATED}"),
    ("treated", rf"\s*(?:个|座|家)(?:样本|地级)?{UNITS_ZH}?(?:先后|陆续|分别|分批|相继|逐步|共|被|均|已|正式|首批|分\S{{1,2}}批(?:次)?|[于在][^，。；]{{0,20}}?)*{TREATED_ZH}"),
    ("units", rf"\s*(?:prefecture-level\s+(?:and|or)\s+above\s+)?{BETWEEN}{UNITS}"),
    ("units", r"[-–]unit(?=\s+(?:\w+\s+)?panel\b)"),
    ("units", rf"\s*(?:个|座|家)?\s*(?:地级|中国)?(?:及以上)?{UNITS_ZH}"),
    ("years", r"\s*(?:consecutive\s+|sample\s+|calendar\s+)?(?:years|(?:annual|yearly) (?:waves|rounds))\b(?!\s+(?:before|after|earlier|later|ahead|since|ago|old|prior|of age))"),
    ("years", r"[-–\s]year(?=\s+(?:balanced\s+|unbalanced\s+)?(?:panel|sample|data|study period|sample period)\b)"),
    ("years", r"[-–\s]year(?=\s+period,?\s+(?:from\s+|of\s+)?[(]?(?:19|20)\d\d)"),
    ("years", r"\s*(?:个(?:年份|年度|自然年)|年(?:间|的?(?:平衡|非平衡)?(?:面板|数据|样本)))"),
    ("other", rf"\s*{BETWEEN}(?:replications|draws|permutations|repetitions|simulations|iterations|assignments|reassignments|bootstraps?|samples|rounds|(?:placebo|simulated|pseudo|fake|random\w*)[\w-]*\s+(?:\w+\s+)?(?:coefficients|estimates|regressions|groups)|matrices|weights? matrices|channels|groups|classes|inputs|outputs|instruments|instrumental variables)\b"),
    ("other", r"\s*(?:次|种|类|组|个?空间|个?工具变量)"),
)  # fmt: skip
IS_ZH = r"(?:的?(?:总?数量?|个数))?[(（]?(?:共计?|合计|总计|分别|各?为|[是有达:：=＝])*\s*$"
COUNTED_BEFORE: tuple[tuple[Kind, str, str], ...] = (  # what stands before a count that no noun follows, and what behind it
    *(
        (kind, rf"\b(?:number|count|total)s? of (?:(?!of|in)[\w-]+\s+){{0,3}}?(?:{nouns})\b(?: in total)?\s*(?:is|are|was|were|equals|comes to|amounts to|[:=,(])?\s*$", r"(?!\s*(?:of|to)\b)")
        for kind, nouns in (("cohorts", "batches|cohorts|waves|rounds|timing groups"), ("treated", rf"(?:treated|treatment|pilot|adopting)\s+{UNITS}"), ("units", UNITS))
    ),
    ("years", rf"{SPAN.pattern}[^.;。；\d]{{0,15}}(?<![A-Za-z])(?-i:T)\s*[=＝]\s*$", r"(?!\d|[.%％]\d)"),
    ("clusters", r"\bcluster[^.;]*\bof (?:which|whom) there (?:are|were)\s*$", ""),
    ("units", rf"(?:截面维度|{UNITS_ZH}(?:的?总?数量?|的?个数)){IS_ZH}", ""),
    ("years", r"(?:时间|年份|年度|期数|期长)[^，。；\d]{0,6}T\s*[=＝]\s*$|\b(?:time|years?|periods?)\b[^.;,\d]{0,40}\bT\s*=\s*$", r"(?!\d|[.%％]\d)"),
    ("treated", r"(?:[受被][^，。；\d]{0,8}(?:影响|处理|冲击|干预|覆盖)|入选|获批|纳入试点)的(?:共计?)?\s*$", rf"\s*[个座家]?(?:地级)?{UNITS_ZH}"),
    ("cohorts", rf"(?:时点|批次?){IS_ZH}", r"\s*个?(?![\d个年]|[\u4e00-\u9fff])"),
    ("cohorts", r"(?:政策|处理|试点|实施|采纳)[^。；]*[分归][为成入属]?\s*$", r"\s*[轮组](?![间内别])"),
)  # fmt: skip
SOME_WAVES = re.compile(  # before a number that names or counts some of the waves: "第一、", "first", 首批
    rf"(?:第[一二三四五六七八九十\d、，,和及与第批]*|[前后首末另]|其[余他])(?:[一两二三四五六七八九十]?[批轮]次?{IS_ZH[:-4]})?\s*$"
    r"|\b(?:first|last|other|earlier|earliest|later|latter|former|remaining|next|these|those)\s+$",
    re.IGNORECASE,
)
COUNTED_IN_TURN = re.compile(  # 工具变量数与空间单元数分别为31和278
    r"(?P<one>[^，。；、与和及\d]{1,10}数)[与和及、](?P<other>[^，。；、\d]{1,10}数)(?:分别|依次)?[为是]"
    r"(?P<first>\d[\d,]*)[与和及、](?P<second>\d[\d,]*)(?![\d.%％])"
)
GROUP = re.compile(
    r"sub-?samples?|\bgroups?\b|\beast|\bwest|\bcentral|stream|\blarge|\bsmall|\bremaining|\bother\b|\bfurther\b|\badditional\b|of which|\bdrop|\bexclud"
    r"|\bremov|\bdeleted?|\bcontrol (?:cities|group|units)|resource-based|东部|中部|西部|上游|中游|下游|子样本|剔除|删除|其余|其中|对照组|控制组|分组|划分|分为|东中西",
    re.IGNORECASE,
)
SAMPLE = re.compile(
    r"\bsamples?\b|\bpanel\b|\bdata(?:set)?\b|\bcover|\bus(?:e|es|ing)\b|\bstud(?:y|ies|ied)\b|\bpaper\b|\bfollow|\bbased on\b|\bfor\b|\bof China|\bfrom\b|\bobserv|\brecords?\b|\bevidence\b|\bcross-section|\bGMM\b"
    r"|样本|截面|观测|实证|证据|面板|数据|选取|为例|研究|本文|考察|基于",
    re.IGNORECASE,
)

# What a number is, by the nearest words before it.
CUES: tuple[tuple[Kind | str, str], ...] = (
    ("std_error", r"standard errors?\b(?!(?: \w+){0,2} cluster)|std\.?\s?err(?:or|\.)?s?|\bs\.\s?e\.s?|\bSEs?\b|标准误差?"),
    ("sd", r"(?<!one )(?<!one-)(?<!1 )standard deviations?|std\.?\s?dev\.?|\bs\.\s?d\.|(?<!one )(?<!1 )\bSD\b|(?<!一个)(?<!1个)(?<!1 个)标准差"),
    ("statistic", r"(?<![A-Za-z])[tz][- ](?:statistics?|values?|ratios?|stats?)|\|?(?<![A-Za-z])[tz]\|?(?=\s*[=＝](?!\s*[-−–]?\d{1,2}(?![.\d])))|(?<![A-Za-z])[tz]\s?(?:统计量|值|检验)"),
    ("p_value", r"(?<![A-Za-z])p[- ]?values?|(?<![A-Za-z])p(?=\s*(?:[=＝<＜>＞≤≥]|of\b|is\b))|(?<![A-Za-z])p\s?值"),
    ("f", r"(?<![A-Za-z])F[- ](?:statistics?|values?|stat|tests?)|(?<![A-Za-z])F(?=\s*(?:[=＝]|of\b|is\b))|Kleibergen|Cragg|(?<![A-Za-z])F\s?(?:检验)?(?:统计)?(?:量|值)|\bfirst[- ]stage F\b|\beffective F\b"),
    ("r2", r"(?<![A-Za-z])R\s?-?\s?(?:squared|²|\^?2\b)|拟合优度|R方"),
    ("moran_i", r"Moran(?:['’]s)?(?:\s+(?:I|index|indices)\b)?|莫兰指数"),
    ("interval", r"(?:confidence )?intervals?\b|\bCIs?\b|置信区间"),
    ("n_obs", r"number of observations|sample size|(?<![A-Za-z])N(?=\s*[=＝])|observations (?:is|are|total|number)|observations?\s*[:：]|样本(?:总)?(?:量|数|容量)|观测(?:值|样本)?(?:总计|总?个?数量?)?|观察值"),
    ("treated", r"number of (?:treated|treatment|pilot|adopting)\s\w+|(?:处理组|实验组|试点)(?:城市|地区)?的?(?:数量|个?数)|(?:政策影响|获批|入选|处理组|试点)的?(?:城市|地区|省份|县)共?[有计]"),
    ("units", rf"number of (?!treated|treatment|pilot|adopting)(?:[a-z-]+ )?{UNITS}|截面维度|{UNITS_ZH}(?:个)?数量?"),
    ("cohorts", r"number of (?:\w+ )?(?:cohorts|batches|waves)"),
    ("mean", r"\bbase(?:line)? (?:(?:value|level) )?of\b|(?<!by )(?<!on )(?<!weighted )\b(?:the |a |their |its |sample )?(?:means?\b(?!\s+(?:that|of (?:a|an)\b|a\b|an\b|the))|averag\w+(?!\s+(?:treatment|effect|marginal|causal|partial|annual)))|(?<!加权)(?<!加权平)均值|(?<!加权)(?:平均)(?!处理|而言|来看|效应|每年|增)值?"),
    ("minimum", r"\bmin(?:imum|\.|(?=\s*[=＝:]))|\blowest|\bsmallest(?=\s+(?:and|values?|scores?|observations?|is|was)\b)|最小(?!二乘|化)值?|最低值?"),
    ("maximum", r"\bmax(?:imum|\.|(?=\s*[=＝:]))|\bhighest|\blargest(?=\s+(?:values?|scores?|observations?|is|was)\b)|\bpeak\w*|(?<!系数)(?<!效应)(?<!影响)(?<!作用)最大(?!化|似然)值?|最高值?"),
    ("share", r"\bshares?\b|\bproportions?\b|\bfractions?\b|account(?:s|ed|ing)? for|占|比重|比例"),
    ("other", r"(?:number of |\binstrument )(?:instruments|instrumental variables|IVs|count)\b|工具变量(?:个?数量?|总数)"),
    ("other", r"critical values?|thresholds?|\bweights?\b|\bcut-?offs?\b|\bscores?\b|\bbounds?\b|\bbandwidths?|caliper|discount|depreciat\w+|临界值|阈值|权重|得分|折旧率"),
    ("other", r"\bchi2?\b|χ|\bHansen|\bSargan|\bAR\s?\([12]\)|\bLM\b|\bWald\b|\blog[- ]likelihood|\bAIC\b|\bBIC\b"),
    ("estimate", r"weighted (?:average|mean)|加权(?:平均|均)值?|coefficients?|(?:lag|autoregressive|spatial|error) parameters?|\bparameters?(?=\s+(?:on|of)\b)|estimat(?:es?|ed)\b|\beffects?\b|\bimpacts?\b|\b(?:ATT|ATE)\b|elasticit\w+|[βδγθρλα]|\b(?:rho|beta|theta|lambda|delta|gamma)\b|系数|空间\w{0,4}参数|估计|效应|影响|作用(?=[（(为])"),
)  # fmt: skip
CUE = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in CUES)

# Effects in words.
UP = r"(?:raise|raising|increase|increasing|improv|enhanc|boost|promot|lift|rise|rose|risen|grow|grew|gain|strengthen|higher|(?<!make )(?<!makes )(?<!made )(?<!sum )(?<!sums )(?<!add )(?<!adds )(?<!adding )up\b)\w*"
DOWN = r"(?:reduc(?!ed[- ]form)|decrease|decreasing|lower|declin|diminish|cut|inhibit|fall|fell|drop|weaken|suppress|shrink|curb|down\b)\w*"
UP_ZH, DOWN_ZH = "(?:提高|提升|增加|上升|增长|促进|改善|升高|高出|高于|高$)", "(?:降低|减少|下降|抑制|降|减|低于|低$)"
MOVED = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b|(?P<up_zh>{UP_ZH})|(?P<down_zh>{DOWN_ZH})", re.IGNORECASE)
BY = re.compile(
    r"(?:\bby|\bof)\s+(?:an?\s+)?(?:about|around|approximately|roughly|nearly|some|almost|over|an average of|on average)?\s*$"
    r"|(?:了|约|大约|近|约为|[约折]合|达|幅度[为是达]|(?<![最较])[高低]出?)\s*$|(?:提高|提升|增加|上升|增长|降低|减少|下降|变化|变动)\s*$",
    re.IGNORECASE,
)
CHANGED = re.compile(r"\b(?:chang|mov|shift|alter)(?:e|es|s|ed|ing)?\b|变化|变动|改变", re.IGNORECASE)
BEHIND_MOVED = re.compile(
    rf"\s*(?:{PERCENT})?\s*(?:percentage points?|points?|个百分点)?\s*(?:(?:{UP}|{DOWN}|changes?)\b|(?:左右)?的(?:变动|变化))",
    re.IGNORECASE,
)
GAINS = re.compile(r"\b(?:gain|lose|add)(?:s|ed)?(?: (?:only|about|some))?\s*$", re.IGNORECASE)
IN_UNITS = re.compile(r"\s*(?:个?单位|units?\b)")
MORE = re.compile(rf"\s*(?:{PERCENT})?\s*(?:more|fewer|less)\b", re.IGNORECASE)
BEHIND_COEFFICIENT = re.compile(r"\s*的(?:估计|回归|政策|处理|平均)*(?:系数|效应|影响|估计值?)(?![为是])")
SIGNED = re.compile(
    r"\b(?P<up>positive(?:ly)?)\b|\b(?P<down>negative(?:ly)?)\b|(?P<up_zh>为正|正向|正相关|显著正)|(?P<down_zh>为负|负向|负相关|显著负)",
    re.IGNORECASE,
)
NEVER = re.compile(  # but of a variant, as "Without controls (column 1) ..."
    r"\b(?:not|no|nor|neither|(?<!^)(?<!^ )without|hardly|n't)\b|不(?![加含]|控制)|未(?!加|控制)|没有|无(?!控制)",
    re.IGNORECASE,
)
RAISES = re.compile(
    r"(?:\b(?P<up>raises|increases|improves|promotes|enhances|boosts)|\b(?P<down>reduces|lowers|decreases|inhibits|suppresses|curbs)|(?P<up_zh>(?:提高|提升|增加|促进)了)|(?P<down_zh>(?:降低|减少|抑制)了))"
    r"(?!\s*(?:the\s+)?(?:estimate|coefficient|effect|size|magnitude|point|系数|估计|效应))",
    re.IGNORECASE,
)
TIMES = re.compile(
    r"\s*(?:times\b(?=\s+(?:as|that|those|the|its|more|larger|higher|smaller|of)\b)|-?fold\b|倍)", re.IGNORECASE
)
EACH = re.compile(
    r"\b(?:every|each|another|an? (?:additional|further|extra))\s*$|每(?:提高|提升|增加|上升|扩大|增长|下降|降低|减少|变动)\s*$",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:when|if|once)\b[^,;.]*$", re.IGNORECASE)
CAUSES = re.compile(
    rf"\s*(?:{PERCENT})?\s*(?:(?:percentage )?points?\s*)?(?:therefore|thus|hence|then)?\s*"
    r"(?:raises|increases|lowers|reduces|implies|leads to|translates|corresponds|is associated|would)\b",
    re.IGNORECASE,
)
COMPUTED = re.compile(  # "0.216 × 0.088", "0.024/(1 - 0.612)", "exp(0.05)"
    rf"[(（]?[-−–]?(?:{DIGITS})[)）]?\s*[×✕∗]\s*[(（]*[-−–]?\d*\.\d+[)）]?|\d*\.\d+[)）]?\s*[×✕∗]\s*[(（]*[-−–]?\d[\d.]*[)）]*"
    r"|\d*\.\d+\s*[÷/]\s*[(（]+\s*\d[\d.]*\s*[-−–+]\s*\d[\d.]*\s*[)）]+"
    r"|\b(?:e|exp)\s?(?:[(^{]+[-−–]?|[-−–])\d*\.\d+[)}]*"
)
LOG_POINTS = re.compile(r"\s*log[- ]points?|\s*个?对数点", re.IGNORECASE)
POINTS = re.compile(r"\s*(?:percentage[- ]points?|p\.?p\.?(?![A-Za-z])|个?百分点)", re.IGNORECASE)
PER_CENT = re.compile(PERCENT, re.IGNORECASE)
ANNUAL = re.compile(r"\b(?:a|per|each|every) year\b|per annum|annual|yearly|年均|每年|年平均", re.IGNORECASE)
OVER_TIME = re.compile(
    r"cumulative|in total|in all\b|overall growth|over the (?:sample |study )?(?:period|years)|since (?:19|20)\d\d|累计|期间|总体增长",
    re.IGNORECASE,
)
POLICY = re.compile(
    r"polic(?:y|ies)|pilot|treat|coefficient|estimate|effect|reform|\blaws?\b|\bzones?\b|政策|试点|系数|效应|影响|示范",
    re.IGNORECASE,
)
OF_MEAN = re.compile(
    rf"(?:{PERCENT})?\s*of\s+(?:the|its|an?|this|that)\s+(?:[\w'’-]+\s+){{0,3}}(?:mean|average|standard deviation)\b|(?:{PERCENT})\s*of\s+it\b",
    re.IGNORECASE,
)
MEAN_OF = re.compile(r"(?:均值|平均值|平均水平|标准差)(?:[（(][^（）()]*[）)])?的\s*约?\s*$")
RATIO = re.compile(r"\bratio\b|\brelative\b|\bover (?:a|the|its) (?:mean|average)|相比|相当|相对|之比", re.IGNORECASE)
SHARE_OF = re.compile(rf"(?:{PERCENT})?\s*of\s+(?!a\b|an\b|one\b)|的(?:城市|样本|观测|地区)", re.IGNORECASE)

WORDS = {
    word: value
    for value, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2
    )
}
WORDS |= (
    {"eighteen": 18, "twenty": 20}
    | {word: value for value, word in enumerate("三四五六七八九十", 3)}
    | {"两": 2, "二": 2}
)
ORDINALS = {
    word: str(at)
    for at, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
    )
}
ORDINALS |= {word: str(at) for at, word in enumerate("一二三四五六七八九十", 1)}

# Significance.
IN_WORDS = {"one": "1", "five": "5", "ten": "10", "一": "1", "五": "5", "十": "10"}
SPELLED = re.compile(r"(?P<en>one|five|ten)[\s-]per[\s-]?cent|百分之(?P<zh>[一五十])", re.IGNORECASE)
LEVEL = rf"(?:(?:{DIGITS})(?:{PERCENT})?|(?:one|five|ten)[\s-]per[\s-]?cent|百分之[一五十])"
LEVELS = rf"{LEVEL}(?:{AND}{LEVEL}){{0,5}}"
MOVED_LEVEL = re.compile(  # significance that is said to change, and the levels between which it does
    rf"显著(?:性|程度)(?:水平)?(?:[由从]{LEVEL})?的?(?:水平)?(?:提高|上升|下降|降低|减弱|增强|[升降])[到至为]?(?:{LEVEL})?"
    rf"|\bsignificance,?\s+from\s+(?:the\s+)?{LEVEL}[\w\s]{{0,20}}?\bto\s+(?:the\s+)?{LEVEL}",
    re.IGNORECASE,
)
BAR = r"(?:levels?|significance|confidence|probability|thresholds?|marks?|cut-?offs?|bars?|hurdles?|criteri(?:on|a)|standards?(?! (?:err|dev)))"
BAR_ZH = "(?:水平|门槛|阈值|界限|标准(?![误差化]))"
AT_LEVEL = re.compile(
    rf"(?:\b(?:at|on|by|with|below|within|under|(?:reach|pass|clear|meet|met|cross|attain|surpass)\w*))\s+(?:least\s+|the\s+|a\s+|both\s+|better than\s+|(?:conventional|usual|customary|standard|common|strict|stringent)\s+|\w+ing\s+)*(?P<en>{LEVELS})(?:\s*(?:statistical(?:ly)?|significance|confidence|of))*[\s-]*{BAR}\b"
    rf"|(?:(?:significant(?:ly)?|from (?:zero|0))\s+(?:\w+\s+){{0,3}}at|(?:significance|{BAR}|error probability)\s+(?:\w+\s+){{0,3}}(?:at|of))\s+(?:the\s+)?(?P<of>{LEVELS})"
    rf"|(?:在|于|过|以|达到?了?)?\s*(?P<zh>{LEVELS})\s*(?:的|以上|以下)*(?:显著性?|置信|统计)*(?:性)?{BAR_ZH}(?!\s*[为是达])"
    rf"|(?:significant|significance)\s*(?:[(（]\s*(?:at\s+)?(?:the\s+)?|,?\s+at\s+)(?P<beside>(?:{DIGITS}){PERCENT})(?=\s*(?:levels?\b|[)）.,;]|$))"
    rf"|(?:^|[，,；;：:（(在于且均都])\s*(?P<ahead>(?:{DIGITS}){PERCENT})[的上下]?(?=显著)"
    rf"|通过了?\s*(?P<test>{LEVELS})\s*的?(?:统计)?(?:显著性?|水平)*检验"
    rf"|(?:显著|置信)性?{BAR_ZH}?(?:[均都仅]?(?:为|是|达到?了?|在|[:：(（]))\s*(?P<behind>{LEVELS})(?![\d.%％]|\s*的?(?:置信|区间))",
    re.IGNORECASE,
)
USUAL_PERCENT = (0.1, 1, 5, 10)
OF_TEST = re.compile(rf"signific|显著|置信|confiden|\b{BAR}\b|{BAR_ZH}", re.IGNORECASE)
AMOUNTS = re.compile(  # words behind which a percentage is how much something is
    rf"(?<!{BAR_ZH})(?:\b(?<!probability )(?:by|of|to|about|around|nearly|over|is|are|equals|than|from)|[了约近达合出为是(（])\s*$|{UP_ZH}$|{DOWN_ZH}$",
    re.IGNORECASE,
)
P_BOUND = re.compile(
    rf"\bp(?:[- ]?values?|值)?\s*(?:is|are|of)?\s*(?:(?P<below>[<＜≤]|below|less than|smaller than|小于)|(?P<above>[>＞≥]|above|greater than|larger than|大于))\s*(?P<bound>{DIGITS})",
    re.IGNORECASE,
)
OF_ZERO = r"(?:different|differs?|distinguish\w+|discernible|told apart)\s+(?:\w+\s+)?from\s+(?:zero|0)\b"
INSIGNIFICANT = re.compile(
    rf"(?:\bnot|n't|\bnor|\bno|\bnever|neither)\s+(?:\w+\s+){{0,3}}?signific\w+(?:\s+{OF_ZERO})?|\b(?:in|non-?\s?)signific\w+"
    rf"|\bstatistically zero\b|\btoo imprecise\b(?:[\w\s]{{1,12}}?{OF_ZERO})?"
    r"|(?:loses?|lost|lacks?|miss\w*|without|fails? to \w+|failed to \w+)\s+(?:\w+\s+){0,3}?significance"
    rf"|\b(?:none|neither)\s+(?:[\w'’-]+\s+){{0,8}}?(?:signific\w+|{OF_ZERO})|(?:not|n't|nor)\s+(?:\w+\s+){{0,3}}?{OF_ZERO}|(?:indistin\w+|no different) from (?:zero|0)|(?:far from|short of)\s+(?:\w+\s+){{0,2}}?signific\w+|(?:cannot|not|fails? to|unable to) reject"
    r"|(?:不|未|没有|无|并未|均未|尚未)[^，。；]{0,8}(?:显著|异于[零0])|(?:不能|无法|未能)拒绝|显著性(?:不足|不强|较[弱低])|[与和]\s?[零0]\s?并?(?:无|没有)[^，。；]{0,6}[异别]|未能?通过[^，。；]{0,12}检验",
    re.IGNORECASE,
)
COUNT = "|".join(word for word in WORDS if word.isascii())
FORMER = re.compile(
    rf"\bformer(?:\s+(?P<en>{COUNT}))?\b|\bfirst\s+(?P<first>{COUNT})\b(?!\s+col)|前(?P<zh>[两二三四])?者|前(?P<han>[一两二三四])个",
    re.IGNORECASE,
)
LATTER = re.compile(
    rf"\blatter(?:\s+(?P<en>{COUNT}))?\b|\blast\s+(?P<first>{COUNT})\b(?!\s+col)|后(?P<zh>[两二三四])?者|(?:最后|后)(?P<han>[一两二三四])个",
    re.IGNORECASE,
)
SOME = re.compile(
    r"\b(?:of|among)\s+(?:which|these|them)\b|\bthe (?:others?|rest|remaining)\b|其中|其余|其他|中间[者一]|第[二三]个",
    re.IGNORECASE,
)
PARTLY = re.compile(
    r"[\s\w]{0,24}?\b(?:up to|until|except|apart from|only (?:in|for|at|from|above|below))\b", re.IGNORECASE
)
ALL_BEFORE = re.compile(
    r"(?:all|both|each|none|neither)\s+(?:of\s+(?:them|these|the\s+(?:two|three|four))\s+)?(?:(?:coefficients|estimates|effects)\s+)?"
    r"(?:are|is|were|was|remains?)\b|(?:they|these)(?:\s+(?:coefficients|estimates|effects))?\s+are\s+all\b"
    r"|(?:上述|以上|这些|[两二三]个?|[二两三]者的?)?(?:系数|估计值|结果)?[均都皆]",
    re.IGNORECASE,
)
ONE_BEFORE = re.compile(
    r"(?:it|th(?:is|at|e) (?:(?:point )?estimate|coefficient|effect|value))\s+"
    r"(?:is|was|proves?|shows?|pass\w*|reach\w*|attains?|lacks?|fails?|differs?|does|cannot|significant)\b"
    r"|(?:该|这一|此)?(?:系数|估计值?|效应)(?=[^，。；\d]{0,6}(?:[不未]|显著|通过|在))",
    re.IGNORECASE,
)
ALL_OF_THEM = re.compile(
    r"\b(?:both|all|are|were|they|these|each|remain|neither|nor|respectively)\b|[均都皆各也]|全部|分别|依次",
    re.IGNORECASE,
)
SIGNIFICANT = re.compile(
    rf"(?<!economically )\bsignificant(?:ly)?\b|\b(?:reach|attain|achieve|pass|gain)\w*\s+(?:the\s+)?(?:statistical\s+)?significance\b(?!\s+(?:level|of))|\b{OF_ZERO}|(?<!经济)(?<!经济上)显著(?!性?{BAR_ZH})|异于[零0]",
    re.IGNORECASE,
)
ABOUT_ESTIMATES = re.compile(
    r"coefficient|estimate|results?\b|\beffects?\b|\bimpacts?\b|系数|估计|效应|影响|回归结果", re.IGNORECASE
)
BREAK = re.compile(
    r"[;；](?!\s*(?:it|they|this|which|both|all|the (?:estimate|coefficient|effect)s?(?! (?:of|on|for)))\b)|\bwhile\b|\bwhereas\b|\bhowever\b|\balthough\b|而"
    r"|\bbut\b(?!\s+(?:(?:is|are|was|were|it|they|still|only|remains?|not|in|statistically|marginally)\s+)*(?:in)?signific)|但(?!是?[均都仍也并在]*不?显著)",
    re.IGNORECASE,
)

# Numbers beside each other, in brackets, in words.
COUNTS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in COUNTED]
COUNTS_BEFORE = [(kind, re.compile(before), re.compile(behind)) for kind, before, behind in COUNTED_BEFORE]
CUES_OF = {kind: pattern.pattern for kind, pattern in CUE}
WORD = re.compile(
    rf"\b(?:{'|'.join(word for word in WORDS if word.isascii())})\b|[{''.join(w for w in WORDS if not w.isascii())}](?=[个种批类座])",
    re.IGNORECASE,
)
CLAIMS = re.compile(r"\d|signific|显著|两|[二三四五六七八九十][个种批类]|" + "|".join(WORDS), re.IGNORECASE)
BEFORE_ERROR = re.compile(r"\s*[(（][^()（）]*")
BRACKET = re.compile(r"[()（）\[\]【】]")
NAMED_BEHIND = re.compile(r"\s*[(（](?:the )?([^()（）\d]{1,30})[)）]")
NAMED_BEFORE = re.compile(r"[(（]([^()（）\d]{1,30})[)）]\s*(?:of|is|was|are|equals|amounts to|stands at|[为是达])\s*$")
OF_WEIGHT = re.compile(r"\s*(?:of the (?:total |overall )?weights?\b|的权重)", re.IGNORECASE)
OPENING = re.compile(r"[(（\[](?=[^()（）\[\]]*$)")
LIST = re.compile(r"\s*(?:,\s*and|,|and|or|to|、|，|和|及|与|至|到|[-–—~～]|versus|vs\.?)\s*", re.IGNORECASE)
PAIRED = re.compile(r"\s*(?:,|，|;|to|and|至|到|和|与|[-–—~～])\s*", re.IGNORECASE)
BETWEEN_ENDS = re.compile(
    r"(?:between|range[sd]?(?:\s+\w+)?|ranging|from|从|介于|[处位]于|在|取值(?:区间|范围)[为是在]?)\s*[\[(（]?\s*$",
    re.IGNORECASE,
)
EXPLAINED = re.compile(rf"[(（](?:the )?[^()（）]*(?:{CUES_OF['r2']})\s*[)）]", re.IGNORECASE)
SINCE_EVENT = re.compile(r"\bevent\b|\brelative\b|\bwindow|\bperiods?\b|相对|事件|窗口|期数", re.IGNORECASE)
RANGES = re.compile(
    r"\bbetween\b|\brang(?:e|es|ed|ing)\b|\bvar(?:y|ies|ied|ying)\b|\bvalues\b|\bextends?\b|介于|之间|范围|取值|不等",
    re.IGNORECASE,
)
OF_SAMPLE = re.compile(
    r"\b(?:sample|panel|data|dataset|study period|this paper|we find)\b|样本|面板|数据|本文", re.IGNORECASE
)
COMPARED = re.compile(
    r"(?:exceed\w*|above|below|over|under|beyond|(?:greater|less|larger|smaller|more|fewer|higher|lower) than|at least|at most|大于|小于|超过|高于|低于|不足|至少)"
    r"(?:\s+(?:the|usual|common|conventional|rule of thumb|rule-of-thumb|critical|threshold|value|bound|of|通常的?|经验值?|临界值))*\s*$",
    re.IGNORECASE,
)
FORMULA = re.compile(r"=.*[A-Za-z]_\{?(?:i|it|ij|jt|t)\b|[A-Za-z]_\{?(?:i|it|ij|jt|t)\}?\s*(?:[=|²]|\^)")
COUNT_OF = re.compile(
    r"(?:number of [\w -]+?|\bcount|数目?|数量|个数)\s*(?:is|are|was|of|[为是达=:：])?\s*$", re.IGNORECASE
)
TO_TIME = re.compile(r"\s*(?:to|through|至|到|[~～–—-])\s*\+?\d{1,2}(?!\d|\.\d)")
EQUALS = re.compile(r"(?:\bis|\bare|\bof|\bequals?|[=＝为是])\s*$", re.IGNORECASE)
IT_IS = re.compile(  # what the sentence before was about
    r"\bwe (?:find|obtain|get|estimate) a value of\s*$|\bthe (?:actual|true|observed|real) (?:one|value) is\s*$|\bit\s+(?:is|was|equals|becomes|became|remains|remained|falls to|fell to|rises to|rose to|drops to|amounts to)\s*$"
    r"|(?:其值?|它|该系数|该值|系数)(?:为|是|变为|降至|降为|升至|增至|等于)\s*$",
    re.IGNORECASE,
)
TREATS = re.compile(
    r"(?:polic\w*|treatment|zones?|pilots?|program\w*|laws?|reform|政策|试点)(?:(?!panel|sample|data|stud[iy]|estimat|regress)[^.。,，]){0,40}(?:reach\w*|cover\w*|treat\w*|affect\w*|(?:roll|extend|expand|spread|launch|introduc|implement|establish|set|came|come)\w* (?:(?:out|up) )?(?:to|in)|覆盖|涉及|包括)\D{0,6}$"
    r"|(?:\b(?:treatment|treated) (?:group|units?|cities)|处理组|实验组|试点组)[^.。,，;；\d]{0,20}$"
    r"|(?:政策|试点|示范区|试验区)(?:(?!样本|数据)[^。；]){0,24}(?:涉及|覆盖|惠及|批复|批准)\D{0,4}$"
    r"|\b(?:approv|designat|establish|launch)\w*\s[^.;,\d]{0,60}\bin\s+$"
    r"|\b(?:batches|waves|cohorts|rounds|stages)\b[^.;\d]{0,40}\b(?:cover|reach|inclu|compris|affect|extend|spread)\w*\s+(?:(?:out )?to\s+)?$"
    r"|(?:批次?|轮)(?:(?!样本|数据)[^。；\d]){0,12}(?:涉及|覆盖|惠及|包括|纳入)\D{0,4}$",
    re.IGNORECASE,
)
UNITS_AHEAD = re.compile(rf"{UNITS_ZH}[（(]?(?:共计?|总[数计]为?|为|有|达)?\s*$")
PIECES = re.compile(r"\s*[个座家]\s*(?=[，。；、,;）)]|$)")
OF_TREATED = re.compile("处理组|实验组|试点|政策|示范")
OF_WHOLE = re.compile(r"\bof\s+(?:the|our|these)\s+$|\d\s+of\s+$", re.IGNORECASE)
LEFT_OUT = re.compile(r"drop|exclud|remov|omit|deleted?|剔除|删除", re.IGNORECASE)
LASTED = re.compile(
    rf"(?:共?计|共|跨度|维度|长度|跨越|时长|历时|历经|前后|为期|连续|长达|涵盖|覆盖|{UNITS_ZH}、?|{SPAN.pattern}年?[间期]?[（(])[为是达了]?\s*$"
)
N_AND_T = re.compile(
    r"(?<![A-Za-z])N\s*[=＝]\s*(?P<units>\d[\d,]*)(?=[^=＝\d]{0,20}?(?<![A-Za-z])T\s*[=＝]\s*(?P<years>\d+))"
)
DURATION = re.compile(r"\s*年(?![前后末初以之内来第度龄均])")
OF_OTHERS = re.compile(
    r"literature|et al|previous|\bstudies|\([12]\d{3}[a-z]?[),]|文献|学者|[（(][12]\d{3}[)）]|等(?:对|的)[^，。]{0,20}研究",
    re.IGNORECASE,
)
METHOD = re.compile(
    r"\bfollow|\bas in\b|based on|estimator|approach|method|procedure|\btest\b|decompos|\bwe (?:use|study|cover)\b|\bour (?:sample|panel|data)"
    r"|借鉴|参考|参照|方法|做法|提出|构建|分解|(?:本文|本研究)(?:以|基于|利用|选取|采用|运用|使用|构建|收集)"
    r"|\b(?:this|our|present) (?:study|paper|article) (?:makes? use|us|draw|rel[iy]|exploit|employ|collect|compil|cover|follow)",
    re.IGNORECASE,
)
ADOPTS = r"\b(?:gain|adopt|introduc|join|receive|receiving|open|enact|implement|approv|upgrad|designat|reform|pass|(?:were|was|first)\s+treat)\w*"
ADOPTED = re.compile(
    rf"{ADOPTS}(?:\s+\w+){{0,9}}?\s+(?:between|from|in|over|during)\s*$|(?:入选|获批|设立|升级|推出|实施|启动|先后|分批)\w{{0,4}}$",
    re.IGNORECASE,
)
ADOPTED_BEHIND = re.compile(
    r"\s*年?(?:间|期间)?\s*[,，]?[^.,;。，；]{0,40}?(?:\b(?:adopt|introduc|join|enact|implement|approv|designat|pass)ed\b|(?:入选|获批|批复|设立|通过|立法|出台|修订)\S)",
    re.IGNORECASE,
)
FROM_THEN = re.compile(r"\b(?:after|within|every|next|first|last|past|another|than)\s*$", re.IGNORECASE)
FROM = re.compile(r"\bfrom\s*$|[由从]\s*$", re.IGNORECASE)
TO = re.compile(r"[\s\w()（）.]{0,12}?(?:\bto\b|[降升增减至到])", re.IGNORECASE)
AND_THEN = re.compile(r"\d\S*\s[^,;]*\b(?:and|but)\s+$", re.IGNORECASE)
OF_THAT = re.compile(  # the coefficient of what the sentence before said
    r"(?:the|its)\s+(?:corresponding|relevant|respective|associated|underlying)\s+(?:\w+\s+)?(?:coefficient|estimate|effect)\b"
    r"|(?:其)?(?:对应|相应|与此对应)的?(?:估计|回归)?系数",
    re.IGNORECASE,
)
OWN_PLACE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:in|for|among|within)\s+(?:the\s+)?(?!col|tab|model|spec|same|sample|full|total|all\b|first|\d)[a-z]",
    re.IGNORECASE,
)
TO_END = re.compile(r"\d\s*(?:to|至|到|and|和|[-–—])\s*[-−+]?$")
RELATIVE = re.compile(
    r"relative to|compared (?:with|to)|of the (?:sample )?mean|sample mean|相对于|相当于|样本均值", re.IGNORECASE
)
IS_MEAN = re.compile(r"\b(?:mean|average)\s+of\s*$|均值[(（为是]?\s*$", re.IGNORECASE)
AVERAGE = re.compile(r"\b(?:on )?average\b|\bmean\b|平均(?!处理|增)|均值", re.IGNORECASE)
ON_AVERAGE = re.compile(rf"\s*(?:{PERCENT})?\s*(?:on average|in the mean)\b", re.IGNORECASE)
IN_PERCENT = re.compile(r"\w+ (?:in|as) (?:per\s?cent|a percentage|percentages?|%)(?: terms)?,", re.IGNORECASE)
WHICH = re.compile(
    r"\b(?:direct|indirect|total|spillover)(?=\s+(?:effect|impact)|\s*(?:is|of)?\s*$)|(?:直接|间接|总|溢出)(?=效应)",
    re.IGNORECASE,
)
IT = re.compile(r"\b(?:it|they|its|this)\b|^\s*其", re.IGNORECASE)
VERB = re.compile(
    rf"\b(?:significantly\s+)?(?:{UP}|{DOWN})\b|{UP_ZH}|{DOWN_ZH}|使"
    r"|\b(?:reports?|changes?|enters?|carries|attracts|exerts|moves|affects|has an? (?:\w+ )?(?:coefficient|effect))\b",
    re.IGNORECASE,
)
RISE_OF = re.compile(
    r"(?:\bone|\ban?|\bunit|\bdeviation|%)[\w\s-]{0,30}?(?:increase|rise|change|improvement)\s+in\s+(?:the\s+)?(?P<term>[\w ()×-]+?)(?=\s+(?:is|are|was|leads?|by|to|corresponds?|changes?|raises?|reduces?|increases?|decreases?|lowers?)\b|,)",
    re.IGNORECASE,
)
WITH = re.compile(r"\s*(?:%|％|percent)?\s*with\s+(?:the\s+)?(?P<term>[A-Z][\w ()×-]*?)(?=[,;.]|$)")
SECOND = re.compile(
    r"[\d*)]\s*,?\s*(?:and|whereas|while)\s+(?:that (?:of|on|for)\s+)?(?P<term>[A-Za-z][\w ×()-]*?)\s+(?:is|=)\s*$"
)
CONTRAST = re.compile(r"[;；]|\b(?:while|whereas|but)\b|而|但")
LEAD_IN = re.compile(
    r"\b(?:In|From|According to|Based on|As|By|\w+ing (?:at|to|by|from))\s[^,，]{0,60}?(?:Table|column|model|panel)[^,，]*,\s*|[由据从][^，]{0,12}[表列][^，]*，|.*(?:显示|表明|可知)，|^.*\b(?:shows?|suggests?|indicates?|implies|find|that)\s+(?:that\s+)?",
    re.IGNORECASE,
)
EFFECTS = re.compile(r"\b(?:direct|indirect|total(?! weight| of \d))\b|(?:直接|间接|总)(?=效应)", re.IGNORECASE)
CAUSE = re.compile(  # what changes first: "a one-unit increase in X", 每增加一个单位
    rf"(?:\b(?:one|an?|each|every|per)\b|\d%)[\w\s-]{{0,30}}?(?:{UP}|{DOWN})\s+in\b|每{UP_ZH}\S{{0,4}}单位",
    re.IGNORECASE,
)
ONE_PERCENT = re.compile(
    r"(?<!\bwith )(?<!\bimplies )(?<!\bimply )(?<!\bto )(?<!\bby )(?<!\bmeans )(?<!\byields )\b(?:an?|one|each|every|per|if \w+ (?:rises|increases) by)\s*$|每\s*$",
    re.IGNORECASE,
)
RISE_IN = re.compile(
    rf"\s*(?:{PER_CENT.pattern})?\s*(?:increase|rise|decrease|change|reduction|growth)\s+in\b", re.IGNORECASE
)
NEXT = re.compile(r"[;；。]|\bwhile\b|\bwhereas\b|\bbut\b|而|但|[-−]?\d*\.\d+")
DECIMAL_UNIT = re.compile(
    r"\s*(?:km|m2|m²|square|ha|hectares?|yuan|RMB|million|billion|trillion|tons?|公里|平方|亿|万|元|吨|公顷)",
    re.IGNORECASE,
)
