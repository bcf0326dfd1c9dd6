"""Looks after the database as a file: at home, copied, sound, small; and what its runs did."""
