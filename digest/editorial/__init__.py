"""Decides which stories an issue carries, in which order, and why; pure."""
