# The share of surveys without any change in which R finds a difference, for false_marks.py.
#
#   Rscript false_marks.R FOLDER
#
# reads the answers (answers.csv) and the typed figures (typed.csv), and writes the shares
# (shares.csv). With `sd` it is Welch's t-test of summary figures. Without, our own standard
# deviation stands for theirs, with the degrees of freedom of ours. Families are adjusted by
# p.adjust, method "holm".
folder <- commandArgs(trailingOnly = TRUE)[1]
answers <- read.csv(file.path(folder, "answers.csv"))
typed <- read.csv(file.path(folder, "typed.csv"))

p_of <- function(x, theirs, sd_known) {
  n <- length(x)
  ours <- var(x)
  if (sd_known) {
    parts <- c(ours / n, theirs$sd^2 / theirs$n)
    df <- sum(parts)^2 / sum(parts^2 / (c(n, theirs$n) - 1))
  } else {
    parts <- ours / c(n, theirs$n)
    df <- n - 1
  }
  2 * pt(-abs(mean(x) - theirs$value) / sqrt(sum(parts)), df)
}

marked <- do.call(rbind, lapply(split(answers, answers$survey), function(people) {
  figures <- typed[typed$survey == people$survey[1], ]
  people$survey <- NULL
  of <- sub("_.*", "", names(people))
  themes <- sapply(unique(of), function(theme) rowMeans(people[of == theme]))
  families <- list(QuestionScores = people, ThemeScores = as.data.frame(themes))
  do.call(rbind, lapply(names(families), function(table)
    do.call(rbind, lapply(c(TRUE, FALSE), function(sd_known) {
      family <- families[[table]]
      p <- sapply(names(family), function(subject)
        p_of(family[[subject]], figures[figures$subject == subject, ], sd_known))
      data.frame(comparison = if (sd_known) "with sd" else "without sd", table,
                 marked = any(p.adjust(p, "holm") < .05))
    }))))
}))
shares <- aggregate(marked ~ comparison + table, marked, mean)
write.csv(shares, file.path(folder, "shares.csv"), row.names = FALSE)
