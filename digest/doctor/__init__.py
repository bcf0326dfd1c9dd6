"""Looks at the world around a newsroom, as receiving servers see it."""
