"""Find what is wrong or doubtful before anything is counted, as problems."""
