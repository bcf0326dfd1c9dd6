"""The tables of sources and stories, as the first release has them; never changed, only added to by migrations."""

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

# guid_key and canonical_url are how one story is known again; see digest.store.stories.identity.
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

STORIES_BY_FIRST_SEEN = "CREATE INDEX stories_by_first_seen ON stories (first_seen_at)"

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

STATEMENTS = (
    SOURCES,
    STORIES,
    STORIES_BY_URL,
    STORIES_BY_TIME,
    STORIES_BY_FIRST_SEEN,
    STORY_TAGS,
    STORY_TAGS_BY_TAG,
    STORIES_FTS,
    *STORIES_FTS_TRIGGERS,
)
