import pytest

from core.files import write_json, write_rows
from report.ending import ending

COEFFICIENT = ["column", "term", "estimate", "std_error", "p_value"]
HEARD = {"table": "t", "column": "a", "quantity": "estimate", "difference": 3e-12}
AGREES = {"units": 3, "undecided": 0, "largest_difference": 2e-13}


@pytest.fixture
def study(tmp_path, monkeypatch):
    """Writes the results of a study that are read at the end, and returns its part of the plan."""
    monkeypatch.chdir(tmp_path)

    def write(name, columns=(), rows=(), findings="WNN", audits=(AGREES,), heard=(), permuted=()):
        home = f"results/{name}"
        files = [f"{home}/efficiency/run.json", f"{home}/efficiency/scores/vrs/run.json"][: len(audits)]
        for file, audit in zip(files, audits, strict=True):
            write_json(file, {"audit": audit})
        write_rows(f"{home}/efficiency/scores.csv", [{"score": score} for score in (0.5, None, 1.2)], ["score"])
        write_rows(f"{home}/referee.csv", [{"severity": severity} for severity in findings], ["severity"])
        stem = f"{home}/estimates/fit_ols/baseline"
        write_rows(f"{stem}.csv", rows, COEFFICIENT)
        write_json(f"{stem}.json", {"columns": list(columns)})
        printed = [{"name": column["name"]} for column in columns]
        tables = {"means": {"estimates": ["absent.csv"], "facts": [], "printing": {"columns": []}}}
        tables["baseline"] = {"estimates": [f"{stem}.csv"], "facts": [f"{stem}.json"], "printing": {"columns": printed}}
        voices = [f"{home}/audit/did.csv"][: len(heard)]
        for file in voices:
            write_rows(file, heard, list(HEARD))
        placebo = {"list": [{"name": address} for address in permuted]}
        found = {"efficiency": [f"{home}/efficiency/scores.csv", *files], "voices": voices}
        return {"tables": tables, "placebo": placebo, "files": found}

    return write


def lines(said):
    return [line.strip() for line in said.strip().splitlines()]


def coefficient(*cells):
    return dict(zip(COEFFICIENT, cells, strict=True))


def fit(name, policy):
    return {"name": name, "policy": policy, "n_obs": 2400}


CONTROL = coefficient("first", "gdp", 9.0, 1.0, 0.5)
POLICY = coefficient("second", "policy", -0.0812, 0.0301, 0.0004)
EXACT = coefficient("second", "policy", 2.0, None, None)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([CONTROL, POLICY], "baseline.second: policy -0.0812 (SE 0.0301), p <0.001, N 2,400"),
        ([CONTROL, EXACT], "baseline.second: policy 2.0000 without a standard error, N 2,400"),
        ([CONTROL], "mean score 0.8500, N 2"),
    ],
)
def test_the_main_estimate_is_the_policy_of_the_first_column_that_has_it(study, rows, said):
    columns = [fit("first", None), fit("second", "policy")]
    assert lines(ending({"mine": study("mine", columns, rows)})) == [
        "mine: results/mine/report.html",
        said,
        "referee: 0 to mend, 1 to answer, 2 to note",
        "second voice: the reference model agrees within 2.0e-13 on 3 unit-years, 0 undecided",
    ]


def test_a_column_that_a_placebo_lists_is_the_main_one(study):
    columns = [fit("first", "gdp"), fit("second", "policy")]
    for permuted, said in (((), "baseline.first: gdp"), (("baseline.second",), "baseline.second: policy")):
        main = lines(ending({"mine": study("mine", columns, [CONTROL, POLICY], permuted=permuted)}))[1]
        assert main.startswith(said)


@pytest.mark.parametrize(
    ("audits", "said"),
    [
        ([(3, 0, 1e-15), (4, 1, 2e-12)], "agrees within 2.0e-12 on 7 unit-years, 1 undecided"),
        ([(3, 3, None)], "decided nothing on 3 unit-years, 3 undecided"),
    ],
)
def test_second_voices_are_counted_over_all_scores_at_the_largest_difference(study, audits, said):
    keys = ("units", "undecided", "largest_difference")
    parts = study("mine", audits=[dict(zip(keys, audit, strict=True)) for audit in audits])
    assert lines(ending({"mine": parts}))[-1] == f"second voice: the reference model {said}"


def test_second_voices_of_estimates_have_a_line(study):
    said = lines(ending({"mine": study("mine", heard=[HEARD, HEARD | {"column": "b"}])}))
    assert said[-1] == "second voices: 2 coefficients of 2 columns agree, largest difference 3e-12"


@pytest.mark.parametrize(("studies", "length"), [(1, 4), (4, 19), (5, 5), (16, 16), (50, 17)])
def test_it_fits_on_a_screen(study, studies, length):
    said = lines(ending({f"s{number}": study(f"s{number}") for number in range(studies)}))
    assert len(said) == length
    if studies == 5:
        assert said[4].startswith("s4: results/s4/report.html; mean score 0.8500, N 2; referee: ")
    if studies == 50:
        assert said[-1] == "and 34 more, each with its results/STUDY/report.html"
