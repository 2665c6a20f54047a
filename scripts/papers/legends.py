"""Which paragraphs are captions of tables and figures, notes beneath them, or begin an abstract."""

import re
from dataclasses import dataclass

ARABIC = r"[A-Z]{0,2}[.\-–]?\s?\d{1,3}(?:[.\-–]\d{1,3})*[a-z]?(?![A-Za-z0-9_%])"
ROMAN = r"(?:[IVXL]{1,6}|[一二三四五六七八九十]{1,3})(?!\w)"
NUMBER = rf"(?P<number>{ARABIC}|{ROMAN})(?P<rest>.*)"
TABLE = re.compile(
    r"(?P<word>(?:(?:(?:online|web|internet)\s)?appendix\s|supplementa(?:ry|l)\s|extended\sdata\s|supporting\s)?"
    rf"(?:table|tab\.)|附?表|续表)\s*{NUMBER}",
    re.IGNORECASE | re.DOTALL,
)
FIGURE = re.compile(
    rf"(?P<word>(?:appendix\s|supplementa(?:ry|l)\s)?(?:figure|fig\.)|附?图)\s*{NUMBER}", re.IGNORECASE | re.DOTALL
)
VERBS = (
    r"(?:shows?|reports?|presents?|displays?|lists?|gives?|contains?|provides?|summari[sz]es?|describes?|compares?|suggests?"
    r"|indicates?|reveals?|repeats?|plots?|is|are|was|were|has|have|does|do|we|can|uses?|adds?|includes?|confirms?)"
)
SAYS = re.compile(  # what follows "Table 3" in prose
    rf"\W*(?:\([^)]*\)\s*)?(?:and|or|to|also|further|(?:about )?here|in|of|for|with|column|{VERBS})(?![A-Za-z])"
    r"|\W*(?:第|列|报告|列示|列出|展示|显示|给出|汇报|呈现|表明|说明|可(?!持续|视化)|结果[显表]|的|中(?![介国西部央小等心])|是|为|和|与|至|、)",
    re.IGNORECASE,
)
DOES = re.compile(r"\s+[a-z]+[^\Ws]s\s+(?:the|an?|that|how|whether|our|this|these|which|two|both)\b")
CONTINUED = r"(?i:\s*[(（]?(?:continued|cont\.|cont\b|续)[)）]?)"
CONTINUED_TITLE = re.compile(rf"^{CONTINUED}(?!\w)|(?i:\s*[(（](?:continued|cont\.?|续)[)）]|[\s,]+continued$)")
LONGEST = 300  # characters of a caption
NOTE = re.compile(
    r"\W{0,3}(?:(?:table )?notes?\b(?!\s+(?:that|how|also|in|the))|(?:data )?sources?\s*[:：.]"
    r"|[附备表]?注(?![意重册入资明])|说明[:：]|资料来源|数据来源|来源[:：]"
    r"|(?:robust|clustered|cluster[- ]robust|heteroske?dasticity|conley|bootstrap(?:ped)?|driscoll)\b[^.]{0,60}"
    r"(?:standard|errors|s\.e\.)|standard[- ]errors|(?:[tz][- ]?(?:statistic|value|stat)|p[- ]?value)s?\b"
    r"|(?:absolute|robust)\s[tz][- ]|(?:the )?(?:stars|asterisks)\s(?:denote|indicate|mark)"
    r"|(?:(?:round|square|curly)\s)?(?:parenthes[ei]s|brackets)\s(?:hold|contain|show|report|give|enclose|are|indicate)"
    r"|\d\d\s?% confidence|confidence intervals|signif(?:icance)?\b|statistical significance"
    r"|[大中小圆方花]?括[号弧]|[(（]\s?[)）]内|[\[［]\s?[\]］]内|(?:稳健|聚类)*标准误|[tz]\s?值"
    r"|[*†+∗⋆a-c]{1,4}\s*(?:[,;:=和、\d]|significant|denote|indicate|表示|分别|p\s?[<≤=]|p-?value))",
    re.IGNORECASE,
)
LEGEND = re.compile(
    r"\*\s*(?:p|P|\d|表示|、|,|[:=]\s?(?:p|P|[\d.])|denote|indicate|signific)"
    r"|\b(?:in|within) (?:(?:round|square|curly) )?(?:parenthes[ei]s|brackets)|括号[内中里]"
    r"|(?:表示|代表|星号)[^。]{0,25}显著性?水平"
)
LONGEST_LEGEND = 400  # characters of a paragraph that is a note by what it holds, not by how it begins
ABSTRACT = re.compile(
    r"[\[【]?\s*(?:abstract|summary|摘\s*要|内容提要|内容摘要)\s*[\]】]?\s*(?P<mark>[:：.—–-]*)\s*", re.IGNORECASE
)
REFERENCES = re.compile(
    r"\W*(?:[\dIVX.]+\s+)?(?:references?|bibliography|literature(?: cited)?|works cited|主?要?参考文献|引用文献)\W*",
    re.IGNORECASE,
)
KEYWORDS = re.compile(r"[\[【]?\s*(?:key\s?words?|jel|关键词|关键字|中图分类号)", re.IGNORECASE)


@dataclass(frozen=True)
class Caption:
    """place : ``Table 3`` or ``表3``, as the manuscript prints it; text : what stands behind"""

    place: str
    text: str


def caption_of(text: str, of: re.Pattern = TABLE, styled: bool = False) -> Caption | None:
    """A paragraph as the caption of a table (or figure); None if it is prose that begins with one.

    styled : that it is set as captions are, in their style or bold
    """
    found = of.match(text.strip())
    if not found or len(text) > LONGEST * (3 if of is FIGURE else 1):
        return None
    rest = found["rest"]
    separated = re.match(rf"{CONTINUED}?\s*[.:：|—–-]", rest)
    if not styled and not separated and _is_prose(rest):
        return None
    word, number = found["word"].strip(), re.sub(r"\s", "", found["number"])
    word, rest = word.removeprefix("续"), CONTINUED_TITLE.sub("", rest)
    place = f"{word}{number}" if re.search("[表图]", word) else f"{word[0].upper()}{word[1:]} {number}"
    return Caption(_cased(place), re.sub(r"^[\s.:：|—–-]+", "", rest).strip())


def _is_prose(rest: str) -> bool:
    """Whether what stands behind the number of a table goes on as a sentence does."""
    begins = SAYS.match(rest) or DOES.match(rest)
    return bool(begins or "。" in rest or (rest.endswith(".") and re.search(rf"(?i)\b{VERBS}\b", rest)))


def _cased(place: str) -> str:
    word, _, number = place.rpartition(" ")
    return f"{word.capitalize()} {number}" if word.isupper() else place


def is_note(text: str) -> bool:
    """Whether a paragraph beneath a table is a note: by how it begins, or a short one by what it holds."""
    return bool(NOTE.match(text)) or (len(text) <= LONGEST_LEGEND and bool(LEGEND.search(text)))


def after_abstract(text: str) -> str | None:
    """What stands behind ``Abstract:``, nothing if the paragraph is that alone; None if it is another paragraph."""
    found = ABSTRACT.match(text)
    if not found or (found.end() < len(text) and not found["mark"] and not re.match(r"[\[【]", text)):
        return None
    return text[found.end() :]


def begins_references(text: str) -> bool:
    """Whether a heading is that of a bibliography."""
    return bool(REFERENCES.fullmatch(text))


def ends_abstract(text: str) -> bool:
    return bool(KEYWORDS.match(text))
