"""A paper's folder beside the results: what is current, old, edited, missing, unknown and unused."""

import io
from types import SimpleNamespace

import pytest
from docx import Document
from matplotlib.figure import Figure

from core.files import write_rows
from report.made_results import Results, used
from report.numbers_tex import to_tex
from report.numbers_word import field
from report.paper_folder import read_folder
from report.quotable import COLUMNS, Quotable
from report.stale_numbers import number_findings
from report.staleness import FAULTS, file_findings
from report.word_properties import packed, renewed, unpacked

NUMBERS = [
    Quotable("baseline.both.ai", 0.10249793577, "0.1025", "estimate", "baseline", "both", "ai", stars="*"),
    Quotable("baseline.both.n_obs", 2574, "2,574", "n_obs", "baseline", "both"),
]
TABLE = "% needs booktabs\nPolicy & 0.1025* \\\\\n & (0.0572) \\\\\n"
FILES = ("figures/map.pdf", "figures/map.png", "figures/trend.pdf", "tables/baseline.tex", "tables/others.tex",
         "numbers/numbers.csv", "numbers/numbers.tex")  # fmt: skip


def png(color):
    memory = io.BytesIO()
    figure = Figure(figsize=(0.3, 0.3), facecolor=color)
    figure.savefig(memory, format="png")
    return memory.getvalue()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The results of a study, and a paper that quotes some of them."""
    monkeypatch.chdir(tmp_path)
    home, paper = tmp_path / "results/mine", tmp_path / "paper"
    for name, content in (("map.pdf", b"%PDF-map"), ("trend.pdf", b"%PDF-trend"), ("map.png", png("red"))):
        (home / "figures").mkdir(parents=True, exist_ok=True)
        (home / "figures" / name).write_bytes(content)
    (home / "tables").mkdir()
    (home / "tables/baseline.tex").write_text(TABLE)
    (home / "tables/others.tex").write_text(TABLE)
    write_rows(home / "numbers/numbers.csv", [one.row() for one in NUMBERS], COLUMNS)
    (home / "numbers/numbers.tex").write_text(to_tex(NUMBERS))
    (paper / "figures").mkdir(parents=True)
    (paper / "figures/map.pdf").write_bytes(b"%PDF-map")
    (paper / "baseline.tex").write_bytes(TABLE.replace("\n", "\r\n").encode())
    (paper / "numbers.tex").write_text(to_tex(NUMBERS))
    body = "\\graphicspath{{figures/}}\n\\includegraphics[width=3cm,\n  clip]{map} % \\includegraphics{gone}\n"
    (paper / "main.tex").write_text(body + "\\input{baseline} \\num{baseline.both.ai} \\num{1.5}\n")
    return SimpleNamespace(home=home, paper=paper)


def found(place):
    results = Results({"mine": [f"results/mine/{name}" for name in FILES], "other": ["results/other/figures/map.pdf"]})
    folder = read_folder(place.paper, set(results.by_name))
    studies = used(folder, results)
    assert studies == ["mine"]
    return [
        one
        for findings in (file_findings, number_findings)
        for one in findings(folder, place.paper, results, studies)
    ]  # fmt: skip


def faults(place):
    return [(one.status, one.what, one.why, one.command) for one in found(place) if one.status in FAULTS]


def test_a_current_paper_has_no_fault_and_is_told_what_it_does_not_quote(place):
    assert [(one.status, one.what, one.why) for one in found(place)] == [
        ("unused", "results/mine/figures", "trend"),
        ("unused", "results/mine/tables", "others"),
    ]


def edit(place, name, old, new):
    path = place.paper / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


CASES = {
    "an older figure": (("figures/map.pdf", "map", "old"), "old", "figures/map.pdf", "quoted in main.tex:2",
                        "cp results/mine/figures/map.pdf "),
    "an older table": (("baseline.tex", "0.1025", "0.1020"), "old", "baseline.tex", "of another run, or edited",
                       "cp results/mine/tables/baseline.tex "),
    "an edited table": (("baseline.tex", "Policy", "The policy"), "edited", "baseline.tex", "and another text",
                        "cp results/mine/tables/baseline.tex "),
    "a figure that was never copied": (("main.tex", "{map}", "{trend}"), "missing", "trend", "(main.tex:2)",
                                       "cp results/mine/figures/trend.pdf "),
    "a figure that nobody makes": (("main.tex", "{map}", "{map2}"), "unknown", "map2", "did you mean `map`?", ""),
    "an unknown address": (("main.tex", "baseline.both.ai", "baseline.both.gdp"), "unknown", "baseline.both.gdp",
                           "no number has this address; did you mean `baseline.both.ai`? (main.tex:4)", ""),
    "old numbers": (("numbers.tex", "}{0.10249793577}", "}{0.1}"), "old", "numbers.tex",
                    "1 of 2 quoted numbers moved: baseline.both.ai was 0.1, is 0.102498",
                    "cp results/mine/numbers/numbers.tex "),
    "numbers that moved where nothing is quoted": (("numbers.tex", "}{2574}", "}{2575}"), "old", "numbers.tex",
                                                   "none of the 2 quoted numbers moved", "cp "),
    "an old value to fall back on": (("main.tex", "\\num{base", "\\num[percent, else=10.2]{base"), "old",
                                     "baseline.both.ai", "falls back on 10.2, is 10.25 (main.tex:4)", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_named_with_what_mends_it(place, case):
    change, *expected = CASES[case]
    edit(place, *change)
    ((status, what, why, command),) = faults(place)
    assert [status, what] == expected[:2] and expected[2] in why and command.startswith(expected[3])


@pytest.mark.parametrize("change", ["{figures/map}", "{../results/mine/figures/map.pdf}", "{\\here/map}"])
def test_a_figure_may_be_named_in_many_ways(place, change):
    edit(place, "main.tex", "{map}", change)
    assert faults(place) == []


def test_a_renamed_copy_is_known_and_an_own_figure_is_said_to_be_of_no_study(place):
    (place.paper / "figures/map.pdf").rename(place.paper / "figures/figure1.pdf")
    edit(place, "main.tex", "{map}", "{figure1}")
    assert [one.status for one in found(place)] == ["unused", "unused"]
    (place.paper / "figures/figure1.pdf").write_bytes(b"%PDF-drawn by hand")
    assert [(one.status, one.what) for one in found(place)][:1] == [("own", "figure1")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper.md", "![A map](figures/map.pdf) \\num{baseline.both.ai}"),
        ("paper.html", '<p><img alt="" src="figures/map.pdf"><a href="https://a.b/trend.png">x</a>'),
        ("paper.Rmd", "```{r}\nknitr::include_graphics('figures/map.pdf')\n```"),
    ],
)
def test_markdown_and_html_quote_too(place, name, text):
    (place.paper / "main.tex").unlink()
    (place.paper / name).write_text(text)
    assert faults(place) == []
    (place.paper / "figures/map.pdf").write_bytes(b"%PDF-old")
    assert [(status, f"{name}:" in why) for status, _, why, _ in faults(place)] == [("old", True)]


def word(place, picture, numbers):
    """A manuscript in Word with a picture that goes by the name of a figure, a field and these numbers."""
    document, path = Document(), place.paper / "draft.docx"
    document.add_paragraph("The effect is FIELD.")
    (place.paper.parent / "map.png").write_bytes(picture)
    document.add_picture(str(place.paper.parent / "map.png"))
    document.save(path)
    parts = unpacked(path.read_bytes())
    text = parts["word/document.xml"].decode()
    shown = text.replace("<w:r><w:t>The effect is FIELD.</w:t></w:r>", field("baseline.both.ai", "0.1025"))
    assert shown != text
    path.write_bytes(renewed(packed(parts | {"word/document.xml": shown.encode()}), numbers))


def test_pictures_and_fields_of_word_are_compared(place):
    word(place, png("red"), {"baseline.both.ai": "0.1025"})
    assert faults(place) == []
    word(place, png("blue"), {"baseline.both.ai": "0.0999"})
    (picture, numbers) = faults(place)
    assert picture[:2] == ("old", "map.png") and "put it in anew" in picture[2]
    assert numbers[:3] == ("old", "draft.docx", "1 numbers moved: baseline.both.ai was 0.0999, is 0.1025")
    assert numbers[3].startswith("PYTHONPATH=scripts python -m report.word_properties results/mine/numbers/numbers.csv")
    word(place, png("red"), {"Project": "1"})
    ((_, _, why, _),) = faults(place)
    assert why == "its fields lack the numbers baseline.both.ai"
