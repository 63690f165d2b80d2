"""Rules that need the answers, or how many people there are."""
