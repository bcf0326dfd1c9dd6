"""Serves the preview and the public pages."""
