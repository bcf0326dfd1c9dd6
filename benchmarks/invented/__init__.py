"""News that never happened, of which it is known what is one event: a month of it, to try the choice of stories on."""
