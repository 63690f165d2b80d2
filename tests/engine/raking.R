# What R makes of weights for psych's bfi, for test_weights.py.
#
#   Rscript raking.R FOLDER
#
# writes into FOLDER the answers with gender, education and age band (bfi.csv), how many were
# invited of each (invited.csv), the weights of everyone (weights.csv: `rake`, and `trimmed` by
# trimWeights), figures under the trimmed ones (figures.csv), and tests of men beside women under them
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
w <- weights(trimmed)

figures <- do.call(rbind, lapply(items, function(item) {
  known <- !is.na(bfi[[item]])
  spread <- cov.wt(as.matrix(bfi[[item]][known]), wt = w[known] / sum(w[known]))
  data.frame(item, mean = as.numeric(coef(svymean(reformulate(item), trimmed, na.rm = TRUE))),
             sd = sqrt(as.numeric(spread$cov)), n = sum(w[known])^2 / sum(w[known]^2),
             share = as.numeric(coef(svymean(~I(as.numeric(bfi[[item]] == 6)), trimmed, na.rm = TRUE))))
}))
of_sex <- function(item, sex) {
  known <- !is.na(bfi[[item]]) & bfi$sex == sex
  x <- as.numeric(bfi[[item]][known]); part <- w[known] / sum(w[known])
  list(mean = sum(part * x), var = as.numeric(cov.wt(as.matrix(x), wt = part)$cov), n = 1 / sum(part^2),
       share = sum(part[x == 4]))
}
given <- svydesign(ids = ~1, weights = w, data = bfi)
tests <- do.call(rbind, lapply(items, function(item) {
  m <- of_sex(item, "man"); f <- of_sex(item, "woman")
  squares <- c(m$var / m$n, f$var / f$n)
  df <- sum(squares)^2 / sum(squares^2 / (c(m$n, f$n) - 1))
  shares <- suppressWarnings(prop.test(c(m$share * m$n, f$share * f$n), c(m$n, f$n), correct = FALSE))
  data.frame(item, welch = 2 * pt(-abs(m$mean - f$mean) / sqrt(sum(squares)), df), shares = shares$p.value,
             linearised = abs(as.numeric(svyttest(reformulate("sex", item), given)$statistic)))
}))
full <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  frame
}
write <- function(frame, name)
  write.csv(full(frame), file.path(folder, name), row.names = FALSE, na = "", quote = FALSE)
bfi$school[bfi$school == "unknown"] <- NA
write(bfi[c(items, names(invited))], "bfi.csv")
write(do.call(rbind, lapply(names(invited), function(segment)
  data.frame(segment, group = names(invited[[segment]]), invited = invited[[segment]]))), "invited.csv")
write(data.frame(raked = weights(raked), trimmed = w), "weights.csv")
write(figures, "figures.csv")
write(tests, "tests.csv")
