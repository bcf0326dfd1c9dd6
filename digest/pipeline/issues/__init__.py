"""Makes an issue: chosen, planned, edited, approved, and frozen for its readers."""
