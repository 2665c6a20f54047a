# The functions of replicate.R. They need R alone, no packages.

TOLERANCE <- 1e-8  # of an error, relative; of an estimate relative to it or, if that is larger, to its error
gaps <- numeric()  # by column: the largest difference

read <- function(file, texts) {
  if (!file.exists(file)) stop("there is no ", file, " here; run this script in its own folder", call. = FALSE)
  as_text <- setNames(rep("character", length(texts)), texts)
  read.csv(file, colClasses = as_text, check.names = FALSE, na.strings = "", encoding = "UTF-8")
}

# The columns of a study -----------------------------------------------------------------------------------------------

# Regression of an outcome on terms after effects. An effect is a variable, a combination "a^b", or "a[x]", a mean and
# a slope of x for each value of a.
least_squares <- function(address, outcome, terms, effects, sample, clusters, rule, weights = NULL) {
  rows <- panel[panel[[sample]] == 1, ]
  regression(address, rows, rows[[outcome]], as.matrix(rows[terms]), effects, clusters, rule, weights)
}

# The same with a dummy for each year around the start of a policy, of which there is none for the base. The outermost
# hold all years beyond. If every unit is treated in the end, the most distant has no dummy either.
event_study <- function(address, outcome, policy, controls, window, base, effects, sample, clusters, rule,
                        weights = NULL, collinear = character()) {
  rows <- panel[panel[[sample]] == 1, ]
  treated <- panel[!is.na(panel[[policy]]) & panel[[policy]] == 1, ]
  start <- tapply(treated$year, treated$unit, min)
  time <- pmin(pmax(rows$year - start[rows$unit], window[1]), window[2])
  times <- setdiff(window[1]:window[2], base)
  if (!anyNA(time)) times <- times[-1]
  dummies <- sapply(times, function(k) as.numeric(time %in% k))
  colnames(dummies) <- paste0(policy, "::", times)
  dummies <- dummies[, !colnames(dummies) %in% collinear, drop = FALSE]
  columns <- cbind(dummies, as.matrix(rows[controls]))
  regression(address, rows, rows[[outcome]], columns, effects, clusters, rule, weights)
}

# Two-stage least squares.
two_stages <- function(address, outcome, endogenous, exogenous, instruments, effects, sample, clusters, rule) {
  rows <- panel[panel[[sample]] == 1, ]
  net <- without_effects(as.matrix(rows[c(outcome, endogenous, exogenous, instruments)]), rows, effects)
  y <- net$columns[, outcome]
  x <- net$columns[, c(endogenous, exogenous), drop = FALSE]
  fitted <- x
  fitted[, endogenous] <- qr.fitted(qr(net$columns[, c(instruments, exogenous)], tol = 0), x[, endogenous])
  estimates <- qr.coef(qr(fitted, tol = 0), y)
  small <- small_sample(rule, rows, ncol(x), net$rank, effects, clusters)
  spread <- small * variance(fitted, as.vector(y - x %*% estimates), rows, clusters)
  compare(address, estimates, setNames(sqrt(diag(spread)), colnames(x)), nrow(rows))
}

# Spatial models by maximum likelihood with explicit effects: with lags W:x of the terms in `lagged`, and with `lag` a
# lag of the outcome. Errors are clustered, or without clusters from the Hessian.
spatial <- function(address, outcome, terms, lagged, lag, effects, sample, weights, clusters, corrected) {
  rows <- panel[panel[[sample]] == 1, ]
  units <- unique(rows$unit)
  w <- matrix_of(weights, units)
  of_years <- function(v) matrix(v, length(units), byrow = TRUE)  # units by years
  lag_of <- function(v) as.vector(t(w %*% of_years(v)))
  lags <- sapply(lagged, function(term) lag_of(rows[[term]]))
  if (length(lagged)) colnames(lags) <- paste0("W:", lagged)
  columns <- cbind(as.matrix(rows[terms]), if (length(lagged)) lags)
  columns <- without_effects(cbind(rows[[outcome]], lag_of(rows[[outcome]]), columns), rows, effects)$columns
  fit <- maximum(columns[, 1], columns[, 2], columns[, -(1:2), drop = FALSE], w, of_years, lag, effects)
  if (length(clusters)) {
    groups <- rows[[clusters]][match(units, rows$unit)]
    moved <- rowsum(fit$scores, groups) %*% fit$inverse
    spread <- crossprod(moved)
  } else {
    spread <- fit$inverse
  }
  periods <- nrow(rows) / length(units)
  factor <- if (corrected && "unit" %in% effects) periods / (periods - 1) else 1
  estimates <- fit$estimates + if (corrected) fit$moved else 0
  errors <- sqrt(factor * diag(spread))
  kept <- seq_len(length(estimates) - 1)  # the last is sigma2
  names <- c(colnames(columns)[-(1:2)], if (lag) "rho")
  compare(address, setNames(estimates[kept], names), setNames(errors[kept], names), nrow(rows))
}

# What they are made of ------------------------------------------------------------------------------------------------

