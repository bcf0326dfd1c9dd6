"""What the fourteenth step of the schema adds: which source brought a story first."""

# Stories of a folder or a page bear what they say of themselves, so that their words do not tell.
STORY_ORIGINS = """
CREATE TABLE story_origins (
    story_id  INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE
) STRICT
"""

BY_SOURCE = "CREATE INDEX story_origins_by_source ON story_origins (source_id)"

# Of stories that are there already, those of feeds can be told by the name that they bear.
AS_FAR_AS_KNOWN = """
INSERT OR IGNORE INTO story_origins (story_id, source_id)
SELECT t.id, s.id FROM stories AS t CROSS JOIN sources AS s ON s.name = t.source
UNION ALL SELECT t.id, s.id FROM stories AS t JOIN sources AS s ON s.title = t.source
"""

STATEMENTS = (STORY_ORIGINS, BY_SOURCE, AS_FAR_AS_KNOWN)
