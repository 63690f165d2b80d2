# What R makes of differences in psych's bfi, for test_significance.py and test_differences.py.
#
#   Rscript differences.R FOLDER
#
# writes into FOLDER the answers as given with the gender (bfi.csv) and a row a test (tests.csv).
# Men are ours; women are the others, and their rounded figures stand for a benchmark. Each family
# of p-values is adjusted by Holm's method, as p.adjust does it.
if (!requireNamespace("psych", quietly = TRUE)) quit(status = 3)
folder <- commandArgs(trailingOnly = TRUE)[1]
options(digits = 17)

data(bfi, package = "psych", envir = environment())
if (!exists("bfi")) data(bfi, package = "psychTools", envir = environment())
items <- names(bfi)[1:25]
men <- bfi[bfi$gender == 1, items]; women <- bfi[bfi$gender == 2, items]
known <- function(x) x[!is.na(x)]

row <- function(test, subject, answer, x, y, p, value = mean(y), n = length(y), sd = stats::sd(y))
  data.frame(test, subject, answer, current = mean(x), value, n, sd, p)
means <- do.call(rbind, lapply(items, function(item) {
  x <- known(men[[item]]); y <- known(women[[item]])
  mu <- round(mean(y), 1)
  rbind(row("welch", item, NA, x, y, t.test(x, y)$p.value),
        row("one mean", item, NA, x, y, t.test(x, mu = mu)$p.value, mu, NA, NA))
}))
shares <- do.call(rbind, lapply(items, function(item) do.call(rbind, lapply(1:6, function(answer) {
  x <- known(men[[item]]) == answer; y <- known(women[[item]]) == answer
  share <- round(mean(y), 2)
  two <- prop.test(c(sum(x), sum(y)), c(length(x), length(y)), correct = FALSE)
  one <- prop.test(sum(x), length(x), p = share, correct = FALSE)
  rbind(row("two shares", item, answer, x, y, two$p.value, sd = NA),
        row("one share", item, answer, x, y, one$p.value, share, NA, NA))
}))))
tests <- suppressWarnings(rbind(means, shares))
tests$p_adjusted <- ave(tests$p, tests$test, FUN = function(p) p.adjust(p, "holm"))

# Numbers in full: write.csv stops at fifteen digits.
full <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  frame
}
write.csv(full(tests), file.path(folder, "tests.csv"), row.names = FALSE, na = "", quote = FALSE)
write.csv(bfi[c(items, "gender")], file.path(folder, "bfi.csv"), row.names = FALSE, na = "")
grid <- expand.grid(df = c(1, 2.5, 10, 61.7, 900.3, 1e5), t = c(.001, .3, 1, 1.9, 3, 9, 30))
grid$p <- 2 * pt(-grid$t, grid$df)
write.csv(full(grid), file.path(folder, "student.csv"), row.names = FALSE, quote = FALSE)
