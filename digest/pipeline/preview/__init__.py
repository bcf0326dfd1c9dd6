"""Looks at an issue or a theme, and judges it, before it goes out."""
