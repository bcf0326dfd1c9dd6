"""The table of letters; only added to by migrations."""

# The ledger of mails to single readers, with the statuses of `deliveries`. `lists` are ids. A letter goes when the
# person is erased; `origin` is where it was asked for.
LETTERS = """
CREATE TABLE letters (
    id            INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    kind          TEXT NOT NULL CHECK (kind IN ('ask', 'remind', 'welcome')),
    lists         TEXT NOT NULL CHECK (json_valid(lists)),
    asked_via     TEXT NOT NULL,
    origin       TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN
                  ('pending', 'claimed', 'deferred', 'accepted', 'refused', 'unknown', 'skipped', 'expired')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    via           TEXT NOT NULL DEFAULT '',
    code          TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '',
    changed_at    TEXT,
    retry_at      TEXT
) STRICT
"""

LETTERS_OF_SUBSCRIBER = "CREATE INDEX letters_of_subscriber ON letters (subscriber_id, kind)"

# Partial, so that it holds only what is still to do.
LETTERS_TO_DO = """
CREATE INDEX letters_to_do ON letters (status, id) WHERE status IN ('pending', 'claimed', 'deferred')
"""

STATEMENTS = (LETTERS, LETTERS_OF_SUBSCRIBER, LETTERS_TO_DO)
