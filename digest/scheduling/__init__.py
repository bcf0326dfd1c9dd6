"""Makes the machine call `digest run`: by a crontab line or a systemd timer, and says when the next sends are due."""
