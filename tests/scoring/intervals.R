# What R makes of the intervals of psych's bfi, for test_intervals.py.
#
#   Rscript intervals.R FOLDER
#
# writes into FOLDER a row an item (means.csv): the mean of the first 200 people, and its 95 %
# interval alone (t.test) and as a sample of 500 (survey::svymean with a finite population). And a
# row a share of 30 people (shares.csv): its interval by prop.test.
if (!all(sapply(c("psych", "survey"), requireNamespace, quietly = TRUE))) quit(status = 3)
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
options(digits = 17)

data(bfi, package = "psych", envir = environment())
if (!exists("bfi")) data(bfi, package = "psychTools", envir = environment())
means <- do.call(rbind, lapply(names(bfi)[1:25], function(item) {
  x <- bfi[[item]][!is.na(bfi[[item]])][1:200]
  alone <- t.test(x)$conf.int
  design <- svydesign(ids = ~1, data = data.frame(x, people = 500), fpc = ~people)
  finite <- confint(svymean(~x, design), df = 199)
  data.frame(item, value = mean(x), sd = sd(x), low = alone[1], high = alone[2],
             finite.low = finite[1], finite.high = finite[2])
}))
shares <- do.call(rbind, lapply(0:30, function(count) {
  interval <- suppressWarnings(prop.test(count, 30, correct = FALSE)$conf.int)
  data.frame(count, low = interval[1], high = interval[2])
}))
full <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) sprintf("%.17g", x))
  frame
}
write.csv(full(means), file.path(folder, "means.csv"), row.names = FALSE, quote = FALSE)
write.csv(full(shares), file.path(folder, "shares.csv"), row.names = FALSE, quote = FALSE)
