"""Rules that judge a rendered issue before it goes out."""
