# Weights of psych's bfi by R, for test_weights.py.
#
#   Rscript raking.R FOLDER
#
# Writes into FOLDER the answers with gender, education, its stage and age band (bfi.csv), the number of people
# invited from each (invited.csv), the weight of each person (weights.csv: those of survey's `rake`, and raked
# and capped at 5 in turn until both hold), figures with the capped weights (figures.csv), and tests of the
# lower stage against the rest (tests.csv: Welch's with the weighted spread and Kish's number of people, two
# proportions with that number, and the t of `svyttest`, which linearises). A blank education is a part of its
# own that keeps its share.
for (package in c("psych", "survey")) {
  if (!requireNamespace(package, quietly = TRUE)) quit(status = 3)
}
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
options(digits = 17)

data(bfi, package = "psych", envir = environment())
if (!exists("bfi")) data(bfi, package = "psychTools", envir = environment())
items <- names(bfi)[1:25]
bfi$band <- as.character(cut(bfi$age, c(0, 20, 30, 45, 99), c("to 20", "to 30", "to 45", "over 45")))
bfi$sex <- c("man", "woman")[bfi$gender]
bfi$school <- ifelse(is.na(bfi$education), "unknown", paste("level", bfi$education))
bfi$stage <- c("lower", "lower", "higher", "higher", "higher")[match(bfi$school, paste("level", 1:5))]

invited <- list(
  sex = c(man = 2120, woman = 2880),
  school = c("level 1" = 970, "level 2" = 885, "level 3" = 1660, "level 4" = 730, "level 5" = 755),
  band = c("to 20" = 790, "to 30" = 1385, "to 45" = 1465, "over 45" = 1360)
)
people <- nrow(bfi)
margins <- lapply(names(invited), function(segment) {
  nowhere <- sum(bfi[[segment]] == "unknown")
  wanted <- invited[[segment]] / sum(invited[[segment]]) * (people - nowhere)
  if (nowhere) wanted <- c(wanted, unknown = nowhere)
  setNames(data.frame(names(wanted), Freq = as.numeric(wanted)), c(segment, "Freq"))
})
rake_from <- function(w) {
  design <- svydesign(ids = ~1, weights = w, data = bfi)
  weights(rake(design, list(~sex, ~school, ~band), margins, list(maxit = 1000, epsilon = 1e-14)))
}
cap <- function(w, largest) {  # all others are multiplied, so that the total stays the same
  while (any(w > largest)) {
    cut <- pmin(w, largest)
    below <- cut < largest
    cut[below] <- cut[below] * (1 + sum(w - cut) / sum(cut[below]))
    w <- cut
  }
  w
}
raked <- rake_from(rep(1, people))
w <- raked
while (max(w) > 5 * (1 + 1e-10)) w <- rake_from(cap(w, 5))

figures <- do.call(rbind, lapply(items, function(item) {
  known <- !is.na(bfi[[item]])
  design <- svydesign(ids = ~1, weights = w[known], data = bfi[known, ])
  spread <- cov.wt(as.matrix(bfi[[item]][known]), wt = w[known] / sum(w[known]))
  data.frame(item, mean = as.numeric(coef(svymean(reformulate(item), design, na.rm = TRUE))),
             sd = sqrt(as.numeric(spread$cov)), n = sum(w[known])^2 / sum(w[known]^2),
             share = as.numeric(coef(svymean(reformulate(sprintf("I(as.numeric(%s == 6))", item)), design))))
}))
is_lower <- bfi$stage %in% "lower"
of_stage <- function(item, lower) {
  known <- !is.na(bfi[[item]]) & is_lower == lower
  x <- as.numeric(bfi[[item]][known]); part <- w[known] / sum(w[known])
  list(mean = sum(part * x), var = as.numeric(cov.wt(as.matrix(x), wt = part)$cov), n = 1 / sum(part^2),
       share = sum(part[x == 4]))
}
tests <- do.call(rbind, lapply(items, function(item) {
  m <- of_stage(item, TRUE); f <- of_stage(item, FALSE)
  known <- !is.na(bfi[[item]])
  given <- svydesign(ids = ~1, weights = w[known], data = transform(bfi, lower = is_lower)[known, ])
  squares <- c(m$var / m$n, f$var / f$n)
  df <- sum(squares)^2 / sum(squares^2 / (c(m$n, f$n) - 1))
  shares <- suppressWarnings(prop.test(c(m$share * m$n, f$share * f$n), c(m$n, f$n), correct = FALSE))
  data.frame(item, welch = 2 * pt(-abs(m$mean - f$mean) / sqrt(sum(squares)), df), shares = shares$p.value,
             linearised = abs(as.numeric(svyttest(reformulate("lower", item), given)$statistic)))
}))
full <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  frame
}
write <- function(frame, name)
  write.csv(full(frame), file.path(folder, name), row.names = FALSE, na = "", quote = FALSE)
bfi$school[bfi$school == "unknown"] <- NA
write(bfi[c(items, names(invited), "stage")], "bfi.csv")
write(do.call(rbind, lapply(names(invited), function(segment)
  data.frame(segment, group = names(invited[[segment]]), invited = invited[[segment]]))), "invited.csv")
write(data.frame(raked, capped = w), "weights.csv")
write(figures, "figures.csv")
write(tests, "tests.csv")
