"""Attackers who try to find the answers of a few people in everything that a report shows."""
