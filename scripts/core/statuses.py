"""What became of the programs of a unit-year or of a pair of years: the words in the column `status`."""

OK = "ok"
MISSING = "missing"  # an indicator has no value
INFEASIBLE = "infeasible"  # a program has no feasible point, so there is no number
UNDEFINED = "undefined"  # an efficiency whose ratio means nothing: 1 + distance is not positive
POLICY_ONE = "policy_one"  # the super program is infeasible, and the infeasible policy gave the score 1
POLICY_VARIANT_B = "policy_variant_b"  # the same, and the policy gave the score of variant B
SUPER_STAGE = "super_stage"  # no interval: the score is above 1, and what it estimates is at most 1
INFEASIBLE_DRAWS = "infeasible_draws"  # some replications of a bootstrap have no score
TOO_FEW_DRAWS = "too_few_draws"  # the noise of the draws exceeds the variance that they are to measure

WITHOUT_SUPER = (INFEASIBLE, POLICY_ONE, POLICY_VARIANT_B)  # the super program is infeasible, whatever the policy
SCORED = (OK, POLICY_ONE, POLICY_VARIANT_B)
OF_SCORES = (OK, *WITHOUT_SUPER, MISSING)
OF_INDICES = (OK, MISSING, INFEASIBLE, UNDEFINED)
