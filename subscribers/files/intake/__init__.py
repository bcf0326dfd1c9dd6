"""How what files say is staged, judged against the roster, entered, and taken back."""
