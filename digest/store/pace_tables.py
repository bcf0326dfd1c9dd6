"""What the second step of the schema adds: quotas, lanes of limited domains, and why an issue is paused."""

# `free_at` and `held_until` are seconds since 1970: finer than the whole seconds that other times are kept in. A scope
# is a way out, followed by * for all that goes there or by a domain that has a rate of its own.
QUOTAS = """
CREATE TABLE quotas (
    scope      TEXT PRIMARY KEY,
    free_at    REAL NOT NULL DEFAULT 0,
    held_until REAL NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID
"""

# A recipient's lane is the domain of the address where that has a rate of its own, else empty: so a claim passes over
# a domain that is at its limit without reading its rows.
LANES = "ALTER TABLE deliveries ADD COLUMN lane TEXT NOT NULL DEFAULT ''"
FORGET_PENDING = "DROP INDEX deliveries_pending"
PENDING = "CREATE INDEX deliveries_pending ON deliveries (issue_id, lane, id) WHERE status = 'pending'"

# Why the issue stands as it does, where somebody should know: the words of the circuit breaker.
NOTES = "ALTER TABLE issues ADD COLUMN note TEXT NOT NULL DEFAULT ''"

# The quotas say it better.
FORGET_HANDED_OVER = "DROP TABLE handed_over"

STATEMENTS = (QUOTAS, LANES, FORGET_PENDING, PENDING, NOTES, FORGET_HANDED_OVER)
