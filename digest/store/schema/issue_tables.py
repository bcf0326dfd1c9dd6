"""The tables of editions, issues and deliveries, as the first release has them; only added to by migrations."""

# When an edition was first seen in the configuration: `run` sends no slot before that.
EDITIONS = """
CREATE TABLE editions (
    name          TEXT PRIMARY KEY,
    first_seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""

# One issue a slot; an extra one stands outside the schedule. `carried_at` is set when the first mail was handed over:
# from then on its stories count as used.
ISSUES = """
CREATE TABLE issues (
    id          INTEGER PRIMARY KEY,
    edition     TEXT NOT NULL,
    slot        TEXT NOT NULL,
    label       TEXT NOT NULL,
    extra       INTEGER NOT NULL DEFAULT 0 CHECK (extra IN (0, 1)),
    number      INTEGER,
    state       TEXT NOT NULL CHECK (state IN
                ('draft', 'frozen', 'sending', 'paused', 'sent', 'partial', 'quiet', 'merged', 'cancelled')),
    cutoff      TEXT NOT NULL,
    subject     TEXT NOT NULL DEFAULT '',
    plan        TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(plan)),
    mail_date   TEXT,
    deadline_at TEXT,
    created_at  TEXT NOT NULL,
    frozen_at   TEXT,
    carried_at  TEXT,
    finished_at TEXT,
    UNIQUE (edition, slot),
    UNIQUE (edition, label),
    UNIQUE (edition, number)
) STRICT
"""

# Every story of an issue, also those that stand in it only as "also covered by" (role 'also').
ISSUE_STORIES = """
CREATE TABLE issue_stories (
    issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id),
    role     TEXT NOT NULL CHECK (role IN ('lead', 'brief', 'also')),
    position INTEGER NOT NULL,
    PRIMARY KEY (issue_id, story_id)
) STRICT, WITHOUT ROWID
"""

ISSUE_STORIES_BY_STORY = "CREATE INDEX issue_stories_by_story ON issue_stories (story_id)"

# By number, since a list may be renamed while its issue is under way.
ISSUE_LISTS = """
CREATE TABLE issue_lists (
    issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    list_id  INTEGER NOT NULL,
    PRIMARY KEY (issue_id, list_id)
) STRICT, WITHOUT ROWID
"""

# What goes out, frozen: the message is encoded once, with the marks standing where a recipient's own words go.
VARIANTS = """
CREATE TABLE variants (
    id          INTEGER PRIMARY KEY,
    issue_id    INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    key         TEXT NOT NULL,
    subject     TEXT NOT NULL,
    preheader   TEXT NOT NULL,
    html        TEXT NOT NULL,
    text        TEXT NOT NULL,
    message     BLOB NOT NULL,
    sender      TEXT NOT NULL,
    token_mark  TEXT NOT NULL,
    reason_mark TEXT NOT NULL,
    UNIQUE (issue_id, key)
) STRICT
"""

# The ledger. It keeps address, name and list as sent, and outlives the subscriber. `via` is the transport, and where it
# leads to, of the last claim: only that one can say what became of a claim whose run was killed.
DELIVERIES = """
CREATE TABLE deliveries (
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
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN
                  ('pending', 'claimed', 'deferred', 'accepted', 'refused', 'unknown', 'skipped', 'expired',
                   'cancelled', 'delivered', 'bounced', 'complained')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    via           TEXT NOT NULL DEFAULT '',
    code          TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '',
    changed_at    TEXT,
    retry_at      TEXT,
    UNIQUE (issue_id, subscriber_id),
    UNIQUE (issue_id, address_key)
) STRICT
"""

# Partial, so that they hold only what is still to do and a settled row costs nothing.
DELIVERIES_PENDING = "CREATE INDEX deliveries_pending ON deliveries (issue_id, id) WHERE status = 'pending'"
DELIVERIES_CLAIMED = "CREATE INDEX deliveries_claimed ON deliveries (issue_id, id) WHERE status = 'claimed'"
DELIVERIES_DEFERRED = "CREATE INDEX deliveries_deferred ON deliveries (issue_id, retry_at) WHERE status = 'deferred'"

# How many mails were handed over in each second: what of the rate is spent, over all issues and restarts.
HANDED_OVER = """
CREATE TABLE handed_over (
    second TEXT PRIMARY KEY,
    mails  INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""

STATEMENTS = (
    EDITIONS,
    ISSUES,
    ISSUE_STORIES,
    ISSUE_STORIES_BY_STORY,
    ISSUE_LISTS,
    VARIANTS,
    DELIVERIES,
    DELIVERIES_PENDING,
    DELIVERIES_CLAIMED,
    DELIVERIES_DEFERRED,
    HANDED_OVER,
)
