# Columns of the study castle by plm, sandwich and spatialreg, in the folder of its files for co-authors: a line for
# each, with its largest difference from expected.csv.

suppressMessages({
  library(plm)
  library(sandwich)
  library(spatialreg)
})

panel <- read.csv("panel.csv", colClasses = c(unit = "character"), na.strings = "")
expected <- read.csv("expected.csv")

said <- function(address, term, estimate, variance) {
  own <- expected[expected$column == address & expected$term == term, ]
  gap <- max(abs(estimate / own$estimate - 1), abs(sqrt(own$factor * variance) / own$std_error - 1))
  cat(sprintf("%s %.1e\n", address, gap))
}

fit <- plm(l_homicide ~ post, panel, index = c("unit", "year"), effect = "twoways")
by_unit <- vcovHC(fit, method = "arellano", type = "HC0", cluster = "group")
said("baseline.homicide", "post", coef(fit), by_unit[1, 1])
said("inference.two_way", "post", coef(fit), vcovDC(fit, type = "HC0")[1, 1])

controls <- "post + unemployrt + poverty + l_income + l_police"
of_dummies <- function(address, effects, weights = NULL, clusters = ~unit) {
  panel$weight <- if (is.null(weights)) 1 else panel[[weights]]
  fit <- lm(as.formula(paste("l_homicide ~", controls, "+", effects)), panel, weights = weight)
  variance <- vcovCL(fit, cluster = clusters, type = "HC0", cadjust = FALSE)
  said(address, "post", coef(fit)["post"], variance["post", "post"])
}
of_dummies("baseline.controls", "factor(unit) + factor(year)")
of_dummies("baseline.weighted", "factor(unit) + factor(year)", "population")
of_dummies("baseline.regions", "factor(unit) + region:factor(year)", "population")
of_dummies("baseline.trends", "factor(unit) + factor(unit):I(year - 2005) + factor(year)", "population")

fit <- lm(l_homicide ~ post + factor(unit) + factor(year), panel)
own <- expected[expected$column == "inference.plain", ]
cat(sprintf("inference.plain %.1e\n", abs(sqrt(vcov(fit)["post", "post"]) / own$std_error - 1)))

# The likelihood of all years at once, with dummies: its maximum is what ours was before the correction.
pairs <- read.csv("weights.csv")
units <- sort(unique(pairs$unit), method = "radix")
rows <- panel[panel$unit %in% units, ]
rows <- rows[order(rows$year, match(rows$unit, units)), ]
w <- matrix(0, length(units), length(units))
w[cbind(match(pairs$unit, units), match(pairs$neighbour, units))] <- pairs$weight
links <- spdep::mat2listw(kronecker(diag(length(unique(rows$year))), w), style = "W")
fit <- lagsarlm(l_homicide ~ post + factor(unit) + factor(year), rows, links, method = "eigen",
  control = list(tol.opt = 1e-14), zero.policy = TRUE)
own <- expected[expected$column == "spatial.sar", ]
gap <- max(abs(c(coef(fit)["post"], coef(fit)["rho"]) / own$uncorrected[match(c("post", "rho"), own$term)] - 1))
cat(sprintf("spatial.sar %.1e\n", gap))
