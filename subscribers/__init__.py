"""Knows who receives: addresses, lists, consent, segments, suppressions and tokens."""
