"""What the sixteenth step of the schema changes: editors say of two stories that they tell one event, or two."""

EDITOR_WORDS = """
CREATE TABLE editor_words_anew (
    id       INTEGER PRIMARY KEY,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    edition  TEXT NOT NULL DEFAULT '',
    verb     TEXT NOT NULL CHECK (
        verb IN ('pin', 'lead', 'hold', 'drop', 'release', 'title', 'summary', 'join', 'part')),
    text     TEXT NOT NULL DEFAULT '',
    said_by  TEXT NOT NULL,
    said_at  TEXT NOT NULL,
    other_id INTEGER REFERENCES stories (id) ON DELETE CASCADE,
    CHECK ((other_id IS NOT NULL) = (verb IN ('join', 'part')) AND other_id IS NOT story_id)
) STRICT
"""

# SQLite changes no CHECK where it stands.
COPY = "INSERT INTO editor_words_anew SELECT *, NULL FROM editor_words ORDER BY id"
DROP = "DROP TABLE editor_words"
RENAME = "ALTER TABLE editor_words_anew RENAME TO editor_words"

BY_STORY = "CREATE INDEX editor_words_by_story ON editor_words (story_id)"
BY_OTHER = "CREATE INDEX editor_words_by_other ON editor_words (other_id) WHERE other_id IS NOT NULL"

STATEMENTS = (EDITOR_WORDS, COPY, DROP, RENAME, BY_STORY, BY_OTHER)
