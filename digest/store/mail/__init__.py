"""Keeps what goes out and what comes back: recipients, deliveries, letters, events."""
