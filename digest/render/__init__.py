"""Turns an issue into subject, HTML and text through a theme."""
