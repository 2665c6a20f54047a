"""One printer for all tables: four files, with the same bytes in every run."""

import pytest

from report.render_table import render_table

OUTPUTS = {"tex": "base.tex", "docx": "base.docx", "csv": "base.csv", "html": "base.html"}
LABELS = {"score": "Green efficiency", "policy": "Pilot & policy_1", "fin": "=Finance"}
COLUMNS = [{"name": "event", "label": "Event"}, {"name": "main", "label": None}, {"name": "late", "label": None}]


def rendered(twice, files, columns, **changes):
    inputs = {
        "estimates": [f"estimates/{file}.csv" for file in files],
        "facts": [f"estimates/{file}.json" for file in files],
        "placebos": [],
    }
    params = {
        "label": "mine-base",
        "title": "A title",
        "note": "First of all.",
        "keep": [],
        "indicate": {},
        "labels": LABELS,
    }
    params |= {"under": ["std_error"], "fitstat": ["n"], "stars": True}
    return twice(render_table, inputs, OUTPUTS, columns=columns, data_status="simulated", **params | changes)


def test_a_table_is_gathered_from_several_fits_in_the_order_of_its_columns(twice):
    made = rendered(twice, ["fit_ols/baseline", "fit_event_study/baseline"], COLUMNS)
    head, *rows = made["csv"].read_text(encoding="utf-8").splitlines()
    assert head == (
        "(simulated data),Outcome: Green efficiency (1) Event,"
        "Outcome: Green efficiency (2) Green efficiency,Outcome: Green efficiency (3) Green efficiency"
    )
    assert "'=Finance,0.3000**,-0.3000*," in rows
    assert r"\caption{A title}\label{tab:mine-base}" in made["tex"].read_text(encoding="utf-8")
    page = made["html"].read_text(encoding="utf-8")
    assert '<th scope="colgroup" colspan="3">Outcome: Green efficiency</th>' in page
    assert r"\multicolumn{3}{c}{Outcome: Green efficiency}" in made["tex"].read_text(encoding="utf-8")
    assert page.index("First of all.") < page.index("Standard errors") < page.index("Simulated data.")
    assert "Pilot &amp; policy_1, year −3" in page
    assert made["docx"].read_bytes().startswith(b"PK")


def test_without_stars_there_is_no_legend(twice):
    made = rendered(twice, ["fit_ols/baseline", "fit_event_study/baseline"], COLUMNS, stars=False)
    texts = [made[kind].read_text(encoding="utf-8") for kind in ("csv", "html", "tex")]
    assert all("*" not in text.replace(r"\\*", "") for text in texts)  # which in LaTeX keeps two lines together


def test_a_grid_needs_no_columns(twice):
    made = rendered(twice, ["moran/autocorrelation"], [])
    head, first, *_ = made["csv"].read_text(encoding="utf-8").splitlines()
    assert head == "group,Year (simulated data),queen Moran's I,queen z,queen p"
    assert first == "Green efficiency,2000,0.3000***,2.5000,0.008"


def test_columns_without_a_fit_are_refused(twice):
    with pytest.raises(ValueError, match="of its fits differ"):
        rendered(twice, ["fit_ols/baseline"], COLUMNS)
