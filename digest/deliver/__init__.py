"""Hands an issue to its recipients, each exactly once."""
