"""Keeps stories, issues and deliveries in one SQLite file."""
