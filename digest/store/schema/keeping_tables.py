"""What the keeping of the database adds to the schema: where it is at home, and what is left of what was pruned."""

# One row: the words that the file beside the database repeats, and how often something was about to be sent. `held`
# says why a backup sends nothing. See digest.store.upkeep.home.
HOME = """
CREATE TABLE home (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    token  TEXT NOT NULL,
    inode  INTEGER NOT NULL,
    born   TEXT NOT NULL,
    turns  INTEGER NOT NULL DEFAULT 0,
    held   TEXT NOT NULL DEFAULT ''
) STRICT
"""

# How many deliveries of a finished issue stood where, and why the skipped ones were, when their rows were taken out.
FOLDED = """
CREATE TABLE folded_deliveries (
    issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    status   TEXT NOT NULL,
    why      TEXT NOT NULL,
    mails    INTEGER NOT NULL CHECK (mails > 0),
    PRIMARY KEY (issue_id, status, why)
) STRICT, WITHOUT ROWID
"""

STATEMENTS = (HOME, FOLDED)
