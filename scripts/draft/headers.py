"""What a header says: the variable, its unit of measurement, and whether it is of the whole city or its districts."""

import re
from dataclasses import dataclass
from keyword import iskeyword
from unicodedata import normalize

from core.errors import StudyError
from draft.words import SCOPES, UNITS, VARIABLES
from panel.layouts import fold
from panel.units import factor

BRACKETS = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")
PARTED = re.compile(r"^(.*\S)(?:\s*[,;:、/]\s*|[\s_]+)(\S.*)$")
STATED = re.compile(r"^(?:计量)?单位\s*[:：]?\s*|^units?\s*[:：]\s*", re.IGNORECASE)
MEASURE = re.compile(
    r"[十百千万亿萬億兆]*(?:[美欧歐日港]?元|公?[吨噸]|吨标准煤|人次?|平方米|平方公里|平方千米|公[顷頃]|[亩畝]|米|公里|千米|千瓦|千瓦时|度|立方米"
    r"|标?台|辆|册|张|床|所|座|户|件|个|项|家|次|倍|[毫微]克)(?:/[\u4e00-\u9fffA-Za-z0-9]{1,8})?"
    r"|[%‰]|.{1,8}=\s?100|[mµμ]g/m3|per [0-9,]+(?: \w+)?|[\w ]+ per \w+"
)
SIMPLE = re.compile(r"[\w %‰]+")  # texts that may be looked up among the definitions of units
RATIOS = re.compile(r"[%‰]|per|=\s?100|/|人均|率|指数|比重|占|平均|index|rate|ratio|share|percent|density|密度")
RESERVED = ("unit", "year", "score", "null", "true", "false")  # names of the workflow, and words of YAML


@dataclass(frozen=True)
class Header:
    """`stem` without unit and scope, folded; `unit` and `scope` as stated, empty if not; `name` of the variable,
    empty if neither an English header nor the dictionary gives one."""

    stem: str
    unit: str
    scope: str
    name: str

    @property
    def ratio(self) -> bool:
        """Whether values are ratios, indices or values per head, which do not add up."""
        return bool(RATIOS.search(self.unit) or RATIOS.search(self.stem.lower()))


def read_header(text: str, units: str) -> Header:
    """What a header says; `units` is the path of the definitions of units of measurement."""
    rest, unit, scopes = normalize("NFKC", text).strip(" \t\r\n\ufeff_-"), "", []
    while match := BRACKETS.match(rest):
        inside = match[2].strip()
        if not unit and (found := measure(inside, units)):
            unit = found
        elif inside in SCOPES:
            scopes.append(inside)
        else:
            break
        rest = match[1].strip()
    if not unit and (match := PARTED.match(rest)) and not match[2].isascii() and (found := measure(match[2], units)):
        rest, unit = match[1].strip(), found
    if not unit and (match := re.match(r"^(.*\S)\s*[,;:/]\s*(\S.*)$", rest)) and (found := measure(match[2], units)):
        rest, unit = match[1], found
    for scope in SCOPES:
        if scope in rest and rest != scope:
            scopes.append(scope)
            rest = rest.replace(scope, "").strip(" _-:,")
    stem = fold(rest)
    if latin := _in_ascii(rest):
        slug, spelt = _without_unit(_slug(latin))
        name, unit = slug, unit or spelt
    else:
        name = VARIABLES.get(stem) or VARIABLES.get(re.sub(r"^(年末|全年|当年|本年)|(数|总量)$", "", stem), "")
    scope = scopes[0] if scopes else ""
    return Header(stem, unit, scope, _allowed(name + SCOPES.get(scope, "")) if name else "")


def measure(text: str, units: str) -> str:
    """The unit of measurement that `text` is, or nothing: a unit of the definitions, or one by its form."""
    text = STATED.sub("", normalize("NFKC", text).strip()).strip()
    if BRACKETS.fullmatch(text) and not BRACKETS.match(text)[1]:
        text = BRACKETS.match(text)[2].strip()
    if not text or text.isdigit():
        return ""
    for form in (text, text.replace(" ", "_")):
        if SIMPLE.fullmatch(form) and is_unit(form, units):
            return form
    return text if MEASURE.fullmatch(text) else ""


def is_unit(text: str, units: str) -> bool:
    """Whether the definitions have a unit of this name."""
    try:
        factor(text, text, units)
    except StudyError:
        return False
    return True


def _without_unit(slug: str) -> tuple[str, str]:
    """Slug and unit of an English header whose last words are a unit, as `so2_10kt` and `users_per_100`."""
    if match := re.fullmatch(r"(\w+?)_per_(10+)", slug):
        return match[1], f"per {int(match[2]):,d}"
    words = slug.split("_")
    for length in (3, 2, 1):
        tail = "_".join(words[-length:])
        if len(words) > length and tail in UNITS:
            return "_".join(words[:-length]), UNITS[tail]
    if len(words) > 3 and words[-2] == "per" and words[-3] in UNITS:
        return "_".join([*words[:-3], *words[-2:]]), UNITS[words[-3]]
    return slug, ""


def _in_ascii(text: str) -> str:
    """`text` without accents if it is written in Latin letters, else nothing."""
    plain = normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    letters, kept = (sum(mark.isalnum() for mark in form) for form in (text, plain))
    return plain if kept and kept >= 0.7 * letters else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _allowed(name: str) -> str:
    """`name`, changed where names of variables may not be so."""
    if name[0].isdigit():
        name = f"x_{name}"
    return f"{name}_value" if iskeyword(name) or name in RESERVED else name
