"""Numbers and names as readers see them."""

import math
import re
import unicodedata

VISIBLE = 0.00005  # below, four decimals print zero
STARS = ((0.01, "***"), (0.05, "**"), (0.1, "*"))
STAR_NOTE = f"{', '.join(f'{mark} p < {bound:g}' for bound, mark in STARS)}."
SIMULATED = "simulated data"
INDICATORS = ("inputs", "desirable", "undesirable")  # keys whose values are names of variables
EVENT_TIME = re.compile(r"(.+)::(-?\d+)")  # `policy::k`, k years since the policy began
COHORT = re.compile(r"([A-Za-z_]\w*)\.(\d{4})")  # `policy.2019`, the cohort of that year
SHIFTED = re.compile(r"(l|lag|f|lead)\((\w+)(?:, ?(\d+))?\)")  # a variable years before or after
EFFECT_AND_SLOPE = re.compile(r"(.+)\[(.+)\]")  # `unit[year]`
EFFECT_OF = re.compile("(direct|indirect|total):(.+)")  # `direct:policy::k`, of a spatial event study
BETWEEN = re.compile(r"rho\.(\w+)\.(\w+)")  # `rho.large.small`, the lag from large to small units
COLON = re.compile("(?<!:):(?!:)")  # between the factors of a product
CODE = re.compile("`([^`]+)`")  # what a message quotes from a file; splitting gives text and code in turns


def estimate(value: float | None, decimals: int = 4) -> str:
    """``-0.0812``, ``1,234.5000``; nothing for a missing value, and no negative zero."""
    if value is None or not math.isfinite(value):
        return ""
    return f"{round(float(value), decimals) + 0.0:,.{decimals}f}"


def scaled(value: float | None, std_error: float | None) -> str:
    """`estimate`, but ``1.23e-05`` for what it would print as zero although the standard error is as small."""
    if value and std_error and abs(value) < VISIBLE and std_error < VISIBLE:
        return f"{value:.2e}"
    return estimate(value)


def count(value: float | None) -> str:
    """``12,345``; nothing for a missing value."""
    return "" if value is None or not math.isfinite(value) else f"{round(value):,d}"


def probability(value: float | None) -> str:
    """Three decimals, and ``<0.001`` for what would print as zero."""
    if value is None or not math.isfinite(value):
        return ""
    return "<0.001" if value < 0.0005 else f"{value:.3f}"


def stars(p_value: float | None) -> str:
    """Stars of a p-value, as `STAR_NOTE` defines them: the bound itself earns none."""
    if p_value is None or not math.isfinite(p_value):
        return ""
    return next((mark for bound, mark in STARS if p_value < bound), "")


def bracketed(value: float | None) -> str:
    """A standard error in parentheses; nothing where there is none."""
    text = scaled(value, value)
    return f"({text})" if text else ""


def squared(value: float | None) -> str:
    """A p-value in square brackets; nothing where there is none."""
    text = probability(value)
    return f"[{text}]" if text else ""


def interval(low: float | None, high: float | None) -> str:
    """``[-0.0337, 0.1725]``; nothing where an end is missing."""
    ends = estimate(low), estimate(high)
    return f"[{', '.join(ends)}]" if all(ends) else ""


def words(name: str, labels: dict[str, str]) -> str:
    """What readers see for the variable `name`."""
    return labels.get(name, name)


def term_words(term: str, labels: dict[str, str], end: str = "") -> str:
    """``Law, year −5 or earlier`` of ``law::-5``, ``Law × Size`` of ``law:size``, ``W Law`` of ``W:law``,
    ``Law, cohort 2019`` of ``law.2019``, ``Size, 2 years before`` of ``l(size, 2)``, ``rho, Large to Small`` of
    ``rho.large.small``.

    `end` is what follows the year of an event time that pools the years beyond it.
    """
    if term in labels:
        return labels[term]
    if term.startswith("W:"):
        return f"W {term_words(term.removeprefix('W:'), labels, end)}"
    if effect := EFFECT_OF.fullmatch(term):
        return f"{effect[1].capitalize()} effect of {term_words(effect[2], labels, end)}"
    if event := EVENT_TIME.fullmatch(term):
        return f"{words(event[1], labels)}, year {event[2].replace('-', '−')}{end}"
    if cohort := COHORT.fullmatch(term):
        return f"{words(cohort[1], labels)}, cohort {cohort[2]}"
    if between := BETWEEN.fullmatch(term):
        return f"rho, {words(between[1], labels)} to {words(between[2], labels)}"
    return " × ".join(_factor_words(factor, labels) for factor in COLON.split(term))


def _factor_words(factor: str, labels: dict[str, str]) -> str:
    shifted = SHIFTED.fullmatch(factor)
    if factor in labels or not shifted:
        return words(factor, labels)
    years = number_of(int(shifted[3] or 1), "year")
    return f"{words(shifted[2], labels)}, {years} {'before' if shifted[1] in ('l', 'lag') else 'after'}"


def effects_of(effect: str, labels: dict[str, str]) -> list[str]:
    """``City fixed effects`` of ``city``, ``City × Year fixed effects`` of ``city^year``; of ``city[year]``, which has
    both, also ``Slopes of Year by City``."""
    if both := EFFECT_AND_SLOPE.fullmatch(effect):
        group, slope = (" × ".join(words(name, labels) for name in part.split("^")) for part in both.groups())
        return [f"{group} fixed effects", f"Slopes of {slope} by {group}"]
    return [f"{' × '.join(words(name, labels) for name in effect.split('^'))} fixed effects"]


def address_words(address: str, labels: dict[str, str]) -> str:
    """What readers see for the column `table.column`: its own label, or its name; after a comma, terms in words."""
    column, *terms = address.split(", ")
    return ", ".join([labels.get(column, column.rpartition(".")[2]), *(term_words(term, labels) for term in terms)])


def labelled(text: str, labels: dict[str, str]) -> str:
    """``Borders: one pair is lost`` of ``contiguity: one pair is lost``: what a note is of, in words."""
    subject, colon, rest = text.partition(": ")
    return ", ".join(words(part, labels) for part in subject.split(", ")) + colon + rest if colon else text


def override_words(override: str, labels: dict[str, str]) -> str:
    """``undesirable = Crime + theft; returns to scale = vrs`` of ``undesirable=crime+theft, returns_to_scale=vrs``."""
    said = []
    for part in override.split(", "):
        key, _, value = part.partition("=")
        names = value.split("+") if key in INDICATORS else []
        said.append(f"{key.replace('_', ' ')} = {' + '.join(words(name, labels) for name in names) or value}")
    return "; ".join(said)


def breadth(text: str) -> int:
    """How many letters have the room of `text`: a Chinese character has that of two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def number_of(number: int, noun: str) -> str:
    """``1 unit``, ``12 units``."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def status_note(data_status: str) -> tuple[str, ...]:
    """The note that simulated data require, none for real data; ValueError for any other status."""
    notes = {"real": (), "simulated": (SIMULATED.capitalize() + ".",)}
    if data_status not in notes:
        raise ValueError(f"data status {data_status!r} is neither 'real' nor 'simulated'")
    return notes[data_status]
