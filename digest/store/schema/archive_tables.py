"""The tables of the archive: what issues say, story by story, and the index that is searched for it."""

# The content of an issue as it was frozen, unlike its plan without anything that is the newsroom's alone.
CONTENTS = """
CREATE TABLE contents (
    issue_id INTEGER PRIMARY KEY REFERENCES issues (id) ON DELETE CASCADE,
    content  TEXT NOT NULL CHECK (json_valid(content))
) STRICT
"""

# A row for each story of an issue, numbered by issue and place, see digest.store.issues.contents. Its own words stand
# there a second time, with the signs of scripts that know no spaces set apart.
CONTENTS_SEARCH = """
CREATE VIRTUAL TABLE contents_search USING fts5 (
    title, summary, source, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
)
"""

# An index does not follow a foreign key.
CONTENTS_GONE = """
CREATE TRIGGER contents_gone AFTER DELETE ON contents BEGIN
    DELETE FROM contents_search WHERE rowid >= old.issue_id * 1000 AND rowid < (old.issue_id + 1) * 1000;
END
"""

# The archive is read by edition and year, the latest first.
ISSUES_BY_SLOT = "CREATE INDEX issues_by_slot ON issues (edition, slot) WHERE carried_at IS NOT NULL"

STATEMENTS = (CONTENTS, CONTENTS_SEARCH, CONTENTS_GONE, ISSUES_BY_SLOT)

# Issues that were sent before there was this table. Their plan has their words, and the stories have the rest.
SENT_BEFORE = """
SELECT id, edition, plan FROM issues
WHERE carried_at IS NOT NULL AND json_extract(plan, '$.lead') IS NOT NULL
"""

STORY = "SELECT image, image_alt, language, day_only FROM stories WHERE id = :id"
