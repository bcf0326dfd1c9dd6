"""Takes the outside world in as stories."""
