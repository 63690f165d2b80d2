"""Find, trust, load and supervise plugins, and what they may declare."""
