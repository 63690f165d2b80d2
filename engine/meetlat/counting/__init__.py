"""Count and weight the answers, and suppress counts that disclose the answers of a person."""
