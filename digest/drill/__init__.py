"""Shows that nothing is mailed twice and nothing is lost: sinks that remember, kills, and a verdict that can fail."""
