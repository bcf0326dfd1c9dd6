"""Writes to readers one by one, and does what their links ask."""
