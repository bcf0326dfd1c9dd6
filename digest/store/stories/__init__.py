"""Keeps stories, where they come from, and the editor's words on them."""
