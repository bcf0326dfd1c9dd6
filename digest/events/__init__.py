"""What comes back of mails: read from whoever reports it, and judged by rules that know neither database nor roster."""
