"""Sends a frozen issue, each mail exactly once, however often it is interrupted."""
