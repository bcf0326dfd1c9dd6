"""The schema of stories, sources, issues and deliveries, as migrations that are only ever added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("digest")

SOURCES = """
CREATE TABLE sources (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind          TEXT NOT NULL CHECK (kind IN ('feed', 'folder', 'page')),
    location      TEXT NOT NULL UNIQUE,
    tags          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    title         TEXT NOT NULL DEFAULT '',
    etag          TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    fetched_at    TEXT,
    ok_at         TEXT,
    retry_at      TEXT,
    failures      INTEGER NOT NULL DEFAULT 0,
    error         TEXT NOT NULL DEFAULT '',
    added_at      TEXT NOT NULL
) STRICT
"""

# guid_key and canonical_url are how one story is known again; see digest.store.identity.
STORIES = """
CREATE TABLE stories (
    id            INTEGER PRIMARY KEY,
    guid          TEXT NOT NULL,
    guid_key      TEXT UNIQUE,
    url           TEXT NOT NULL,
    canonical_url TEXT,
    title         TEXT NOT NULL CHECK (title <> ''),
    source        TEXT NOT NULL,
    published_at  TEXT NOT NULL,
    day_only      INTEGER NOT NULL CHECK (day_only IN (0, 1)),
    first_seen_at TEXT NOT NULL,
    body          TEXT NOT NULL,
    own_length    INTEGER NOT NULL,
    body_html     TEXT NOT NULL,
    summary       TEXT NOT NULL,
    language      TEXT NOT NULL,
    image         TEXT NOT NULL,
    image_alt     TEXT NOT NULL,
    author        TEXT NOT NULL,
    content_hash  TEXT NOT NULL,
    revision      INTEGER NOT NULL DEFAULT 1,
    revised_at    TEXT
) STRICT
"""

STORIES_BY_URL = "CREATE INDEX stories_by_url ON stories (canonical_url) WHERE canonical_url IS NOT NULL"

STORIES_BY_TIME = "CREATE INDEX stories_by_time ON stories (published_at)"

# One row a tag; `removed` remembers that an editor took a tag away, so that no later fetch brings it back.
STORY_TAGS = """
CREATE TABLE story_tags (
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    tag      TEXT NOT NULL CHECK (tag <> ''),
    origin   TEXT NOT NULL CHECK (origin IN ('given', 'own', 'word', 'editor')),
    removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    PRIMARY KEY (story_id, tag)
) STRICT, WITHOUT ROWID
"""

STORY_TAGS_BY_TAG = "CREATE INDEX story_tags_by_tag ON story_tags (tag, story_id)"

STORIES_FTS = """
CREATE VIRTUAL TABLE stories_fts USING fts5 (
    title, summary, body, content = 'stories', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
)
"""

STORIES_FTS_TRIGGERS = (
    """
    CREATE TRIGGER stories_fts_insert AFTER INSERT ON stories BEGIN
        INSERT INTO stories_fts (rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
    END
    """,
    """
    CREATE TRIGGER stories_fts_delete AFTER DELETE ON stories BEGIN
        INSERT INTO stories_fts (stories_fts, rowid, title, summary, body)
        VALUES ('delete', old.id, old.title, old.summary, old.body);
    END
    """,
    """
    CREATE TRIGGER stories_fts_update AFTER UPDATE OF title, summary, body ON stories BEGIN
        INSERT INTO stories_fts (stories_fts, rowid, title, summary, body)
        VALUES ('delete', old.id, old.title, old.summary, old.body);
        INSERT INTO stories_fts (rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
    END
    """,
)

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

ISSUE_LISTS = """
CREATE TABLE issue_lists (
    issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    list     TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (issue_id, list)
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
    token_mark  TEXT NOT NULL,
    reason_mark TEXT NOT NULL,
    UNIQUE (issue_id, key)
) STRICT
"""

# The ledger. It keeps address, name and list as sent, and outlives the subscriber.
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

FIRST_SCHEMA = (
    SOURCES,
    STORIES,
    STORIES_BY_URL,
    STORIES_BY_TIME,
    STORY_TAGS,
    STORY_TAGS_BY_TAG,
    STORIES_FTS,
    *STORIES_FTS_TRIGGERS,
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


@migrations()
def m001_first_schema(db: Database) -> None:
    """Stories and their tags, sources, issues with their variants, and the ledger."""
    for statement in FIRST_SCHEMA:
        db.conn.execute(statement)
