"""Brings a newsroom of its own to try everything on."""
