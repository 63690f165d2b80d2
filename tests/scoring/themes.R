# What R's survey package makes of themes of psych's bfi, for test_theme_precision.py.
#
#   Rscript themes.R FOLDER
#
# writes into FOLDER the answers as given (bfi.csv) and, of each theme by each rule, the score of men
# and of women with its standard error by Taylor linearisation, and the p and the 95 %
# interval of Welch's t-test of those (themes.csv). Some answers are left out, more by women and more of the last items.
if (!all(sapply(c("psych", "survey"), requireNamespace, quietly = TRUE))) quit(status = 3)
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
options(digits = 17)

data(bfi, package = "psych", envir = environment())
if (!exists("bfi")) data(bfi, package = "psychTools", envir = environment())
bfi <- bfi[1:900, c(names(bfi)[1:25], "gender")]
for (item in 1:25) {
  blank <- (seq_len(900) * 7 + item * 13) %% 20 < (item %% 5) * bfi$gender
  bfi[[item]][blank] <- NA
}
reversed <- c("A1", "C4", "C5", "E1", "E2", "O2", "O5")
weights <- c(1, 2, 1, 3, 0.5)

scored <- function(people, theme) {
  scores <- people[grep(paste0("^", theme, "[1-5]$"), names(people))]
  for (item in intersect(names(scores), reversed)) scores[[item]] <- 7 - scores[[item]]
  scores[rowSums(!is.na(scores)) > 0, ]
}
of <- function(people, theme, rule) {
  scores <- as.matrix(scored(people, theme))
  given <- !is.na(scores); scores[!given] <- 0
  frame <- data.frame(s = scores, g = given * 1)
  names(frame) <- c(paste0("s", 1:5), paste0("g", 1:5))
  frame$own <- (scores %*% weights / given %*% weights)[, 1]
  design <- svydesign(ids = ~1, weights = ~1, data = frame)
  totals <- svytotal(~s1 + s2 + s3 + s4 + s5 + g1 + g2 + g3 + g4 + g5, design)
  found <- switch(rule,
    questions = svycontrast(totals, quote((s1/g1 + 2*s2/g2 + s3/g3 + 3*s4/g4 + .5*s5/g5) / 7.5)),
    pooled = svycontrast(totals, quote((s1 + 2*s2 + s3 + 3*s4 + .5*s5) /
                                       (g1 + 2*g2 + g3 + 3*g4 + .5*g5))),
    respondents = svymean(~own, design))
  c(value = as.numeric(coef(found)), error = as.numeric(SE(found)), n = nrow(frame))
}
rows <- do.call(rbind, lapply(c("questions", "pooled", "respondents"), function(rule)
  do.call(rbind, lapply(c("A", "C", "E", "N", "O"), function(theme) {
    men <- of(bfi[bfi$gender == 1, ], theme, rule); women <- of(bfi[bfi$gender == 2, ], theme, rule)
    squares <- c(men["error"], women["error"])^2
    df <- sum(squares)^2 / sum(squares^2 / (c(men["n"], women["n"]) - 1))
    p <- 2 * pt(-abs(men["value"] - women["value"]) / sqrt(sum(squares)), df)
    gap <- men[["value"]] - women[["value"]]; margin <- qt(.975, df) * sqrt(sum(squares))
    data.frame(rule, theme, t(men), women = t(women), p, gap, low = gap - margin, high = gap + margin)
  }))))
rows$p_adjusted <- ave(rows$p, rows$rule, FUN = function(p) p.adjust(p, "holm"))
full <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  frame
}
write.csv(full(rows), file.path(folder, "themes.csv"), row.names = FALSE, quote = FALSE)
write.csv(bfi, file.path(folder, "bfi.csv"), row.names = FALSE, na = "", quote = FALSE)
