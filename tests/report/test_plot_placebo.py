"""The figure of placebo distributions, from files."""

from report.plot_placebo import plot_placebo


def test_lists_in_the_same_order_make_panels(twice):
    stem = "placebo/space/baseline.main"
    inputs = {"draws": [f"{stem}.csv"] * 2, "densities": [f"{stem}.density.csv"] * 2, "summaries": [f"{stem}.json"] * 2}
    shown = {"names": ["main", "other"], "labels": {"main": "Main"}, "data_status": "real", "title": True}
    made = twice(plot_placebo, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["png"].read_bytes().startswith(b"\x89PNG")
