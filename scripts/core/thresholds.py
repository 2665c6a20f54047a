"""When clustered inference is frail, and what each small-sample rule does: said once, for estimates and readers."""

FEW_CLUSTERS = 40  # below this the clustered variance is known to be too small
FEW_TREATED = 20  # the same of treated clusters

# What each rule multiplies the clustered (CR0) variance by: G clusters, N rows, K regressors, n units, T years.
SMALL_SAMPLE_RULES: dict[str, str] = {
    "reghdfe": "with the factor G/(G − 1) × (N − 1)/(N − K − T) on the variance, as reghdfe computes it",
    "regress": "with the factor G/(G − 1) × (N − 1)/(N − K − n − T + 1) on the variance, as regress with dummies",
    "CR1": "with the factor G/(G − 1) on the variance (CR1)",
    "CR0": "without a small-sample factor (CR0)",
    "linearmodels": "with the factor N/(N − K − n − T + 1) on the variance, as linearmodels' PanelOLS",
}
