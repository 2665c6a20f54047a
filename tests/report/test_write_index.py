"""The index: all studies, each with its question, main result, first figure and the way to its report."""

from pathlib import Path

import pytest

from core.files import write_bytes, write_json
from report.write_index import write_index

ROOT = Path(__file__).parents[2] / "scripts/report"
SAID = {"question": "Why <so>?", "sentences": ["It is 0.1.", "Simulated."], "verdict": "Passed.", "data_status": "real"}
FIGURE = {"name": "map", "caption": "A & b", "alternative": "Values on a map: b."}


@pytest.mark.parametrize("number", [1, 3])
def test_every_study_is_on_it_in_their_order(tmp_path, number):
    names, figures = ["z", "a", "m"][:number], []
    for name in names:
        status = "simulated" if name == "a" else "real"
        figure = None if name == "m" else FIGURE
        said = SAID | {"title": f"Study {name}", "data_status": status, "figure": figure}
        write_json(tmp_path / f"results/{name}/main.json", said)
        if figure:
            figures.append(tmp_path / f"results/{name}/figures/map.png")
            write_bytes(figures[-1], name.encode())
    html = tmp_path / "results/index.html"
    mains = [tmp_path / f"results/{name}/main.json" for name in names]
    write_index(ROOT / "index.html.j2", ROOT / "page.css", mains, figures, names, html)
    page = html.read_text(encoding="utf-8")
    assert [page.count(f'<h2><a href="{name}/report.html">Study {name}</a></h2>') for name in names] == [1] * number
    assert page.count("<article") == page.count("Why &lt;so&gt;?") == page.count("It is 0.1. Simulated.") == number
    assert page.count('<img src="data:image/png;base64,') == len(figures)
    assert (page.count("Simulated data.</strong>"), page.count("Real data.")) == ((0, 1) if number == 1 else (1, 2))
    assert page.index("Study z") < page.index("base64,eg==") < page.find("Study a") or number == 1
