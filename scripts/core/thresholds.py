"""Rules of judgement that several stages share: one number, one place."""

FEW_CLUSTERS = 40  # below, cluster-robust variances are known to be too small (Cameron, Gelbach and Miller 2008)
FEW_TREATED = 20  # treated clusters, likewise (MacKinnon and Webb 2017)
# What each rule multiplies the clustered (CR0) variance by: G clusters, N rows, K regressors, n units, T years.
SMALL_SAMPLE_RULES = {
    "CR0": "without a small-sample factor (CR0)",
    "CR1": "with the factor G/(G − 1) on the variance (CR1)",
    "reghdfe": "with the factor G/(G − 1) × (N − 1)/(N − K − T) on the variance, as reghdfe computes it",
    "regress": "with the factor G/(G − 1) × (N − 1)/(N − K − n − T + 1) on the variance, as regress with dummies",
    "linearmodels": "with the factor N/(N − K − n − T + 1) on the variance, as linearmodels' PanelOLS",
}
