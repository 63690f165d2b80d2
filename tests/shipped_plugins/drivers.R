# Relative weights of two real surveys by another road, for test_drivers.py to agree with.
#
#   Rscript drivers.R FOLDER
#
# writes into FOLDER the answers as given (bfi.csv, attitude.csv) and drivers.csv. No Debian package
# has relative weights, so they are computed as Johnson (2000) defines them, on the data themselves:
# Z is the orthonormal matrix nearest to X, the weights are squared regressions on Z, carried back by
# the squared correlations of X with Z. `lmg` (Lindeman, Merenda & Gold 1980) divides R squared by
# averaging over every order in which the themes may enter, and is close to them.
if (!requireNamespace("psych", quietly = TRUE)) quit(status = 3)
folder <- commandArgs(trailingOnly = TRUE)[1]

r_squared <- function(x, y, of) if (length(of)) summary(lm(y ~ x[, of, drop = FALSE]))$r.squared else 0
lmg <- function(x, y) {
  p <- ncol(x)
  sapply(1:p, function(j) {
    others <- setdiff(1:p, j)
    sum(sapply(0:(2^(p - 1) - 1), function(code) {
      before <- others[bitwAnd(code, 2^(seq_along(others) - 1)) > 0]
      k <- length(before)
      orders <- factorial(k) * factorial(p - 1 - k) / factorial(p)
      orders * (r_squared(x, y, c(before, j)) - r_squared(x, y, before))
    }))
  })
}
relative_weights <- function(x, y) {
  x <- scale(x); y <- as.vector(scale(y))
  s <- svd(x)
  z <- scale(s$u %*% t(s$v))
  onto_y <- coef(lm(y ~ z))[-1]
  as.vector(cor(x, z)^2 %*% onto_y^2)
}
said <- function(survey, x, y) {
  whole <- complete.cases(x, y)
  x <- as.matrix(x[whole, ]); y <- y[whole]
  data.frame(survey, theme = colnames(x), n = sum(whole), correlation = as.vector(cor(x, y)),
             weight = relative_weights(x, y), lmg = lmg(x, y),
             r_squared = summary(lm(y ~ x))$r.squared)
}

bfi <- psych::bfi[, 1:25]
keyed <- bfi
for (item in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) keyed[[item]] <- 7 - keyed[[item]]
theme <- function(letter) rowMeans(keyed[, paste0(letter, 1:5)], na.rm = TRUE)
traits <- data.frame(agree = theme("A"), conscientious = theme("C"), extraversion = theme("E"),
                     openness = theme("O"))
found <- rbind(said("bfi", traits, theme("N")),
               said("attitude", attitude[, -1], attitude$rating))
numbers <- sapply(found, is.numeric)
found[numbers] <- lapply(found[numbers], format, digits = 17, trim = TRUE)
write.csv(found, file.path(folder, "drivers.csv"), row.names = FALSE)
write.csv(bfi, file.path(folder, "bfi.csv"), row.names = FALSE, na = "")
write.csv(attitude, file.path(folder, "attitude.csv"), row.names = FALSE)
