"""Takes in what comes back."""
