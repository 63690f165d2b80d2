# What R makes of differences in psych's bfi, for test_significance.py and test_differences.py.
#
#   Rscript differences.R FOLDER
#
# writes into FOLDER the answers as given with the gender (bfi.csv) and a row a test (tests.csv).
# Men are ours; women are the others. "borrowed" has the women's number and not their standard
# deviation: that of the men stands in, with its degrees of freedom. Each family of p-values is
# adjusted by p.adjust, by Holm's method and by Benjamini and Hochberg's.
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
  t <- (mean(x) - mean(y)) / (stats::sd(x) * sqrt(1 / length(x) + 1 / length(y)))
  rbind(row("welch", item, NA, x, y, t.test(x, y)$p.value),
        row("borrowed", item, NA, x, y, 2 * pt(-abs(t), length(x) - 1), sd = NA))
}))
shares <- do.call(rbind, lapply(items, function(item) do.call(rbind, lapply(1:6, function(answer) {
  x <- known(men[[item]]) == answer; y <- known(women[[item]]) == answer
  two <- prop.test(c(sum(x), sum(y)), c(length(x), length(y)), correct = FALSE)
  row("two shares", item, answer, x, y, two$p.value, sd = NA)
}))))
tests <- suppressWarnings(rbind(means, shares))
tests$holm <- ave(tests$p, tests$test, FUN = function(p) p.adjust(p, "holm"))
tests$bh <- ave(tests$p, tests$test, FUN = function(p) p.adjust(p, "BH"))

# Numbers in full: write.csv stops at fifteen digits.
full <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  frame
}
write.csv(full(tests), file.path(folder, "tests.csv"), row.names = FALSE, na = "", quote = FALSE)
write.csv(bfi[c(items, "gender")], file.path(folder, "bfi.csv"), row.names = FALSE, na = "")

# Few people: where R warns that prop.test is not near enough, its exact test; and where all on one
# side gave the same answer, Student's t-test. `n` and `sd` are of ours.
few <- do.call(rbind, lapply(c(11, 30), function(size) do.call(rbind, lapply(items, function(item)
  do.call(rbind, lapply(c(1, 6), function(answer) {
    x <- known(head(men[[item]], size)) == answer; y <- known(tail(women[[item]], 4 * size)) == answer
    ours <- data.frame(current = mean(x), n = length(x), sd = NA)
    warned <- function(test) is.character(tryCatch(test, warning = function(w) "few"))
    two <- matrix(c(sum(x), length(x) - sum(x), sum(y), length(y) - sum(y)), 2)
    if (sum(x) + sum(y) > 0 && warned(prop.test(t(two), correct = FALSE)))
      cbind(test = "fisher", ours, value = mean(y), of = length(y), sd_of = NA,
            p = fisher.test(two)$p.value)
  }))))))
alike <- do.call(rbind, lapply(items, function(item) {
  x <- rep(6, 12); y <- known(women[[item]])
  data.frame(test = "student", current = 6, n = 12, sd = 0, value = mean(y), of = length(y),
             sd_of = stats::sd(y), p = t.test(x, y, var.equal = TRUE)$p.value)
}))
write.csv(full(rbind(few, alike)), file.path(folder, "few.csv"), row.names = FALSE, na = "",
          quote = FALSE)
grid <- expand.grid(df = c(1, 2.5, 10, 61.7, 900.3, 1e5), t = c(.001, .3, 1, 1.9, 3, 9, 30))
grid$p <- 2 * pt(-grid$t, grid$df)
write.csv(full(grid), file.path(folder, "student.csv"), row.names = FALSE, quote = FALSE)
