"""The referee on instruments and dynamic panels."""

import re
from collections.abc import Iterator

from papers.document import Table
from printed.places import shown
from printed.printed_tables import Coefficient, Model, Numbered, Regressions
from printed.rounding import Interval, over, overlap, size, times
from referee.findings import Draft, Found, check
from referee.pointing import place_of, spot_of, spots_in, where_in
from referee.texts import Sentence, sentences

FIRST_STAGE = re.compile(r"first[- ]stage|第一阶段|一阶段回归", re.IGNORECASE)
CORRECTED = (0.8, 1.25)  # of F: what corrections for few clusters and regressors change
RULE_OF_THUMB = 10.0  # Staiger and Stock (1997)
STOCK_YOGO = {
    "10": "16.38",
    "15": "8.96",
    "20": "6.66",
    "25": "5.53",
}  # one instrument: value by largest size in percent
CRITICAL = re.compile(r"(?<![\d.])(16\.38|8\.96|6\.66|5\.53)(?!\d)")
SIZE = re.compile(r"(?<![\d.])(10|15|20|25)\s?[%％]")
CLUSTERED = re.compile(r"kleibergen|\bk-?p\b|cluster|robust|rk wald|聚类|稳健", re.IGNORECASE)
WEAK = re.compile(
    r"weak[- ](instrument|identification)|strong instrument|instruments? (is|are) (strong|relevant)|弱工具|弱识别",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\bno\b|\bnot\b|reject|rule[sd]? out|exclude|free of|strong|relevant|exceed|above|larger than|greater than|pass"
    "|不存在|拒绝|排除|大于|高于|超过|通过|强",
    re.IGNORECASE,
)
PASSED = re.compile(  # "exceeds the threshold of 10", "(F > 10)"
    r"(?:exceed|above|\bover\b|beyond|(?:larger|greater|higher) than|more than|pass|clear|[>＞]|大于|高于|超[过出]|在)"
    r"[^.;。；\d]{0,40}(?<![\d.])10(?!\.?\d|\s?[%％])",
    re.IGNORECASE,
)
BELOW = re.compile(r"\bnot\b|n't|\bbelow|\bless\b|lower|smaller|short of|低于|小于|不足|未|没有", re.IGNORECASE)
GMM_VALID = re.compile(r"\bAR\s?\(2\)|second[- ]order|serial correlation|二阶|序列相关|自相关", re.IGNORECASE)
NEARLY_ONE = 0.9995  # of Hansen's test: what prints as 1.000
LEVEL = 0.05


def _models(draft: Draft) -> Iterator[tuple[Regressions, Model]]:
    for printed in draft.tables:
        for model in printed.models if isinstance(printed, Regressions) else ():
            yield printed, model


def _words(table: Table) -> str:
    """Caption, notes and headings of the rows of a table."""
    return "\n".join([table.caption, *table.notes, *(row[0].text for row in table.rows)])


def _denials(draft: Draft) -> list[Sentence]:
    """Sentences that say that instruments are not weak."""
    return [one for one in sentences(draft) if WEAK.search(one.said) and DENIED.search(one.said)]


@check(
    "E",
    "Staiger and Stock (1997)",
    "Estimates by a weak instrument are biased, and their intervals are too short",
    "Correct the F or the text, and report the Anderson-Rubin test",
)
def weak_instrument(draft: Draft) -> Found:
    """A first-stage F below 10, or below the critical value beneath it, that the text says to be large enough."""
    denials = _denials(draft)
    for printed, model, f, bound in _weak(draft):
        if denials:
            what = f"The first-stage F is {f.number.text}, below {bound}; the text says that it is not weak"
            yield where_in(printed, "", model.column), what, (*spots_in(draft, printed, [f]), denials[0].spot)
    for one in draft.statements:
        if one.kind == "f" and one.number.range[1] < RULE_OF_THUMB and _is_passed(one.sentence):
            yield place_of(draft, one), f"F is {one.number.text}, and is said to exceed 10", (spot_of(draft, one),)


