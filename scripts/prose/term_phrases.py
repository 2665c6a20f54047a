"""How sentences name what a number is of: patterns of English and Chinese."""

import re

NOUN = r"(?:coefficients?|estimates?|estimated \w+|effects?|impacts?|means?|averages?|average values?|standard deviations?|standard errors?|elasticit\w+|share|value|interactions?|that|those)"
STOP = (
    r"(?:is|are|was|were|be|being|has|have|had|in|at|equals?|rose|rises?|fell|falls?|fall|remains?|becomes?|turns?|drops?|with|under|from|reach\w*|to(?=\s+[-−\d])|"
    r"corresponds?|amounts?|averages?|comes?|lies|ranges?|shows?|implies|on|as|stands?|changes?|decreases?|increases?|and (?:is|are|significant|insignificant|positive|negative)|that|which|not|significant\w*)"
)
SYMBOL = (  # of a name, as "(UR)" or "(ρ(SMALL, LARGE))"
    r"\s*[(（](?!\s*[-−–]?\.?\d|[^()（）]*\d\.\d|see\b|Tab|col)(?:[^()（）]|[(（][^()（）]*[)）])*[)）]"
)
IN_BRACKETS = r"\s*[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]"  # after a name its symbol, as "(ρ(SMALL, LARGE))"
OF = re.compile(
    rf"\b{NOUN}\s+(?:\w+\s+)?(?:of|on|for|attached to|associated with)\s+(?:the\s+)?(?P<term>(?![-−\d.])(?:[^,;:=(（]|,(?=\s+(?-i:[A-Z])\w))+?(?:{SYMBOL}|(?=\s+{STOP}\b|\s*[;:=(（]|\s*,(?!\s+(?-i:[A-Z])\w)|\s*$)))",
    re.IGNORECASE,
)
MANY = re.compile(
    rf"\b{NOUN}\s+(?:of|on|for)\s+(?:the\s+)?(?P<term>[^;:=]+?)(?=\s+(?:is|are|was|were|equals?|amount|take|have|in)\b|\s*[:=])",
    re.IGNORECASE,
)
OF_CHINESE = re.compile(
    rf"(?P<term>(?:[^，。；,;：:（）()]|{IN_BRACKETS}){{1,30}}?)(?:的)?(?:回归|估计|影响|作用|样本)*(?:系数|估计值|效应|均值|平均值|最[大小]值|标准差|标准误)"
)
FOR = re.compile(
    rf"\s*[*]*\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:(?:is|was|as)\s+)?(?:the|an?)\s+(?:\w+\s+)?(?:coefficient|estimate|effect)\s+)?"
    rf"(?:(?<=[ts]\s)of|for|on(?!\s+average))\s+(?:the\s+)?(?P<term>[^\W\d_][\w.'’× -]*?(?:{IN_BRACKETS})?)(?=[,;.)]|\s+(?:and|in|is|while|at|under|which|that)\b|$)"
)
CLAUSE = re.compile(r"[;；。，]|[:：](?!\S)|,(?!\d|\s+(?-i:[A-Z])\w)|\b(?:while|whereas|but|however)\b", re.IGNORECASE)
PLACES = re.compile(
    r"(?:Tables?|Columns?|cols?\.|Figures?|Models?|Panel)\s*[(（]?[\dA-Z]+[)）]?(?:\s*(?:,|and|to|[-–])\s*[(（]?\d+(?!\.?\d)[)）]?)*|附?[表图]\s*\d+|模型\s*[(（]\d+[)）]|第?\s?[(（]?\d+[)）]?\s?(?:[至到和、-]\s?[(（]?\d+[)）]?)*列|列\s?[(（]\d+[)）](?:[至到和、-]\s?[(（]\d+[)）])*",
    re.IGNORECASE,
)
IDLE = frozenset(
    """
    drops drop falls fall standard error errors deviation statistic interval larger smaller higher lower greater
    the a an of on for in at by with to from and or that which this these those its their our is are was were be
    been being it we as than about around approximately roughly nearly significantly significant positive
    positively negative negatively statistically estimate estimates estimated coefficient coefficients effect
    effects impact also column columns table tables shows show find result results report reports respectively
    level only both all has have had equals value values however thus hence moreover suggests indicates indicating
    suggesting not but under over there uses use used obtain lies lie between amounts falls rises fall rise from
    see here raises raise raised increases increase increased reduces reduce reduced lowers lower improves improve
    improved percent mean means average averages averaging minimum maximum range ranges ranging varies vary sd st std dev
    gives give presents present provides provide lists descriptive summary statistics
    smallest largest lowest highest according namely central stands
    """.split()
)
IDLE_CHINESE = re.compile(
    r"平?均值|最[大小高低]值?|标准差|取值|[处位]于|之间|^[至到和]$|结果|显示|表明|相对于|样本均值|样本|平均|可以看出|可见|回归|估计|系数|均|都|为|是|显著|在|使得?|能够|由|从|了|提高|降低|提升|增加|减少|约|分别|第|列|表|的$|^的|，|的(?=为|是)"
)
NOTHING = ("平", "回归", "估计", "基准回归", "it", "them", "interest")
FEW = 8  # words nearest to a number that may name what it is of
NAME = re.compile(r"[A-Za-z][\w'’×:-]*|×|[\u4e00-\u9fff]+")
