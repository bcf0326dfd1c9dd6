"""What comes back after a mail was handed over, turned into events: bounces, complaints, replies, unsubscribes."""