def _is_passed(sentence: str) -> bool:
    return bool(FIRST_STAGE.search(sentence) and PASSED.search(sentence)) and not BELOW.search(sentence)


@check(
    "W",
    "Staiger and Stock (1997)",
    "Estimates by a weak instrument are biased, and their intervals are too short",
    "Say so, and report the Anderson-Rubin test",
)
def weak_instrument_unsaid(draft: Draft) -> Found:
    if not _denials(draft):
        for printed, model, f, bound in _weak(draft):
            what = f"The first-stage F is {f.number.text}, below {bound}"
            yield where_in(printed, "", model.column), what, spots_in(draft, printed, [f])


def _weak(draft: Draft) -> Iterator[tuple[Regressions, Model, Numbered, str]]:
    for printed, model in _models(draft):
        f, critical = (model.statistics.get(name) for name in ("first_stage_f", "critical_value"))
        bounds = [(RULE_OF_THUMB, "10")] + ([(critical.number.range[0], critical.number.text)] if critical else [])
        below = [said for bound, said in bounds if f and f.number.range[1] < bound]
        if below:
            yield printed, model, f, below[0]


@check("W", "", "With one instrument F is the square of its t", "Compare both with the output of the program")
def first_stage_t(draft: Draft) -> Found:
    """A first-stage F far from the squared t of the only instrument in the table."""
    for printed in draft.tables:
        models = printed.models if isinstance(printed, Regressions) else ()
        f = {at.number.text: at for model in models if (at := model.statistics.get("first_stage_f"))}
        own = [one for model in models if FIRST_STAGE.search(" ".join(model.headings)) for one in model.coefficients]
        if len(f) != 1 or len(own) != 1 or not (t := _t_of(own[0])):
            continue
        [at], square = f.values(), times(t, t)
        if not overlap(times(at.number.range, CORRECTED), square):
            what = f"The first-stage F is {at.number.text}, and the squared t of {own[0].term} {shown(square, 1)}"
            yield where_in(printed, own[0].term, own[0].column), what, spots_in(draft, printed, [at, own[0]])


def _t_of(one: Coefficient) -> Interval | None:
    """The t of a coefficient, printed or over its error."""
    if t := one.beneath.get("statistic"):
        return size(t.number.range)
    error = one.beneath.get("std_error")
    return size(over(one.estimate.number.range, error.number.range)) if error and error.number.range[0] > 0 else None


@check(
    "W",
    "Stock and Yogo (2005)",
    "Their values are for errors that are independent and alike, and say nothing of a clustered or robust F",
    "Compare it with the effective F of Montiel Olea and Pflueger (2013), or print an Anderson-Rubin test",
)
def critical_value(draft: Draft) -> Found:
    """A value of Stock and Yogo in a table, or in a sentence, with a clustered, robust or Kleibergen-Paap F."""
    for printed, model in _models(draft):
        value = model.statistics.get("critical_value")
        noted = [note for note in printed.table.notes if CRITICAL.search(note) and CLUSTERED.search(note)]
        stands = value and CRITICAL.fullmatch(value.number.text) and CLUSTERED.search(_words(printed.table))
        if stands or (noted and "first_stage_f" in model.statistics):
            said = value.number.text if stands else CRITICAL.search(noted[0])[1]
            spots = spots_in(draft, printed, [value] if stands else [model.statistics["first_stage_f"]])
            yield where_in(printed, "", model.column), f"The critical value {said} stands beside a clustered F", spots
            return
    for one in sentences(draft):
        if (found := CRITICAL.search(one.said)) and re.search("kleibergen|cluster|聚类", one.said, re.IGNORECASE):
            yield one.place, f"The critical value {found[1]} stands beside a clustered F", (one.spot,)
            return


