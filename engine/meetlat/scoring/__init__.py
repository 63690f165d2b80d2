"""Run the metrics on the counts, and gather their results, comparisons and precision."""
