"""Data, programs, tables, figures and numbers in the text are found in the graph of jobs."""

from archive.lists import Dataset, Source, datasets, exhibits, in_text, programs

HOME = "results/fields"
SECTIONS = [["Results", [["figure", "path", "Path."]]]]
TITLES = [["table", "baseline", "Effects"], ["figure", "path", "Path."]]


def test_data_are_what_no_job_makes_and_what_the_study_names_as_raw(makers):
    found = datasets(makers, ["raw/land.csv", f"{HOME}/demo/roster.csv"], f"{HOME}/manifest.json")
    assert found == [
        Dataset("raw/land.csv", "", ["panel/build_panel.py"]),
        Dataset("raw/map é.csv", "", ["report/plot_trend.py"]),
        Dataset("resources/zones.csv", "", ["demo/draw.py"]),
        Dataset(f"{HOME}/demo/roster.csv", "demo/draw.py", ["panel/build_panel.py"]),
    ]


def test_programs_stand_in_the_order_of_the_rules_with_what_they_write(makers, texts):
    rules = ["draw", "build_panel", "fit_ols", "plot", "render_table", "referee_results", "write_report"]
    found = programs(makers, texts, [*rules, "write_manifest"])
    assert [one.rule for one in found] == [*rules, "write_manifest"]
    assert all(one.does == f"Runs {one.script}." for one in found)
    assert next(one.writes for one in found if one.rule == "render_table") == {f"{HOME}/tables": 2}


def test_exhibits_have_the_numbers_of_the_page_and_what_is_not_on_it_has_none(makers):
    figure, table = exhibits(makers, HOME, SECTIONS, TITLES)
    assert (figure.number, figure.title, figure.printed_by) == ("Figure 1", "Path.", "report/plot_trend.py")
    assert figure.computed_by == ["panel/build_panel.py"]
    assert (table.number, table.key, table.computed_by) == ("", "tables.baseline", ["did/fit_ols.py"])
    assert table.files == [f"{HOME}/tables/baseline.csv", f"{HOME}/tables/baseline.tex"]


def test_numbers_in_the_text_come_from_what_the_page_reads_beside_tables_and_figures(makers, texts):
    (found,) = in_text(makers, texts, f"{HOME}/report.html")
    script = "report/referee_results.py"
    assert found == Source(f"{HOME}/referee.csv", f"Runs {script}.", script, "report/write_report.py")
