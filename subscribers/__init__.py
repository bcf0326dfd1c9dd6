"""Knows who receives: addresses, lists, consent, suppressions and tokens."""
