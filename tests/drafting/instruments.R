# What psych makes of the items of bfi of everyone who answered them all, for test_instruments.py.
#
#   Rscript instruments.R FOLDER
#
# writes the answers (bfi.csv) and the means of scoreItems (scores.csv) into FOLDER, and ends with 3
# where psych is not installed.
if (!requireNamespace("psych", quietly = TRUE)) quit(status = 3)
suppressPackageStartupMessages(library(psych))
folder <- commandArgs(trailingOnly = TRUE)[1]
keys <- list(A = c("-A1", "A2", "A3", "A4", "A5"), C = c("C1", "C2", "C3", "-C4", "-C5"),
             E = c("-E1", "-E2", "E3", "E4", "E5"), N = c("N1", "N2", "N3", "N4", "N5"),
             O = c("O1", "-O2", "O3", "O4", "-O5"))
items <- na.omit(bfi[, 1:25])
write.csv(items, file.path(folder, "bfi.csv"), row.names = FALSE)
found <- scoreItems(keys, items, impute = "none", min = 1, max = 6)
means <- colMeans(found$scores)
write.csv(data.frame(theme = names(means), mean = format(means, digits = 17)),
          file.path(folder, "scores.csv"), row.names = FALSE)
