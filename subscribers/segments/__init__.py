"""Segments: a small language that says which subscribers are meant, read into a tree, written back, made into SQL."""
