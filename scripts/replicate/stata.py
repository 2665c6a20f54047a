"""The do-file for Stata: the programs of functions.do, and commands for each column."""

import textwrap

from replicate.columns import Column
from replicate.data import EVENT_TIME, Data, dummy_of, number_of

WIDTH = 110
OTHER_RULE = "* Its rule of small samples is {rule}: the errors differ by a factor, and are not compared."
ENDING = """
if "$differing" != "" {
    display as error "NOT as in expected.csv: $differing"
    exit 9
}
display as text "all columns as in expected.csv"
"""


def do_file(head: str, programs: str, columns: list[Column], data: Data) -> str:
    """The text of replicate.do: `head` is what it says of itself, `programs` the text of functions.do."""
    said = "".join(f"* {line}".rstrip() + "\n" for line in head.splitlines())
    made = [*_numbers(data), *_products(columns, data)]
    calls = ["\n".join([_comment(column), *COMMANDS[column.estimator](column, data), ""]) for column in columns]
    return "\n".join([said, programs, "use panel.dta, clear", *made, "", *calls, ENDING])


def least_squares(column: Column, data: Data) -> list[str]:
    names = {term: data.names[term] for term in column.terms}
    return [*_fit(column, data, list(names.values())), *_compared(column, names)]


def event_study(column: Column, data: Data) -> list[str]:
    policy, time = column.settings["policy"], data.names[EVENT_TIME]
    names = {f"{policy}::{k}": data.names[dummy_of(policy, k)] for k in column.times}
    names = {term: name for term, name in names.items() if term in column.estimated}
    dummies = {names[term]: term.rpartition("::")[2] for term in names}
    controls = {term: data.names[term] for term in column.terms}
    return [
        f"event_time {data.names[policy]} {column.times[0]} {column.times[-1]} {time}",
        *(f"generate byte {name} = {time} == {k}" for name, k in dummies.items()),
        *_fit(column, data, [*names.values(), *controls.values()]),
        *_compared(column, names | controls),
        _command(["drop", time, *names.values()]),
    ]


def two_stages(column: Column, data: Data) -> list[str]:
    names = {term: data.names[term] for term in column.terms}
    exogenous = [name for term, name in names.items() if term != column.endogenous]
    instruments = [data.names[term] for term in column.fact["instruments"]]
    explained = [f"({names[column.endogenous]} =", *instruments[:-1], f"{instruments[-1]})"]
    outcome, rows = data.names[column.outcome], ["if", f"{data.samples[column.address]} == 1,"]
    absorbed = _effects(column, data)
    clusters = " ".join(_grouped(name, data) for name in column.clusters)
    command = ["ivreghdfe", outcome, *exogenous, *explained, *rows, f"absorb({absorbed})"]
    if not absorbed:
        command = ["ivregress 2sls", outcome, *exogenous, *explained, *rows, "small"]
    errors = [f"vce(cluster {clusters})"] if clusters else []
    return [_command([*command, *errors]), *_compared(column, names)]


def spatial(column: Column, data: Data) -> list[str]:
    """Commands of `spxtregress`, whose effects of years are dummies: its estimates are those before the correction."""
    if "unit" not in column.formula.effects:
        return ["* Stata has no such model without effects of units."]
    if column.settings.get("split"):
        return ["* Stata has no such model with a lag for each pair of grades."]
    number, sample = data.names[number_of("unit")], data.samples[column.address]
    names = {term: data.names[term] for term in column.terms}
    lagged = {f"W:{term}": f"W:{data.names[term]}" for term in column.lagged}
    outcome = data.names[column.outcome]
    rho = {"rho": f"W:{outcome}"} if column.lags else {}
    years = ["i.year"] * ("year" in column.formula.effects)
    own = " ".join(data.names[term] for term in column.lagged)
    options = ["dvarlag(W)"] * bool(rho) + [f"ivarlag(W: {own})"] * bool(own)
    compared = (names | lagged | rho).items()
    return [
        f'weights_of "{data.matrices[column.address]}" {number} {sample}',
        f"quietly xtset {number} year",
        "capture spset, clear",
        f"quietly spset {number}",
        _command(["spxtregress", outcome, *names.values(), *years, "if", f"{sample} == 1,", "fe", *options]),
        *(f'compare "{column.address}" {name} "{term}" uncorrected' for term, name in compared),
    ]


COMMANDS = {
    "ols": least_squares,
    "first_stage": least_squares,
    "event_study": event_study,
    "iv": two_stages,
    "sar": spatial,
    "sdm": spatial,
    "slx": spatial,
}


def _fit(column: Column, data: Data, regressors: list[str]) -> list[str]:
    """The command of a regression; without effects that of Stata itself."""
    absorbed, clusters = _effects(column, data), [_grouped(name, data) for name in column.clusters]
    weights = [f"[aweight = {data.names[column.sample.weighted_by]}]"] if column.sample.weighted_by else []
    rows = ["if", f"{data.samples[column.address]} == 1", *weights]
    outcome = data.names[column.outcome]
    errors = [f"vce(cluster {' '.join(clusters)})"] if clusters else []
    plain = not absorbed and len(clusters) < 2
    options = [f"absorb({absorbed}) tolerance(1e-12)" if absorbed else "noabsorb"] * (not plain)
    return [_command(["regress" if plain else "reghdfe", outcome, *regressors, *rows, ",", *options, *errors])]


def _effects(column: Column, data: Data) -> str:
    """The effects as `absorb()` has them."""
    found = []
    for effect in column.formula.absorbed:
        crossed = "#".join(_grouped(name, data) for name in effect.factors)
        found.append(f"{crossed}##c.{data.names[effect.slope]}" if effect.slope else crossed)
    return " ".join(found)


def _grouped(name: str, data: Data) -> str:
    """A variable as effect or cluster: of a text, the numbers of its values."""
    return data.names.get(number_of(name), data.names[name])


def _compared(column: Column, names: dict[str, str]) -> list[str]:
    """A line for each term: with its error, where the command has the rule of small samples of the column."""
    rule = column.settings["ssc"]
    same = rule == "reghdfe" or not column.clusters
    number = "" if same else " estimate"
    lines = [f'compare "{column.address}" {name} "{term}"{number}' for term, name in names.items()]
    return lines if same else [OTHER_RULE.format(rule=rule), *lines]


def _numbers(data: Data) -> list[str]:
    """Lines that number the values of texts, which Stata cannot absorb."""
    numbered = {number_of(name): column for name, column in data.names.items() if number_of(name) in data.names}
    return [f"egen long {data.names[number]} = group({column})" for number, column in numbered.items()]


def _products(columns: list[Column], data: Data) -> list[str]:
    found = {}
    for product in (product for column in columns for product in column.products):
        parts = [data.names[factor] for factor in product.factors]
        if product.by:
            text = isinstance(product.value, str)
            value = f'"{product.value}"' if text else f"{product.value:.12g}"
            parts.append(f"({data.names[product.by]} == {value})")
        found[product.name] = f"generate double {data.names[product.name]} = {' * '.join(parts)}"
    return list(found.values())


def _comment(column: Column) -> str:
    text = f"{column.address}: {column.settings['formula']}"
    return textwrap.fill(text, WIDTH, initial_indent="* ", subsequent_indent="*   ", break_on_hyphens=False)


def _command(words: list[str]) -> str:
    """A command in lines that Stata joins."""
    text = " ".join(words).replace(" ,", ",")
    lines = textwrap.wrap(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return " ///\n".join(lines)
