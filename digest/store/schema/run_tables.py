"""The table of runs; only added to by migrations."""

# One row a call of `digest run`. Without an end it is under way, or was killed.
RUNS = """
CREATE TABLE runs (
    id         INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at   TEXT,
    exit_code  INTEGER,
    done       TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(done)),
    troubles   TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(troubles))
) STRICT
"""

STATEMENTS = (RUNS,)
