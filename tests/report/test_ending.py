import pytest

from core.files import write_json, write_rows
from report.ending import ending

HEARD = {"table": "t", "column": "a", "quantity": "estimate", "difference": 3e-12}
AGREES = {"units": 3, "undecided": 0, "largest_difference": 2e-13}
EFFECT = {"address": "baseline.second", "term": "policy", "estimate": -0.0812, "std_error": 0.0301, "p_value": 0.0004}
EFFECT |= {"n_obs": 2400}
MEAN = {"address": None, "estimate": 0.85, "n_obs": 2}


@pytest.fixture
def study(tmp_path, monkeypatch):
    """Writes the results of a study that are read at the end, and returns its part of the plan."""
    monkeypatch.chdir(tmp_path)

    def write(name, main=MEAN, findings="WNN", audits=(AGREES,), heard=()):
        home = f"results/{name}"
        files = [f"{home}/efficiency/run.json", f"{home}/efficiency/scores/vrs/run.json"][: len(audits)]
        for file, audit in zip(files, audits, strict=True):
            write_json(file, {"audit": audit})
        write_json(f"{home}/main.json", {"result": main})
        write_rows(f"{home}/referee.csv", [{"severity": severity} for severity in findings], ["severity"])
        voices = [f"{home}/audit/did.csv"][: len(heard)]
        for file in voices:
            write_rows(file, heard, list(HEARD))
        return {"files": {"efficiency": [f"{home}/efficiency/scores.csv", *files], "voices": voices}}

    return write


def lines(said):
    return [line.strip() for line in said.strip().splitlines()]


@pytest.mark.parametrize(
    ("main", "said"),
    [
        (EFFECT, "baseline.second: policy -0.0812 (SE 0.0301), p <0.001, N 2,400"),
        (EFFECT | {"std_error": None}, "baseline.second: policy -0.0812 without a standard error, N 2,400"),
        (MEAN, "mean score 0.8500, N 2"),
        (MEAN | {"estimate": None, "n_obs": 0}, "no score, N 0"),
    ],
)
def test_a_study_says_its_main_result_what_its_referee_found_and_who_agrees(study, main, said):
    assert lines(ending({"mine": study("mine", main)})) == [
        "mine: results/mine/report.html",
        said,
        "referee: 0 to mend, 1 to answer, 2 to note",
        "second voice: the reference model agrees within 2.0e-13 on 3 unit-years, 0 undecided",
    ]


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
