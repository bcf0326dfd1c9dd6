"""Makes and sends a newsroom's digests."""
