"""The figure of event studies, from files."""

from report.plot_event_study import plot_event_study


def test_columns_are_drawn_by_their_addresses(twice):
    files = ["fit_ols/baseline", "fit_event_study/baseline"]
    inputs = {
        "estimates": [f"estimates/{file}.csv" for file in files],
        "facts": [f"estimates/{file}.json" for file in files],
    }
    shown = {"columns": ["baseline.event"], "names": [None], "bands": "pointwise"}
    shown |= {"labels": {}, "data_status": "simulated", "title": True}
    made = twice(plot_event_study, inputs, {"pdf": "f.pdf", "png": "f.png"}, **shown)
    assert made["pdf"].read_bytes().startswith(b"%PDF") and b"CreationDate" not in made["pdf"].read_bytes()
    assert made["png"].read_bytes().startswith(b"\x89PNG")
