# What R makes of weights for psych's bfi, for test_weights.py.
#
#   Rscript raking.R FOLDER
#
# writes into FOLDER the answers with gender, education, its stage and age band (bfi.csv), how many were
# invited of each (invited.csv), the weights of everyone (weights.csv: those of `rake` and of trimWeights,
# the sums nearest to each, and those of `calibrate` to the margins of nearby.csv), figures under the latter (figures.csv), and tests of the lower stage beside the rest
# (tests.csv: Welch's by the weighted spread and Kish's number of people, two proportions by that number,
# and the t of `svyttest`, which linearises, with these weights as given). A blank education is a part of its
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

invited <- list(
  sex = c(man = 2600, woman = 2400),
  school = c("level 1" = 1500, "level 2" = 1200, "level 3" = 900, "level 4" = 700, "level 5" = 700),
  band = c("to 20" = 200, "to 30" = 900, "to 45" = 1700, "over 45" = 2200)
)
people <- nrow(bfi)
margins <- lapply(names(invited), function(segment) {
  nowhere <- sum(bfi[[segment]] == "unknown")
  wanted <- invited[[segment]] / sum(invited[[segment]]) * (people - nowhere)
  if (nowhere) wanted <- c(wanted, unknown = nowhere)
  setNames(data.frame(names(wanted), Freq = as.numeric(wanted)), c(segment, "Freq"))
})
design <- svydesign(ids = ~1, weights = rep(1, people), data = bfi)
raked <- rake(design, list(~sex, ~school, ~band), margins, list(maxit = 1000, epsilon = 1e-13))
trimmed <- trimWeights(raked, upper = 5, strict = TRUE)
# Of these, sums of a number for each group that someone is in; in a figure, of who answered it. Within a
# stage only its schools lie wholly in it, and each of them has the mean of its weights. None is under a tenth
# of the mean (or the least of all), and all differ the less for it.
among <- function(w, known) {
  near <- numeric(people)
  near[known] <- fitted(lm(w[known] ~ sex + school + band, data = bfi[known, ]))
  low <- min(near[known]); middle <- mean(w[known]); least <- min(middle / 10, w[known])
  if (low < least) near[known] <- middle + (near[known] - middle) * (middle - least) / (middle - low)
  near
}
w <- weights(trimmed)
within <- function(known) ave(w[known], bfi$school[known])
bfi$stage <- c("lower", "lower", "higher", "higher", "higher")[match(bfi$school, paste("level", 1:5))]

figures <- do.call(rbind, lapply(items, function(item) {
  known <- !is.na(bfi[[item]])
  trimmed <- svydesign(ids = ~1, weights = among(w, known)[known], data = bfi[known, ])
  w <- among(w, known)
  spread <- cov.wt(as.matrix(bfi[[item]][known]), wt = w[known] / sum(w[known]))
  data.frame(item, mean = as.numeric(coef(svymean(reformulate(item), trimmed, na.rm = TRUE))),
             sd = sqrt(as.numeric(spread$cov)), n = sum(w[known])^2 / sum(w[known]^2),
             share = as.numeric(coef(svymean(reformulate(sprintf("I(as.numeric(%s == 6))", item)), trimmed))))
}))
is_lower <- bfi$stage %in% "lower"
of_stage <- function(item, lower) {
  known <- !is.na(bfi[[item]]) & is_lower == lower
  x <- as.numeric(bfi[[item]][known]); part <- within(known) / sum(within(known))
  list(mean = sum(part * x), var = as.numeric(cov.wt(as.matrix(x), wt = part)$cov), n = 1 / sum(part^2),
       share = sum(part[x == 4]))
}
tests <- do.call(rbind, lapply(items, function(item) {
  m <- of_stage(item, TRUE); f <- of_stage(item, FALSE)
  known <- !is.na(bfi[[item]])
  each <- numeric(people); each[known & is_lower] <- within(known & is_lower)
  each[known & !is_lower] <- within(known & !is_lower)
  given <- svydesign(ids = ~1, weights = each[known], data = transform(bfi, lower = is_lower)[known, ])
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
everyone <- rep(TRUE, people)
# Margins a quarter as far from those who answered: there linear weighting has nobody below nothing.
nearby <- function(segment) {
  there <- table(bfi[[segment]]); own <- names(invited[[segment]])
  shares <- 3 * there[own] / sum(there[own]) + invited[[segment]] / sum(invited[[segment]])
  setNames(as.numeric(round(1000 * shares)), own)
}
asked <- lapply(c(sex = "sex", school = "school", band = "band"), nearby)
mild <- lapply(names(asked), function(segment) {
  there <- table(bfi[[segment]]); own <- names(asked[[segment]])
  there[own] <- asked[[segment]] / sum(asked[[segment]]) * sum(there[own])
  there
})
totals <- c(people, unlist(lapply(mild, function(part) part[-1])))
names(totals) <- colnames(model.matrix(~ sex + school + band, bfi))
calibrated <- calibrate(design, ~ sex + school + band, totals, calfun = "linear")
weighed <- data.frame(rake = weights(raked), cut = weights(trimmed), raked = among(weights(raked), everyone),
                      trimmed = among(w, everyone), calibrated = weights(calibrated))
bfi$school[bfi$school == "unknown"] <- NA
write(bfi[c(items, names(invited), "stage")], "bfi.csv")
write(do.call(rbind, lapply(names(invited), function(segment)
  data.frame(segment, group = names(invited[[segment]]), invited = invited[[segment]]))), "invited.csv")
write(weighed, "weights.csv")
write(do.call(rbind, lapply(names(asked), function(segment)
  data.frame(segment, group = names(asked[[segment]]), invited = asked[[segment]]))), "nearby.csv")
write(figures, "figures.csv")
write(tests, "tests.csv")
