"""The roster's tables as the first release has them; only added to by migrations."""

from __future__ import annotations

from subscribers.mailable import CREATE_MAILABLE

CREATE_LISTS = """
CREATE TABLE lists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    title TEXT NOT NULL,
    opt_in TEXT NOT NULL CHECK (opt_in IN ('single', 'double')),
    private INTEGER NOT NULL CHECK (private IN (0, 1)),  -- 1: not offered on public pages
    created_at TEXT NOT NULL
) STRICT
"""

# Mail that is out there names a list as it was called then; its links must go on working after the list is renamed.
CREATE_FORMER_NAMES = """
CREATE TABLE former_names (
    name TEXT NOT NULL COLLATE NOCASE,
    list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE,
    PRIMARY KEY (name, list_id)
) STRICT, WITHOUT ROWID
"""

# AUTOINCREMENT: a link token names its subscriber by number, so an erased person's number must never be given again.
CREATE_SUBSCRIBERS = """
CREATE TABLE subscribers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    address TEXT NOT NULL,  -- as displayed
    address_key TEXT NOT NULL UNIQUE,  -- as compared
    name TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',  -- BCP 47, or empty
    note TEXT NOT NULL DEFAULT '',
    epoch INTEGER NOT NULL DEFAULT 0,  -- raised to revoke every link mailed so far
    paused_until TEXT,
    created_at TEXT NOT NULL
) STRICT
"""

CREATE_SUBSCRIPTIONS = """
CREATE TABLE subscriptions (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    list_id INTEGER NOT NULL REFERENCES lists,
    state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'unsubscribed')),
    joined_at TEXT NOT NULL,
    confirmed_at TEXT,
    left_at TEXT,
    PRIMARY KEY (subscriber_id, list_id)
) STRICT, WITHOUT ROWID
"""

INDEX_SUBSCRIPTIONS = "CREATE INDEX subscriptions_of_list ON subscriptions (list_id, state)"

CREATE_TOPICS = """
CREATE TABLE topics (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    topic TEXT NOT NULL,
    PRIMARY KEY (subscriber_id, topic)
) STRICT, WITHOUT ROWID
"""

# The proof of who agreed to what. `list` is the name at that time, and no reference, so that the proof outlives the
# list. `wording` is the text the person agreed to.
CREATE_CONSENTS = """
CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    list TEXT NOT NULL,  -- empty where the action concerns no single list
    action TEXT NOT NULL CHECK (
        action IN ('joined', 'asked', 'confirmed', 'unsubscribed', 'paused', 'resumed', 'moved')
    ),
    at TEXT NOT NULL,
    via TEXT NOT NULL CHECK (via IN ('shell', 'import', 'web', 'mail')),
    wording TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT
"""

INDEX_CONSENTS = "CREATE INDEX consents_of_subscriber ON consents (subscriber_id)"

REFUSE_CONSENT_UPDATE = """
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'the consent log only grows'); END
"""

# The one way to take consents out is to erase the person: deleting the subscriber's row takes them with it, and at
# that point the row they belong to is already gone.
REFUSE_CONSENT_DELETE = """
CREATE TRIGGER consents_stay BEFORE DELETE ON consents
WHEN EXISTS (SELECT 1 FROM subscribers WHERE id = OLD.subscriber_id)
BEGIN SELECT RAISE(ABORT, 'the consent log only grows; erase the subscriber instead'); END
"""

# `key` is an address_key, an @domain, or the keyed hash of an address that was erased, as `kind` says.
CREATE_SUPPRESSIONS = """
CREATE TABLE suppressions (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('address', 'domain', 'erased')),
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""

CREATE_SIGNING_KEYS = """
CREATE TABLE signing_keys (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
    created_at TEXT NOT NULL
) STRICT
"""

INSERT_SIGNING_KEY = """
INSERT INTO signing_keys (key, created_at) VALUES (:key, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
"""

STATEMENTS = (
    CREATE_LISTS,
    CREATE_FORMER_NAMES,
    CREATE_SUBSCRIBERS,
    CREATE_SUBSCRIPTIONS,
    INDEX_SUBSCRIPTIONS,
    CREATE_TOPICS,
    CREATE_CONSENTS,
    INDEX_CONSENTS,
    REFUSE_CONSENT_UPDATE,
    REFUSE_CONSENT_DELETE,
    CREATE_SUPPRESSIONS,
    CREATE_SIGNING_KEYS,
    CREATE_MAILABLE,
)
