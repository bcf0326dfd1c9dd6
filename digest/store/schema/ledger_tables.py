"""What the twelfth step of the schema changes: the ledger costs a third to write, and holds what it held."""

# SQLite looks a value up in a list of three or more by building a table of them, each time. What a row mostly is stands
# first, to be compared and done with.
DELIVERIES = """
CREATE TABLE deliveries_anew (
    id            INTEGER PRIMARY KEY,
    issue_id      INTEGER NOT NULL REFERENCES issues (id),
    variant_id    INTEGER NOT NULL REFERENCES variants (id),
    subscriber_id INTEGER NOT NULL,
    address       TEXT NOT NULL,
    address_key   TEXT NOT NULL,
    name          TEXT NOT NULL,
    list          TEXT NOT NULL,
    list_title    TEXT NOT NULL,
    joined_at     TEXT NOT NULL,
    epoch         INTEGER NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (
        status = 'accepted' OR status = 'claimed' OR status = 'pending' OR status = 'delivered' OR status IN
        ('deferred', 'refused', 'unknown', 'skipped', 'expired', 'cancelled', 'bounced', 'complained')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    via           TEXT NOT NULL DEFAULT '',
    code          TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '',
    changed_at    TEXT,
    retry_at      TEXT,
    lane          TEXT NOT NULL DEFAULT '',
    UNIQUE (issue_id, subscriber_id),
    UNIQUE (issue_id, address_key)
) STRICT
"""

# SQLite changes no CHECK where it stands. The columns are in the same order.
COPY = "INSERT INTO deliveries_anew SELECT * FROM deliveries ORDER BY id"
DROP = "DROP TABLE deliveries"
RENAME = "ALTER TABLE deliveries_anew RENAME TO deliveries"

DEFERRED = "CREATE INDEX deliveries_deferred ON deliveries (issue_id, retry_at) WHERE status = 'deferred'"
OPEN = "CREATE INDEX deliveries_open ON deliveries (issue_id) WHERE status IN ('unknown', 'expired')"
REFUSED = "CREATE INDEX deliveries_refused ON deliveries (issue_id, id) WHERE status = 'refused'"
OF_VARIANT = "CREATE INDEX deliveries_of_variant ON deliveries (variant_id)"

# The condition of an index is looked at with every row that is written, too; store.mail.activity repeats this one.
BACK = """
CREATE INDEX deliveries_back ON deliveries (subscriber_id, issue_id)
    WHERE status = 'refused' OR status = 'bounced' OR status = 'complained'
"""

STATEMENTS = (DELIVERIES, COPY, DROP, RENAME, DEFERRED, OPEN, REFUSED, OF_VARIANT, BACK)
