"""Numbers that a sentence takes from another paper: they are no results of its own."""

import re

from manuscript.statements import Statement

NAME = r"(?:[A-Z][\w'’-]+|[\u4e00-\u9fff]{1,4}等?)"
DATE = r"(?:19|20)\d\d[a-z]?"
REPORTS = re.compile(
    rf"{NAME}(?:\s+et al\.?)?\s*[(（]{DATE}[)）][^.,;，。；]{{0,20}}?"
    r"(?:\b(?:find|found|report|estimate|show|obtain|document|conclude)|发现|指出|认为|测算|得到|表明)"
)
CITED = re.compile(rf"[^,.;，。；(（]{{0,20}}[(（](?:see |e\.g\.,? )?{NAME}[^()（）\d]{{0,40}}[,，]\s*{DATE}\s*[)）]")


def of_others(statement: Statement, text: str) -> bool:
    """Whether another paper reports a number, as in "Li et al. (2019) find an elasticity of 0.23", or is cited for it
    behind it; `text` is the block of the statement."""
    before = text[max(text.find(statement.sentence), 0) : statement.number.start]
    behind = text[statement.number.end :]
    return bool(REPORTS.search(before) or CITED.match(behind))
