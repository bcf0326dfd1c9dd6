"""Joins the stages; nothing else, but the web through it, knows them all."""
