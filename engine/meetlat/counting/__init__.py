"""Count the answers, weight them, and withhold what could disclose a person's."""
