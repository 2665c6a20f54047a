"""Tables of departures from parallel trends: what they are of, and what their figures are given."""

import pytest

EVENTS = """\
  events:
    title: t
    formula: score ~ zone | unit + year
    aggregate: event
    columns:
      two_way: {estimator: event_study}
      early: {estimator: event_study, base: -2, window: [-3, 2]}
      varying: {estimator: callaway_santanna}
      universal: {estimator: callaway_santanna, base: universal}
      imputed: {estimator: imputation}
      sun: {estimator: sun_abraham}
      overall: {estimator: sun_abraham, aggregate: overall}
      stacked: {estimator: stacked, window: [-3, 2]}
"""
OFFERING = "allowed: `events.two_way`, `events.universal`, `events.sun`, `events.stacked`"


def honest(of, more="restriction: magnitudes, bounds: [0, 1]"):
    return f"  h: {{kind: honest, title: t, of: [{of}], {more}}}\n"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        *(
            (honest(f"events.{name}"), f"has no joint covariance of leads and effects with the base -1; {OFFERING}")
            for name in ("early", "varying", "imputed", "overall")
        ),
        (honest("events.sun", "restriction: magnitudes, bounds: [1, 0.5]"), "`bounds` [1.0, 0.5] do not increase"),
        (honest("events.sun", "restriction: magnitudes, bounds: [-1]"), "`tables.h.bounds"),
        (
            honest("events.sun", "restriction: smooth, bounds: [1]"),
            "`tables.h.restriction` is 'smooth'; allowed: 'magn",
        ),
        (honest("events.sun", "restriction: magnitudes"), "key `tables.h.bounds` is missing"),
        (
            honest("events.sun") + "figures:\n  f: {kind: honest, of: events, caption: c}\n",
            "no table of the kind `honest`",
        ),
    ],
)
def test_each_fault_has_its_message(smallest, said, entry, words):
    lines = said(smallest(EVENTS, entry))
    assert any(words in line for line in lines), lines


def test_the_table_reads_the_fits_and_the_figure_reads_the_table(smallest, read, planned):
    figure = "figures:\n  f: {kind: honest, of: h, caption: c}\n"
    parts = planned(smallest(EVENTS, honest("events.two_way, events.sun"), figure))
    made = parts["grids"]["honest"]["h"]
    rules = ("fit_event_study", "fit_staggered")
    assert made["files"]["facts"] == [f"results/fields/estimates/{rule}/events.json" for rule in rules]
    assert made["settings"] == {"of": ["events.two_way", "events.sun"], "restriction": "magnitudes", "bounds": [0, 1]}
    assert made["script"] == "did/tabulate_honest.py"
    assert parts["figures"]["f"]["files"]["table"] == "results/fields/estimates/honest/h.csv"
