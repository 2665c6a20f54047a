"""Policies rest on a roster, a variable or another policy; placebo tests on columns that have one."""

import pytest

POLICY = "  post: {variable: post}\n"
SECOND = "  post_2: {like: post, shift: -2}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (POLICY, "  post: {}\n", "`policies.post`: a policy has one of `roster`, `variable`, `like`"),
        (POLICY, "  post: {variable: post, roster: r.csv}\n", "`like`, not roster and variable"),
        (SECOND, "  post_2: {like: post, variable: post, shift: 1}", "`like`, not variable and like"),
        (POLICY, "  post: {variable: post, where: post == 1}\n", "`where` keeps rows of a `roster`"),
        (SECOND, "  post_2: {like: post}", "`like` and `shift` go together"),
        (SECOND, "  post_2: {like: post, shift: 0}", "`like` and `shift` go together"),
        (POLICY, "  post: {variable: post, shift: 2}\n", "`like` and `shift` go together"),
        (POLICY, "  post: {variable: pst}\n", "`policies.post.variable`: unknown variable `pst`; did you mean `post`?"),
        (POLICY, "  post: {roster: r.csv, where: policy = 2}\n", "expression `policy = 2` cannot be read"),
        (POLICY, "  post: {roster: r.csv, where: 'policy in []'}\n", "needs a list of texts or numbers"),
        (
            POLICY,
            "  post: {variable: post, always: keep}\n",
            "unknown key `policies.post.always`; did you mean `always_",
        ),
        (POLICY, "  post: {variable: post, always_treated: drop}\n", "allowed: 'refuse', 'drop_units' or 'keep'"),
        (SECOND, "  post_2: {like: psot, shift: -2}", "there is no policy above it `psot`; did you mean `post`?"),
        (SECOND, "  post_2: {like: post_2, shift: -2}", "there is no policy above it `post_2`"),
        ("policies:\n" + POLICY + SECOND, "policies:\n" + SECOND + "\n" + POLICY, "there is no policy above it `post`"),
    ],
)
def test_each_fault_of_a_policy_has_its_message(castle, said, old, new, words):
    lines = said(castle(old, new))
    assert any(words in line for line in lines), lines


def test_a_roster_is_read_with_conditions_on_text(smallest, read):
    study = read(smallest().replace("year: since}", "year: since, where: \"kind == 'pilot' and since > 2012\"}"))
    assert study.policies["zone"].where == "kind == 'pilot' and since > 2012"


def test_policies_from_rosters_are_there_before_variables_and_others_after(smallest, read):
    text = smallest("").replace("policies:\n", "policies:\n  late: {like: zone, shift: 2}\n  wet: {variable: rainy}\n")
    text = text.replace("panel:\n", "panel:\n  variables: {rainy: rain > 2}\n")
    ordered = text.replace("  late: {like: zone, shift: 2}\n", "").replace(
        "since}\n", "since}\n  late: {like: zone, shift: 2}\n"
    )
    study = read(ordered)
    assert study.given() == ["land", "labour", "grain", "rain", "zone", "late"]
    assert study.variables() == ["land", "labour", "grain", "rain", "zone", "late", "rainy", "wet"]


def test_a_policy_may_be_called_as_the_variable_that_it_is_made_from(castle, read):
    study = read(castle())
    assert study.policies["post"].variable == "post"
    assert study.variables().count("post") == 1


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{of: baseline.zon}", "there is no column of the table `baseline` `zon`; did you mean `zone`?"),
        ("{of: basline.zone}", "there is no table of columns `basline`; did you mean `baseline`?"),
        ("{of: baseline}", "`placebo.chance.of.0` is 'baseline'; it must match"),
        ("{of: []}", "at least 1 item"),
        ("{of: [baseline.zone, baseline.zone]}", "`baseline.zone` stands twice"),
        ("{of: baseline.none}", "`baseline.none` has no policy among its terms; allowed: `zone`"),
        (
            "{of: later.score}",
            "is `matching`, which has no draws of its policy; allowed: `baseline.zone`, `ba",
        ),
        (
            "{of: dynamics.score, design: in_time, shift: 1}",
            "is `event_study`, which has no fit with an earlier policy",
        ),
        ("{of: baseline.zone, design: in_time}", "`design: in_time` needs `shift`, as `shift: [1, 2, 3]`"),
        ("{of: baseline.zone, shift: 1}", "`shift` moves the policy to earlier years; write `design: in_time`"),
        ("{of: baseline.zone, design: in_time, shift: 0}", "greater than or equal to 1"),
        ("{of: baseline.zone, design: in_time, shift: [1, 1]}", "`1` stands twice"),
        ("{of: baseline.zone, design: in_time, shift: 1, draws: 50, strata: rain}", "leave out `draws` and `strata`"),
        ("{of: baseline.zone, strata: rian}", "`placebo.chance.strata`: unknown variable `rian`; did you mean `rain`?"),
        ("{of: baseline.zone, draws: 5}", "greater than or equal to 20"),
        ("{of: baseline.zone, design: cells}", "`placebo.chance.design` is 'cells'; allowed: 'cohorts' or 'in_time'"),
        ("{formula: score ~ zone}", "unknown key `placebo.chance.formula`; name the columns under `of`"),
    ],
)
def test_each_fault_of_a_placebo_has_its_message(smallest, said, entry, words):
    more = (
        "      none: score ~ rain | unit + year\n"
        "  dynamics: {title: t, estimator: event_study, columns: {score: score ~ zone | unit + year}}\n"
        "  later: {title: t, estimator: matching, method: nearest, on: rain,"
        " columns: {score: score ~ zone | unit + year}}\n"
        f"placebo:\n  chance: {entry}\n"
    )
    lines = said(smallest(more))
    assert any(words in line for line in lines), lines


def test_one_column_of_a_placebo_needs_no_brackets(smallest, read):
    assert read(smallest("placebo: {chance: {of: baseline.zone}}\n")).placebo["chance"].of == ["baseline.zone"]
