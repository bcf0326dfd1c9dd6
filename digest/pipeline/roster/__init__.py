"""Sees to readers from the shell: known, changed, brought in from files, disclosed and erased."""
