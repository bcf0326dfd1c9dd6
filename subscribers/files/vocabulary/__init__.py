"""The words of services and newsrooms: for columns, standings, answers, times and leaving."""
