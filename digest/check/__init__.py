"""Judges a rendered issue before it goes out."""