@check("E", "Stock and Yogo (2005)", "It is the value of another size", "Correct the value, or the size")
def critical_value_label(draft: Draft) -> Found:
    """A size of the test and a critical value for one instrument that do not belong together."""
    said = [(one.place, one.said, (one.spot,)) for one in sentences(draft)]
    said += [(printed.table.place, note, ()) for printed in draft.tables for note in printed.table.notes]
    for place, words, spots in said:
        sizes, values = SIZE.findall(words), CRITICAL.findall(words)
        if len(sizes) == len(values) == 1 and STOCK_YOGO[sizes[0]] != values[0]:
            yield place, f"The text has {values[0]} for {sizes[0]} %; it is {STOCK_YOGO[sizes[0]]}", spots


@check(
    "W",
    "",
    "Instruments add no rows: the sample is another one, and the estimates cannot be compared",
    "Estimate both on one sample, or say what it is",
)
def iv_sample(draft: Draft) -> Found:
    """An instrumented column with more observations than every other column."""
    counts = [(printed, model, n) for printed, model in _models(draft) if (n := model.statistics.get("n_obs"))]
    others = [n.number.value for _, model, n in counts if "first_stage_f" not in model.statistics]
    for printed, model, n in counts:
        if "first_stage_f" in model.statistics and others and n.number.value > max(others):
            what = f"N is {n.number.text}, and {max(others):,.0f} at most in columns without an instrument"
            yield where_in(printed, "", model.column), what, spots_in(draft, printed, [n])


@check(
    "W",
    "Roodman (2009)",
    "Too many instruments fit the endogenous variables, and Hansen's test cannot see it",
    "Collapse the instruments or limit their lags",
)
def gmm_instruments(draft: Draft) -> Found:
    """More instruments than units, or a p of Hansen's test of 1.000."""
    units = [one.number.value for one in draft.statements if one.kind == "units" and one.number]
    for printed, model in _models(draft):
        j, n, p = (model.statistics.get(name) for name in ("instruments", "n_units", "hansen_p"))
        most = n.number.value if n else max(units, default=0)
        if j and most and j.number.value > most:
            what = f"There are {j.number.text} instruments and {most:,.0f} units"
            yield where_in(printed, "", model.column), what, spots_in(draft, printed, [j])
        if p and p.number.value >= NEARLY_ONE:
            what = f"The p of Hansen's test is {p.number.text}"
            yield where_in(printed, "", model.column), what, spots_in(draft, printed, [p])


@check(
    "E",
    "Arellano and Bond (1991)",
    "Lags are no valid instruments where errors are correlated over two years",
    "Use deeper lags, or correct the text",
)
def ar2_rejected(draft: Draft) -> Found:
    """AR(2) with p below .05 while the text says that there is no second-order correlation."""
    denials = [
        one for one in sentences(draft) if GMM_VALID.search(one.said) and re.search(r"\bno\b|\bnot\b|不|无", one.said)
    ]
    for printed, model in _models(draft):
        p = model.statistics.get("ar2_p")
        if p and p.number.range[1] < LEVEL and denials:
            what = f"The p of AR(2) is {p.number.text}, and the text denies correlation of second order"
            yield where_in(printed, "", model.column), what, (*spots_in(draft, printed, [p]), denials[0].spot)


@check(
    "W",
    "Arellano and Bond (1991)",
    "Differences of independent errors are correlated in the first order, and not in the second",
    "Say why it is otherwise here",
)
def ar_unusual(draft: Draft) -> Found:
    """AR(1) that is not rejected; AR(2) that is, where the text says nothing of it."""
    for printed, model in _models(draft):
        first, second = (model.statistics.get(name) for name in ("ar1_p", "ar2_p"))
        unusual = {"AR(1)": first} if first and first.number.range[0] > 0.1 else {}
        unusual |= {"AR(2)": second} if second and second.number.range[1] < LEVEL else {}
        for name, p in unusual.items():
            what = f"The p of {name} is {p.number.text}"
            yield where_in(printed, "", model.column), what, spots_in(draft, printed, [p])
