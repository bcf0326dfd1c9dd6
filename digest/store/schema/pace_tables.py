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

# A recipient's lane is the domain of the address where that has a rate of its own, else empty: a domain at its limit
# holds back its own lane alone.
LANES = "ALTER TABLE deliveries ADD COLUMN lane TEXT NOT NULL DEFAULT ''"

# Claims go through an issue's rows in order and remember where they are; keeping these indexes took more than half of
# the time of each claim and receipt.
FORGET_PENDING = "DROP INDEX deliveries_pending"
FORGET_CLAIMED = "DROP INDEX deliveries_claimed"

# Why the issue stands as it does, where somebody should know: the words of the circuit breaker.
NOTES = "ALTER TABLE issues ADD COLUMN note TEXT NOT NULL DEFAULT ''"

# The quotas say it better.
FORGET_HANDED_OVER = "DROP TABLE handed_over"

STATEMENTS = (QUOTAS, LANES, FORGET_PENDING, FORGET_CLAIMED, NOTES, FORGET_HANDED_OVER)
