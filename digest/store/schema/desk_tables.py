"""The tables of the editor's desk: words on stories, what stories said before they were revised, approvals."""

# Only ever added to: who said what and when is part of the answer to why an issue is as it is.
EDITOR_WORDS = """
CREATE TABLE editor_words (
    id       INTEGER PRIMARY KEY,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    edition  TEXT NOT NULL DEFAULT '',
    verb     TEXT NOT NULL CHECK (verb IN ('pin', 'lead', 'hold', 'drop', 'release', 'title', 'summary')),
    text     TEXT NOT NULL DEFAULT '',
    said_by  TEXT NOT NULL,
    said_at  TEXT NOT NULL
) STRICT
"""

EDITOR_WORDS_BY_STORY = "CREATE INDEX editor_words_by_story ON editor_words (story_id)"

# What a story said until it was revised: so that an issue of the past can be worked out, and that it is known whether
# a story says more than when it was sent.
STORY_REVISIONS = """
CREATE TABLE story_revisions (
    story_id     INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    revision     INTEGER NOT NULL,
    until        TEXT NOT NULL,
    title        TEXT NOT NULL,
    url          TEXT NOT NULL,
    published_at TEXT NOT NULL,
    day_only     INTEGER NOT NULL,
    body         TEXT NOT NULL,
    own_length   INTEGER NOT NULL,
    body_html    TEXT NOT NULL,
    summary      TEXT NOT NULL,
    language     TEXT NOT NULL,
    image        TEXT NOT NULL,
    image_alt    TEXT NOT NULL,
    author       TEXT NOT NULL,
    PRIMARY KEY (story_id, revision)
) STRICT, WITHOUT ROWID
"""

# Written by the database itself, so that no way of revising a story can forget it.
KEEP_REVISION = """
CREATE TRIGGER keep_revision AFTER UPDATE OF revision ON stories WHEN new.revision > old.revision BEGIN
    INSERT INTO story_revisions VALUES (old.id, old.revision, new.revised_at, old.title, old.url, old.published_at,
        old.day_only, old.body, old.own_length, old.body_html, old.summary, old.language, old.image, old.image_alt,
        old.author);
END
"""

STORIES_REVISED = "CREATE INDEX stories_by_revised ON stories (revised_at) WHERE revised_at IS NOT NULL"

# An edited draft keeps its cutoff; of an approved one `approved_content` is what it said, in a few letters.
ISSUES = (
    "ALTER TABLE issues ADD COLUMN edited_at TEXT",
    "ALTER TABLE issues ADD COLUMN edited_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE issues ADD COLUMN approved_at TEXT",
    "ALTER TABLE issues ADD COLUMN approved_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE issues ADD COLUMN approved_content TEXT NOT NULL DEFAULT ''",
)

STATEMENTS = (EDITOR_WORDS, EDITOR_WORDS_BY_STORY, STORY_REVISIONS, KEEP_REVISION, STORIES_REVISED, *ISSUES)