# The number of each row's group, from 1.
groups_of <- function(rows, factors) {
  key <- do.call(paste, c(rows[factors], sep = "\r"))
  match(key, unique(key))
}

factors_of <- function(effect) strsplit(sub("\\[.*", "", effect), "^", fixed = TRUE)[[1]]
slope_of <- function(effect) if (grepl("[", effect, fixed = TRUE)) gsub(".*\\[|\\]", "", effect)

dummies_of <- function(groups) outer(groups, seq_len(max(groups)), "==") + 0

# Columns less the weighted means of groups.
demeaned <- function(columns, groups, weight) {
  means <- rowsum(weight * columns, groups) / as.vector(rowsum(weight, groups))
  columns - means[groups, , drop = FALSE]
}

# Columns after effects, times the roots of the weights, and how many parameters the effects take up. The means of the
# effect with most groups are taken out of all; then least squares takes out the dummies and slopes of the others.
without_effects <- function(columns, rows, effects, weight = rep(1, nrow(rows))) {
  groups <- lapply(effects, function(effect) groups_of(rows, factors_of(effect)))
  if (!length(groups)) groups <- list(rep(1, nrow(rows)))
  first <- which.max(sapply(groups, max))
  slopes <- lapply(seq_along(effects), function(at) {
    slope <- slope_of(effects[at])
    if (!is.null(slope)) dummies_of(groups[[at]]) * (rows[[slope]] - mean(rows[[slope]]))
  })
  others <- do.call(cbind, c(lapply(groups[-first], dummies_of), slopes))
  columns <- sqrt(weight) * demeaned(columns, groups[[first]], weight)
  rank <- max(groups[[first]])
  if (!is.null(others)) {
    fit <- qr(sqrt(weight) * demeaned(others, groups[[first]], weight), tol = 1e-9)
    names <- colnames(columns)
    columns <- qr.resid(fit, columns)
    colnames(columns) <- names
    rank <- rank + fit$rank
  }
  list(columns = columns, rank = rank)
}

regression <- function(address, rows, outcome, columns, effects, clusters, rule, weights) {
  weight <- if (is.null(weights)) rep(1, nrow(rows)) else rows[[weights]] / mean(rows[[weights]])
  net <- without_effects(cbind(outcome, columns), rows, effects, weight)
  y <- net$columns[, 1]
  x <- net$columns[, -1, drop = FALSE]
  fit <- qr(x, tol = 0)
  small <- small_sample(rule, rows, ncol(x), net$rank, effects, clusters)
  spread <- small * variance(x, qr.resid(fit, y), rows, clusters)
  compare(address, setNames(qr.coef(fit, y), colnames(x)), setNames(sqrt(diag(spread)), colnames(x)), nrow(rows))
}

# Variance of the coefficients on x with residuals u: by clusters, by two of them, or of independent errors. Without
# small-sample factor.
variance <- function(x, u, rows, clusters) {
  bread <- chol2inv(qr.R(qr(x, tol = 0)))
  if (!length(clusters)) return(bread * mean(u^2))
  meat <- function(names) crossprod(rowsum(x * u, groups_of(rows, names)))
  middle <- Reduce(`+`, lapply(clusters, meat))
  if (length(clusters) == 2) middle <- middle - meat(clusters)
  bread %*% middle %*% bread
}

small_sample <- function(rule, rows, regressors, rank, effects, clusters) {
  n <- nrow(rows)
  if (!length(clusters)) return(n / (n - regressors - rank))
  g <- min(sapply(clusters, function(name) max(groups_of(rows, name))))
  free <- sapply(effects, function(effect) any(sapply(clusters, nested, rows = rows, effect = effect)))
  switch(rule,
    CR0 = 1,
    CR1 = g / (g - 1),
    regress = g / (g - 1) * (n - 1) / (n - regressors - rank),
    reghdfe = g / (g - 1) * (n - 1) / (n - regressors - rank_of(rows, effects[!as.logical(free)])),
    linearmodels = n / (n - regressors - levels_of(rows, effects, clusters))
  )
}

# Whether all rows of a group of an effect are in one cluster.
nested <- function(cluster, rows, effect) {
  max(groups_of(rows, factors_of(effect))) == max(groups_of(rows, c(factors_of(effect), cluster)))
}

rank_of <- function(rows, effects) without_effects(matrix(0, nrow(rows), 1), rows, effects)$rank

# The parameters that PanelOLS counts: none of units or years alone that are nested in every cluster.
levels_of <- function(rows, effects, clusters) {
  if (!length(effects)) return(1)
  if (length(effects) == 1 && effects %in% c("unit", "year")) {
    if (all(sapply(clusters, nested, rows = rows, effect = effects))) return(0)
  }
  each <- sapply(effects, function(e) max(groups_of(rows, factors_of(e))) * (1 + !is.null(slope_of(e))))
  sum(each) - length(effects) + 1
}

