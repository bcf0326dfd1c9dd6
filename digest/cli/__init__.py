"""Parses a command line, calls one function, prints."""
