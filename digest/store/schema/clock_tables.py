"""What the watch over the clock adds to the schema."""

# One row: the latest moment at which something was sent or looked for, and the machine's own count of seconds then, in
# the life (`boot`) it was counted in. `doubted` is that count when the clock was first found to have jumped ahead, or
# 0; `told` says whether a person was told of the present doubt.
CLOCK = """
CREATE TABLE clock (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    seen_at TEXT NOT NULL,
    boot    TEXT NOT NULL,
    seconds REAL NOT NULL,
    doubted REAL NOT NULL DEFAULT 0,
    told    INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT
"""

STATEMENTS = (CLOCK,)
