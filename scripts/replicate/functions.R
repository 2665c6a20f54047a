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

# Spatial models by maximum likelihood with explicit effects: with lags W:x of the terms in `lagged`, and lags of the
# outcome: "rho", or "rho.a.b" from the units where the variable a is 1 to those where b is. Errors are clustered, or
# without clusters from the Hessian.
spatial <- function(address, outcome, terms, lagged, lags, effects, sample, weights, clusters, corrected) {
  rows <- panel[panel[[sample]] == 1, ]
  units <- unique(rows$unit)
  w <- matrix_of(weights, units)
  lag_of <- function(v, w) as.vector(t(w %*% matrix(v, length(units), byrow = TRUE)))
  parts <- lapply(lags, part_of, w = w, of_units = rows[match(units, rows$unit), ])
  columns <- do.call(cbind, c(
    list(y = rows[[outcome]], as.matrix(rows[terms])),
    setNames(lapply(rows[lagged], lag_of, w = w), sprintf("W:%s", lagged)),
    setNames(lapply(parts, lag_of, v = rows[[outcome]]), lags)
  ))
  net <- without_effects(columns, rows, effects)$columns
  regressors <- setdiff(colnames(net), c("y", lags))
  fit <- maximum(net[, "y"], net[, lags, drop = FALSE], net[, regressors, drop = FALSE], parts, length(units))
  spread <- fit$inverse
  if (length(clusters)) {
    groups <- rows[[clusters]][match(units, rows$unit)]
    spread <- crossprod(rowsum(fit$scores, groups) %*% fit$inverse)
  }
  periods <- nrow(rows) / length(units)
  factor <- if (corrected && "unit" %in% effects) periods / (periods - 1) else 1
  moved <- if (corrected && "year" %in% effects) as.vector(fit$inverse %*% fit$by_years) else 0
  names <- c(regressors, lags, "sigma2")
  compare(address, setNames(fit$estimates + moved, names), setNames(sqrt(factor * diag(spread)), names), nrow(rows))
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
  free <- vapply(effects, function(effect) any(sapply(clusters, nested, rows = rows, effect = effect)), NA)
  switch(rule,
    CR0 = 1,
    CR1 = g / (g - 1),
    regress = g / (g - 1) * (n - 1) / (n - regressors - rank),
    reghdfe = g / (g - 1) * (n - 1) / (n - regressors - rank_of(rows, effects[!free])),
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
  pairs <- weights[weights$matrix == name, ]
  w <- matrix(0, length(units), length(units))
  w[cbind(match(pairs$unit, units), match(pairs$neighbour, units))] <- pairs$weight
  w
}

# The part of weights that a lag is of.
part_of <- function(lag, w, of_units) {
  grades <- strsplit(lag, ".", fixed = TRUE)[[1]][-1]
  if (length(grades)) w * outer(of_units[[grades[2]]], of_units[[grades[1]]]) else w
}

# The maximum of the likelihood of y = sum of rho_k wy_k + x b + e, all without effects and by unit and year: estimates
# and sigma2, the inverse of the information, the scores of the units, and what the effects of years leave in the score
# (Lee and Yu 2010).
#   y : (NT); wy : (NT, m), the lags of the outcome by the (N, N) `parts`; x : (NT, k)
maximum <- function(y, wy, x, parts, units) {
  fit <- qr(x, tol = 0)
  periods <- length(y) / units
  rho <- peak(qr.resid(fit, y), qr.resid(fit, wy), parts, units)
  filtered <- as.vector(y - wy %*% rho)
  e <- qr.resid(fit, filtered)
  sigma2 <- mean(e^2)
  errors <- matrix(e, units, byrow = TRUE)
  g <- responses(rho, parts, units)
  columns <- cbind(x, wy)
  of_lags <- ncol(x) + seq_along(parts)
  information <- rbind(cbind(crossprod(columns) / sigma2, crossprod(columns, e) / sigma2^2), 0)
  last <- nrow(information)
  information[last, ] <- c(information[-last, last], length(e) / (2 * sigma2^2))
  information[of_lags, of_lags] <- information[of_lags, of_lags] + periods * traces(g)
  scores <- rowsum(columns * e, rep(seq_len(units), each = periods)) / sigma2
  for (k in seq_along(parts)) {
    # e'Ge shared out as martingale differences (Kelejian and Prucha 2001)
    above <- g[[k]] * upper.tri(g[[k]])
    shared <- rowSums(((t(above) - above) %*% errors) * errors) / sigma2 - periods * diag(g[[k]])
    scores[, of_lags[k]] <- scores[, of_lags[k]] + shared
  }
  scale <- 1 / sqrt(diag(information))
  list(
    estimates = c(qr.coef(fit, filtered), rho, sigma2),
    inverse = scale * chol2inv(chol(scale * t(scale * information))) * rep(scale, each = last),
    scores = cbind(scores, (rowSums(errors^2) / sigma2 - periods) / (2 * sigma2)),
    by_years = periods * c(rep(0, ncol(x)), vapply(g, sum, 0) / units, 1 / (2 * sigma2))
  )
}

# G_k = W_k (I - sum of rho_k W_k)^-1 of each lag, and the traces of their products.
responses <- function(rho, parts, units) {
  inverse <- solve(filter_of(rho, parts, units))
  lapply(parts, function(part) part %*% inverse)
}
filter_of <- function(rho, parts, units) diag(units) - Reduce(`+`, Map(`*`, rho, parts), matrix(0, units, units))
traces <- function(g) {
  found <- matrix(0, length(g), length(g))
  for (k in seq_along(g)) for (l in seq_along(g)) found[k, l] <- sum(g[[k]] * t(g[[l]]))
  found
}

# Where T log det(I - sum of rho_k W_k) - NT/2 log e'e is largest, e = e0 - e1 rho: Newton's method from 0, its steps
# halved until they rise, and where the likelihood is not concave all of them upwards.
peak <- function(e0, e1, parts, units) {
  periods <- length(e0) / units
  likelihood <- function(rho) {
    found <- determinant(filter_of(rho, parts, units))
    if (found$sign < 0) return(-Inf)
    periods * as.numeric(found$modulus) - length(e0) / 2 * log(sum((e0 - e1 %*% rho)^2))
  }
  rho <- rep(0, length(parts))
  for (step in seq_len(200 * (length(parts) > 0))) {
    e <- as.vector(e0 - e1 %*% rho)
    g <- responses(rho, parts, units)
    pull <- as.vector(crossprod(e1, e)) / sum(e^2)
    gradient <- length(e) * pull - periods * vapply(g, function(one) sum(diag(one)), 0)
    bent <- eigen(length(e) * (crossprod(e1) / sum(e^2) - 2 * outer(pull, pull)) + periods * traces(g), symmetric = TRUE)
    move <- as.vector(bent$vectors %*% (crossprod(bent$vectors, gradient) / abs(bent$values)))
    if (max(abs(move)) < 1e-13) return(rho)
    while (sum(gradient * move) > 1e-8 && likelihood(rho + move) < likelihood(rho)) move <- move / 2
    rho <- rho + move
  }
  rho
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
