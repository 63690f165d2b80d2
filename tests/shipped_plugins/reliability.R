# What psych says of two real surveys, for test_reliability.py to agree with.
#
#   Rscript reliability.R FOLDER
#
# writes into FOLDER the answers as given (bfi.csv, attitude.csv, part.csv), and what psych makes of
# them (themes.csv, questions.csv), every figure with 17 digits. It ends with 3 where psych, or
# GPArotation, which its omega asks for, is not installed.
if (!all(sapply(c("psych", "GPArotation"), requireNamespace, quietly = TRUE))) quit(status = 3)
suppressPackageStartupMessages(library(psych))
folder <- commandArgs(trailingOnly = TRUE)[1]

surveys <- list(
  # 25 items of five traits, 2,800 persons, answers missing; "-": reverse-keyed.
  bfi = list(data = bfi[, 1:25], lowest = 1, highest = 6, keys = list(
    agree = c("-A1", "A2", "A3", "A4", "A5"), conscientious = c("C1", "C2", "C3", "-C4", "-C5"),
    extraversion = c("-E1", "-E2", "E3", "E4", "E5"), neuroticism = c("N1", "N2", "N3", "N4", "N5"),
    openness = c("O1", "-O2", "O3", "O4", "-O5"))),
  # Percentages favourable in 30 departments of a financial organisation (Chatterjee & Price).
  attitude = list(data = attitude, lowest = 0, highest = 100, keys = list(all = names(attitude))),
  part = list(data = attitude, lowest = 0, highest = 100,
              keys = list(three = c("rating", "complaints", "learning")))
)

# psych stops its own search of the smallest residuals early, so the same is sought here once more,
# by another road (quasi-Newton over the loadings themselves) and until nothing is gained.
omega_sought_longer <- function(r) {
  below <- lower.tri(r)
  misfit <- function(l) sum((r - l %o% l)[below]^2)
  slope <- function(l) { e <- r - l %o% l; diag(e) <- 0; -2 * as.vector(e %*% l) }
  l <- rep(0.5, ncol(r))
  for (i in 1:20) l <- optim(l, misfit, slope, method = "BFGS",
                             control = list(reltol = 1e-17, maxit = 5000))$par
  1 - sum(1 - l^2) / sum(r)
}

themes <- questions <- NULL
for (name in names(surveys)) {
  s <- surveys[[name]]
  write.csv(s$data, file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "")
  for (theme in names(s$keys)) {
    keys <- s$keys[[theme]]
    columns <- sub("-", "", keys)
    x <- s$data[, columns]
    for (item in columns[grepl("^-", keys)]) x[[item]] <- s$lowest + s$highest - x[[item]]
    x <- na.omit(x)
    a <- alpha(x, use = "complete.obs", warnings = FALSE)
    # scoreItems takes the answers as given, and turns them round itself.
    given <- s$data[rownames(x), ]
    scored <- scoreItems(s$keys[theme], given, impute = "none", min = s$lowest, max = s$highest)
    o <- suppressMessages(suppressWarnings(omega(x, nfactors = 1, plot = FALSE, flip = FALSE)))
    fitted <- fa(x, nfactors = 1)
    themes <- rbind(themes, data.frame(
      survey = name, theme, n = nrow(x), alpha = a$total$raw_alpha,
      scored = as.numeric(scored$alpha), alpha_standardised = a$total$std.alpha,
      omega = o$omega.tot, omega_sought_longer = omega_sought_longer(cor(x))))
    questions <- rbind(questions, data.frame(
      survey = name, theme, question = columns,
      reverse = ifelse(grepl("^-", keys), "yes", ""), n = nrow(x),
      item_rest = a$item.stats$r.drop, alpha_without = a$alpha.drop$raw_alpha,
      loading = as.numeric(fitted$loadings)))
  }
}
exactly <- function(frame) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], format, digits = 17, trim = TRUE)
  frame
}
write.csv(exactly(themes), file.path(folder, "themes.csv"), row.names = FALSE)
write.csv(exactly(questions), file.path(folder, "questions.csv"), row.names = FALSE)
