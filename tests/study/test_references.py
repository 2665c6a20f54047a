"""Every name in a study is the name of something, of one thing, and all faults are said at once."""

import pytest

MACROS = "macros: {wet: rain}\n"
MATRIX = "matrices: {borders: {kind: contiguity, shapes: raw/f.geojson, key: field}}\n"
FIGURE = "figures: {trend: {kind: trend, of: score, caption: c}}\n"
PLACEBO = "placebo: {chance: {of: baseline.zone}}\n"
ONCE = "a name means one thing: give one of them another"


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        ("matrices: {baseline: {kind: contiguity, shapes: a, key: b}}\n",
         "`tables.baseline`: the name `baseline` is taken by `matrices`"),
        ("macros: {rain: land}\n", "`macros.rain`: the name `rain` is taken by `panel.sources`"),
        ("macros: {zone: land}\n", "`policies.zone`: the name `zone` is taken by `macros`"),
        ("macros: {gml: land}\n", "`macros.gml`: the name `gml` is taken by `efficiency.productivity`"),
        ("macros: {score: land}\n", "`macros.score`: the name `score` is a name of the workflow"),
        ("figures: {baseline: {kind: trend, of: score, caption: c}}\n",
         "`figures.baseline`: the name `baseline` is taken by `tables`"),
        ("placebo: {baseline: {of: baseline.zone}}\n",
         "`placebo.baseline`: the name `baseline` is taken by `tables`"),
        ("placebo: {trend: {of: baseline.zone}}\n" + FIGURE, "`figures.trend`: the name `trend` is taken by `placebo`"),
        ("figures: {year: {kind: trend, of: score, caption: c}}\n", "`figures.year`: the name `year` is a name of the"),
        ("figures: {grain: {kind: trend, of: score, caption: c}}\n",
         "`figures.grain`: the name `grain` is taken by `panel.sources`"),
    ],
)  # fmt: skip
def test_a_name_means_one_thing(smallest, said, blocks, fault):
    lines = said(smallest(blocks))
    assert len(lines) == 1
    assert fault in lines[0]
    assert ONCE in lines[0]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "post: {header: post}",
            "score: {header: post}",
            "`panel.sources.score`: the name `score` is a name of the workf",
        ),
        (
            "post: {header: post}",
            "unit: {header: post}",
            "`panel.sources.unit`: the name `unit` is a name of the workflow",
        ),
        (
            "  post: {variable: post}",
            "  robbery: {variable: post}",
            "`policies.robbery`: the name `robbery` is taken by",
        ),
        (
            "  post: {variable: post}",
            "  post: {roster: r.csv}",
            "`policies.post`: the name `post` is taken by `panel.sour",
        ),
        ("    police: exp(l_police)", "    post: exp(l_police)", "`panel.variables.post`: the name `post` is taken by"),
    ],
)
def test_variables_and_policies_are_told_apart(castle, said, old, new, fault):
    assert any(fault in line for line in said(castle(old, new)))


@pytest.mark.parametrize("path", ["raw/forests.csv", "results/fields/demo/fields.csv"])
def test_only_raw_files_that_the_study_names_have_a_provenance(smallest, said, path):
    (line,) = said(smallest(f"provenance: {{{path}: {{source: a survey}}}}\n"))
    assert f"`provenance`: the study names no raw file `{path}`; " in line


def test_two_files_may_hold_one_variable_and_a_policy_its_own(castle, read):
    study = read(castle("post: {header: post}", "post: {header: post}\n        l_income: {header: l_income}"))
    assert study.panel.columns().count("l_income") == 1
    assert study.policies["post"].variable == "post"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("exp(l_police)", "exp(l_polices)", "`panel.variables.police`: unknown variable `l_polices` in `exp(l_polices"),
        ("police: exp(l_police)", "police: violent", "`panel.variables.police`: unknown variable `violent` in `violen"),
        ("  variables:\n", "  interpolate: {variables: [income]}\n  variables:\n", "`panel.interpolate`: unknown vari"),
        ("  variables:\n", "  sum_to_one: [[robbery, assalt]]\n  variables:\n", "`panel.sum_to_one`: unknown variable"),
        ("  variables:\n", "  winsorize: {variables: [incom]}\n  variables:\n", "`panel.winsorize`: unknown variable"),
        ("[police, prisoners]\n", "[polices]\n", "`efficiency.inputs`: unknown variable `polices`; did you mean `poli"),
        ("{variant: B}", "{inputs: [polices]}", "`efficiency.scores.variant_b.inputs`: unknown variable `polices`"),
        ("[baseline, scores, others, crimes]", "[event_stdy]", "`report.Did homicide rise?`: there is no table or fi"),
        ("[baseline, scores, others, crimes]", "basline", "`basline`; did you mean `baseline`?"),
        ("[inference, fake, ", "[baseline, fake, ",
         "`report.How sure is it?`: `baseline` stands under `Did homicide rise?` already"),
        ("[inference, fake, ", "[placebos, fake, ",
         "`report.How sure is it?`: `placebos` stands under `How sure is it?` already"),
        ("labels:\n", "departures: {baselin: Why.}\nlabels:\n",
         "`departures.baselin`: nothing has this name; did you mean `baseline`?"),
        ("labels:\n", "departures: {baseline.homicid: Why.}\nlabels:\n",
         "`departures.baseline.homicid`: nothing has this name; did you mean `baseline.homicide`?"),
        ("  post_2: Law", "  post_3: Law", "`labels.post_3`: nothing has this name; did you mean `post_2`?"),
    ],
)  # fmt: skip
def test_what_nothing_has_is_refused_at_its_line(castle, said, old, new, words):
    text = castle(old, new)
    lines = said(text)
    assert any(words in line for line in lines), lines
    assert all(line.split(": ")[0].removeprefix("study.yaml:").isdigit() for line in lines)