# Weights of units in their order: row i holds those of the neighbours of unit i.
matrix_of <- function(name, units) {
  pairs <- weights[weights$weights == name, ]
  w <- matrix(0, length(units), length(units))
  w[cbind(match(pairs$unit, units), match(pairs$neighbour, units))] <- pairs$weight
  w
}

# The maximum of the likelihood of y = rho Wy + x b + e, or without `lag` of y = x b + e, all without effects: estimates
# and sigma2, the inverse of the information, the scores of the units, and by how much the effects of years move the
# estimates (Lee and Yu 2010).
maximum <- function(y, wy, x, w, of_years, lag, effects) {
  fit <- qr(x, tol = 0)
  rho <- if (lag) peak(qr.resid(fit, y), qr.resid(fit, wy), w) else 0
  slopes <- qr.coef(fit, y - rho * wy)
  e <- qr.resid(fit, y - rho * wy)
  sigma2 <- mean(e^2)
  units <- nrow(w)
  periods <- length(e) / units
  errors <- of_years(e)
  own <- diag(units)
  g <- if (lag) solve(own - rho * w, w) else 0 * own
  last <- ncol(x) + lag + 1
  information <- matrix(0, last, last)
  k <- seq_len(ncol(x))
  information[k, k] <- crossprod(x) / sigma2
  information[last, last] <- length(e) / (2 * sigma2^2)
  score <- rep(0, last)
  score[last] <- periods / (2 * sigma2)
  by_unit <- rowsum(x * e, rep(seq_len(units), each = periods)) / sigma2
  if (lag) {
    at <- last - 1
    information[at, at] <- periods * sum(g * t(g)) + sum(wy^2) / sigma2
    information[at, k] <- information[k, at] <- crossprod(x, wy) / sigma2
    information[at, last] <- information[last, at] <- sum(wy * e) / sigma2^2
    score[at] <- periods * sum(g) / units
    # e'Ge shared out as martingale differences (Kelejian and Prucha 2001)
    both <- g + t(g)
    shares <- diag(g) * errors + (both * lower.tri(both)) %*% errors
    drift <- of_years(wy) - g %*% errors
    by_unit <- cbind(by_unit, rowSums((drift + shares) * errors) / sigma2 - periods * diag(g))
  }
  scale <- 1 / sqrt(diag(information))
  inverse <- t(t(chol2inv(chol(t(t(information * scale) * scale))) * scale) * scale)
  list(
    estimates = c(slopes, if (lag) rho, sigma2),
    inverse = inverse,
    scores = cbind(by_unit, (rowSums(errors^2) / sigma2 - periods) / (2 * sigma2)),
    moved = if ("year" %in% effects) as.vector(inverse %*% score) else 0
  )
}

# Where T log det(I - rho W) - NT/2 log e'e is largest, with e = e0 - rho e1: the highest of some points, then the root
# of the derivative beside it.
peak <- function(e0, e1, w) {
  values <- eigen(w, only.values = TRUE)$values
  radius <- max(Mod(values))
  real <- Re(values[abs(Im(values)) <= 1e-9 * radius])
  low <- if (min(real) < -1e-9 * radius) 1 / min(real) else -1 / radius
  high <- 1 / max(real)
  periods <- length(e0) / nrow(w)
  likelihood <- function(rho) {
    periods * Re(sum(log(1 - rho * as.complex(values)))) - length(e0) / 2 * log(sum((e0 - rho * e1)^2))
  }
  slope <- function(rho) {
    e <- e0 - rho * e1
    length(e) * sum(e1 * e) / sum(e^2) - periods * Re(sum(values / (1 - rho * values)))
  }
  points <- seq(low, high, length.out = 102)
  inner <- points[2:101]
  best <- 1 + which.max(sapply(inner, likelihood))
  ends <- c(max(points[best - 1], low + 1e-9), min(points[best + 1], high - 1e-9))
  uniroot(slope, ends, tol = .Machine$double.eps, maxiter = 10000)$root
}

# The comparison -------------------------------------------------------------------------------------------------------

# A line for a column: rows and largest difference from expected.csv.
compare <- function(address, estimates, errors, n) {
  own <- expected[expected$column == address, ]
  estimates <- estimates[own$term]
  scale <- pmax(abs(own$estimate), own$std_error, na.rm = TRUE)
  gap <- c(abs(estimates - own$estimate) / scale, abs(errors[own$term] / own$std_error - 1)[!is.na(own$std_error)])
  if (anyNA(gap) || any(own$n_obs != n)) gap <- Inf
  gaps[[address]] <<- max(gap)
  cat(sprintf("%-44s %6d rows  difference %7.1e\n", address, n, max(gap)))
}

# The last line, and status 1 if a column differs or was not computed.
finish <- function() {
  missing <- setdiff(expected$column, names(gaps))
  failed <- c(names(gaps)[!(gaps <= TOLERANCE)], missing)
  if (length(failed)) {
    cat("NOT as in expected.csv:", failed, sep = "\n  ")
    cat("\n")
    quit(status = 1)
  }
  cat(sprintf("%d columns as in expected.csv, largest difference %.1e\n", length(gaps), max(0, gaps)))
}
