"""Find errors and doubtful input before anything is counted."""
