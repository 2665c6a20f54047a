"""Diagrams of channels: which estimate stands on which arrow, and that nothing covers anything."""

import itertools

import pytest
from matplotlib.patches import FancyBboxPatch

from core.errors import StudyError
from core.files import write_json, write_rows
from core.grids import coefficients
from report.fitted import Fitted
from report.mechanism_figure import mechanism_figure, scheme_of
from report.plot_mechanism import plot_mechanism


def column(name, outcome, **estimates):
    rows = [
        {"table": "t", "column": name, "term": term, "estimate": value, "std_error": 0.1, "p_value": 0.03}
        | {"conf_low": value - 0.2, "conf_high": value + 0.2}
        for term, value in estimates.items()
    ]
    return Fitted("t", {"name": name, "outcome": outcome}, rows)


COLUMNS = [
    column("total", "score", ai=0.5, size=9.0),
    column("patents", "gti", ai=0.1, size=9.0),
    column("through", "score", ai=0.4, gti=-0.2, size=9.0),
]


def test_each_arrow_has_the_coefficient_of_its_cause_in_the_column_of_its_effect():
    scheme = scheme_of("ai", ["gti", "lso"], "score", COLUMNS)
    found = {ends: row["estimate"] for ends, row in scheme.estimates.items()}
    assert found == {("ai", "score"): 0.5, ("ai", "gti"): 0.1, ("gti", "score"): -0.2}
    texts = [text.get_text() for text in mechanism_figure(scheme, {"gti": "Patents"}, "real").axes[0].texts]
    assert {"ai", "Patents", "lso", "score", "0.1000**", "[−0.1000, 0.3000]", "−0.2000**"} <= set(texts)
    assert "9.0000**" not in texts and "0.4000**" not in texts


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([column("x", "price", ai=1)], "`t.x` is of `price`, which is neither the outcome `score` nor one of the"),
        ([column("x", "gti", size=1)], "`t.x` has no coefficient of `ai`; name another column"),
        ([column("x", "gti", ai=1), column("y", "gti", ai=2)], "`t.y` is a second estimate of `ai` on `gti`; name one"),
    ],
)
def test_a_column_that_has_no_arrow_is_refused(columns, said):
    with pytest.raises(StudyError, match=said):
        scheme_of("ai", ["gti"], "score", columns)


@pytest.mark.filterwarnings("ignore:Glyph")  # a box is as wide
@pytest.mark.parametrize("number", [1, 2, 3, 8])
@pytest.mark.parametrize("label", ["Share of workers with an associate degree", "绿色技术创新与产业结构升级指数", "x"])
def test_texts_stay_in_their_boxes_and_boxes_apart(number, label):
    names = [f"c{at}" for at in range(number)]
    columns = [column(f"a{at}", name, ai=-0.1234) for at, name in enumerate(names)]
    columns += [column("b", "score", **dict.fromkeys(names, -10.5))]
    scheme = scheme_of("ai", names, "score", columns)
    figure = mechanism_figure(scheme, dict.fromkeys(["ai", "score", *names], label), "simulated")
    figure.draw_without_rendering()
    (axes,) = figure.axes
    boxes = [patch.get_window_extent() for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    assert len(boxes) == number + 2
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    texts = [text.get_window_extent() for text in axes.texts if text.get_text()]
    assert not [pair for pair in itertools.combinations(texts, 2) if pair[0].overlaps(pair[1])]
    for text in texts:
        held = [box for box in boxes if box.overlaps(text)]
        assert all(box.x0 <= text.x0 and text.x1 <= box.x1 and box.y0 <= text.y0 and text.y1 <= box.y1 for box in held)


def test_plot_mechanism(tmp_path):
    rows = [row for one in COLUMNS for row in one.rows]
    write_rows(tmp_path / "t.csv", rows, list(rows[0]))
    write_json(tmp_path / "t.json", coefficients([one.facts for one in COLUMNS]))
    made = {"pdf": tmp_path / "f.pdf", "png": tmp_path / "f.png", "labels": {}, "data_status": "real", "title": True}
    said = {"policy": "ai", "channels": ["gti"], "outcome": "score", "columns": ["t.total", "t.patents"]}
    plot_mechanism([tmp_path / "t.csv"], [tmp_path / "t.json"], **made, **said)
    assert made["png"].read_bytes().startswith(b"\x89PNG")