PUBLISHED = """\
  beside: {kind: published, title: B, values: raw/paper.yaml, match: {T1: {table: %s, columns: {1: %s}, rows: {Z: %s}}}}
"""


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (("basline", "zone", "zone"), "`tables.beside.match.T1.table`: there is no table `basline`; did you mean"),
        (("baseline", "zon", "zone"), "there is no column of the table `baseline` `zon`; did you mean `zone`?"),
        (("baseline", "zone", "zonee"), "unknown variable `zonee`; did you mean `zone`?"),
    ],
)
def test_printed_numbers_stand_in_tables_columns_and_terms_that_there_are(smallest, read, said, place, fault):
    assert any(fault in line for line in said(smallest(PUBLISHED % place)))
    known = [("baseline", "zone", "zone"), ("effects", "every", "key"), ("baseline", "zone", '"rain:year"')]
    for one in known:
        read(smallest("  effects: {kind: cohorts, title: C, of: zone}\n", PUBLISHED % one))


def test_planted_truths_need_a_file(smallest, said):
    text = smallest(PUBLISHED % ("baseline", "zone", "zone")).replace(
        "kind: published", "kind: published, planted: {T1: x}"
    )
    assert any("`planted` names truths, and there is no `truth`" in line for line in said(text))


def test_departures_are_of_entries_of_columns_and_of_numbers_of_a_paper(castle, read):
    departures = "{baseline: Why., baseline.homicide: Why., violent: Why., Table 12: Why., F2: Why.}"
    assert len(read(castle("labels:\n", f"departures: {departures}\nlabels:\n")).departures) == 5


def test_everything_that_is_printed_may_have_a_label(castle, read):
    more = "labels:\n  unit: State\n  year: Year\n  violent: Violence\n"
    text = castle("labels:\n", more).replace("  violent: Violent crime\n", "")
    said = read(text).labels
    assert (said["variant_b"], said["space"]) == ("Crimes counted with the inputs", "Among all states")


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("", "panel.sources.0.path"),
        ("    crosswalk: raw/absent.csv\n", "unit.crosswalk"),
    ],
)
def test_files_that_do_not_exist_are_named(smallest, said, more, key):
    text = smallest().replace("unit: {key: field}\n", "unit:\n    key: field\n" + more)
    absent = "raw/absent.csv" if more else "raw/fields.csv"
    lines = said(text, [absent])
    assert len(lines) == 1
    assert f"the file {absent} does not exist; correct the path, or put the file there" in lines[0]
    line = next(number for number, content in enumerate(text.splitlines(), 1) if absent in content)
    assert lines[0].startswith(f"study.yaml:{line}: ")


def test_a_roster_that_does_not_exist_is_named(smallest, said):
    (line,) = said(smallest(), ["raw/zones.csv"])
    assert "the file raw/zones.csv does not exist" in line


def test_all_faults_of_names_are_said_at_once(smallest, said):
    text = smallest(
        "      wrong: scor ~ zone | unit\n      sampled: {formula: score ~ zone, sample: rian > 2}\n",
        "labels: {absent: a}\n",
        "report: {All: [nothing]}\n",
        "figures: {f: {kind: event_study, of: baseline.zone, caption: c}}\n",
        "placebo: {p: {of: nowhere.zone}}\n",
        "macros: {baseline: rain}\n",
    ).replace("desirable: [grain]", "desirable: [grian]")
    lines = said(text)
    assert len(lines) == 8
    numbered = dict(enumerate(text.splitlines(), 1))
    for words, there in [
        ("`tables.baseline`: the name `baseline` is taken by `macros`", "  baseline:"),
        ("`efficiency.desirable`: unknown variable `grian`", "desirable: [grian]"),
        ("`tables.baseline.columns.wrong.formula`: unknown variable `scor`", "wrong: scor"),
        ("`tables.baseline.columns.sampled.sample`: unknown variable `rian`", "sampled:"),
        ("`placebo.p.of`: there is no table of columns `nowhere`", "placebo:"),
        ("`figures.f.of`: `baseline.zone` is `ols`, which has no event times", "figures:"),
        ("`report.All`: there is no table or figure `nothing`", "report:"),
        ("`labels.absent`: nothing has this name", "labels:"),
    ]:
        (line,) = [one for one in lines if words in one]
        assert there in numbered[int(line.split(":")[1])]


def test_what_names_what_in_the_blocks_of_one_study_is_found(smallest, read):
    study = read(smallest(MACROS, MATRIX, FIGURE, PLACEBO, "report: {All: [baseline, trend]}\n"))
    assert study.report == {"All": ["baseline", "trend"]}


def test_one_entry_of_the_page_needs_no_brackets(smallest, read):
    assert read(smallest("report: {All: baseline}\n")).report == {"All": ["baseline"]}


@pytest.mark.parametrize(
    ("main", "words"),
    [
        ("{of: baseline.zoen}", "`main.of`: there is no column of the table `baseline` `zoen`; "),
        ("{of: base.zone}", "`main.of`: there is no table of columns `base`; "),
        ("{of: baseline.rain, term: rian}", "`main.term`: unknown variable `rian`; "),
        ("{of: baseline.rain, figure: trends}", "`main.figure`: there is no figure `trends`; "),
        ("{of: dry.one}", "`main.of`: `dry.one` has no policy among its terms; name a term, as `main: {of: dry.one, "),
    ],
)
def test_a_main_result_that_nothing_has_is_refused(smallest, said, main, words):
    dry = "  dry: {title: t, columns: {one: score ~ rain | unit + year}}\n"
    (line,) = said(smallest(dry, f"main: {main}\n"))
    assert words in line
