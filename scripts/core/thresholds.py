"""When clustered inference is frail, and what each small-sample rule does: said once, for estimates and readers."""

FEW_CLUSTERS = 40  # below, cluster-robust variances are known to be too small (Cameron, Gelbach and Miller 2008)
FEW_TREATED = 20  # treated clusters, likewise (MacKinnon and Webb 2017)
# What each rule multiplies the clustered (CR0) variance by: G clusters, of two cluster variables the smaller number, N
# rows, K terms, F parameters of the effects with the constant, of which E are in no effect that is nested in a cluster.
SMALL_SAMPLE_RULES: dict[str, str] = {
    "reghdfe": "with the factor G/(G − 1) × (N − 1)/(N − K − E) on the variance, as reghdfe and fixest compute it",
    "regress": "with the factor G/(G − 1) × (N − 1)/(N − K − F) on the variance, as regress with dummies",
    "CR1": "with the factor G/(G − 1) on the variance (CR1)",
    "CR0": "without a small-sample factor (CR0)",
    "linearmodels": "with the factor N/(N − K − F) on the variance, as linearmodels' PanelOLS",
}
