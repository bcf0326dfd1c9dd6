"""The tables of what comes back; only added to by migrations."""

# What was reported, once: `key` is a hash of the reporter's own name for it. A rowid table with one narrow index, since
# a row a mail and more comes in, in no order of its keys. The ledger keeps the address of a known delivery.
EVENTS = """
CREATE TABLE events (
    id          INTEGER PRIMARY KEY,
    key         BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
    kind        TEXT NOT NULL CHECK (kind IN
                ('processed', 'delivered', 'delayed', 'bounced', 'complained', 'unsubscribed', 'replied')),
    fault       TEXT NOT NULL CHECK (fault IN ('', 'recipient', 'passing', 'sender')),
    source      TEXT NOT NULL CHECK (source IN ('sendgrid', 'mail', 'smtp')),
    delivery_id INTEGER,
    address_key TEXT NOT NULL CHECK (address_key = '' OR delivery_id IS NULL),
    code        TEXT NOT NULL,
    detail      TEXT NOT NULL,
    at          TEXT,
    seen_at     TEXT NOT NULL
) STRICT
"""

# The issues that came back from an address for a passing reason: what it takes to tell when it is to be given up.
SOFT_BOUNCES = """
CREATE TABLE soft_bounces (
    address_key TEXT NOT NULL,
    issue_id    INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    PRIMARY KEY (address_key, issue_id)
) STRICT, WITHOUT ROWID
"""

SOFT_BOUNCES_OF_ISSUE = "CREATE INDEX soft_bounces_of_issue ON soft_bounces (issue_id)"

# Partial, so that they hold only the few rows that are looked for.
DELIVERIES_OPEN = "CREATE INDEX deliveries_open ON deliveries (issue_id) WHERE status IN ('unknown', 'expired')"
DELIVERIES_REFUSED = "CREATE INDEX deliveries_refused ON deliveries (issue_id, id) WHERE status = 'refused'"

STATEMENTS = (EVENTS, SOFT_BOUNCES, SOFT_BOUNCES_OF_ISSUE, DELIVERIES_OPEN, DELIVERIES_REFUSED)
