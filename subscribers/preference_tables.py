"""What the third step of the schema adds: what a reader asked for, and from where a consent was given."""

# An edition goes to everybody on its lists; a row here says that this reader wants the lists, but not this edition.
CREATE_SKIPPED_EDITIONS = """
CREATE TABLE skipped_editions (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    edition TEXT NOT NULL,
    PRIMARY KEY (subscriber_id, edition)
) STRICT, WITHOUT ROWID
"""

# The consent log with two things more: the action 'preferred', and `origin`, the network address that a person's own
# request came from, empty where somebody else made the change. A CHECK cannot be altered, so the table is made anew.
# Words are compared one by one: for IN, SQLite makes a table of them for each row, and writing takes twice as long.
CREATE_CONSENTS = """
CREATE TABLE new_consents (
    id INTEGER PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    list TEXT NOT NULL,  -- empty where the action concerns no single list
    action TEXT NOT NULL CHECK (
        action = 'joined' OR action = 'asked' OR action = 'confirmed' OR action = 'unsubscribed' OR action = 'paused'
        OR action = 'resumed' OR action = 'moved' OR action = 'preferred'
    ),
    at TEXT NOT NULL,
    via TEXT NOT NULL CHECK (via = 'shell' OR via = 'import' OR via = 'web' OR via = 'mail'),
    origin TEXT NOT NULL DEFAULT '',
    wording TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT
"""

COPY_CONSENTS = """
INSERT INTO new_consents (id, subscriber_id, list, action, at, via, wording, note)
SELECT id, subscriber_id, list, action, at, via, wording, note FROM consents ORDER BY id
"""

INDEX_CONSENTS = "CREATE INDEX consents_of_subscriber ON consents (subscriber_id)"

REFUSE_CONSENT_UPDATE = """
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'the consent log only grows'); END
"""

REFUSE_CONSENT_DELETE = """
CREATE TRIGGER consents_stay BEFORE DELETE ON consents
WHEN EXISTS (SELECT 1 FROM subscribers WHERE id = OLD.subscriber_id)
BEGIN SELECT RAISE(ABORT, 'the consent log only grows; erase the subscriber instead'); END
"""

STATEMENTS = (
    CREATE_SKIPPED_EDITIONS,
    CREATE_CONSENTS,
    COPY_CONSENTS,
    "DROP TABLE consents",
    "ALTER TABLE new_consents RENAME TO consents",
    INDEX_CONSENTS,
    REFUSE_CONSENT_UPDATE,
    REFUSE_CONSENT_DELETE,
)
