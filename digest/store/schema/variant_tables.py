"""What the eighth step of the schema adds: several variants an issue."""

# `key` goes on being the variant's name: its language, and the topics if it is for who follows some.
LANGUAGE = "ALTER TABLE variants ADD COLUMN language TEXT NOT NULL DEFAULT ''"

# HTML and text together, compressed: where it is set, the two columns that had them are empty, and the message is
# compressed too.
PACKED = "ALTER TABLE variants ADD COLUMN packed BLOB"

# How many briefs were made shorter, or left out, so that the mail fits; and the bytes of HTML that it had before that.
SHORTENED = "ALTER TABLE variants ADD COLUMN shortened INTEGER NOT NULL DEFAULT 0"
DROPPED = "ALTER TABLE variants ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0"
FULL_SIZE = "ALTER TABLE variants ADD COLUMN full_size INTEGER NOT NULL DEFAULT 0"

# With the rowid that SQLite adds to it, this is the order in which mails are claimed: one variant after the other. It
# never changes once the issue is frozen, so claims and receipts cost no more for it.
DELIVERIES_OF_VARIANT = "CREATE INDEX deliveries_of_variant ON deliveries (variant_id)"

# The stories that an issue has for some of those who follow topics alone: not for them again, but new to all others.
TOPIC_STORIES = """
CREATE TABLE topic_stories (
    issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id),
    PRIMARY KEY (issue_id, story_id)
) STRICT, WITHOUT ROWID
"""

TOPIC_STORIES_BY_STORY = "CREATE INDEX topic_stories_by_story ON topic_stories (story_id)"

STATEMENTS = (
    LANGUAGE,
    PACKED,
    SHORTENED,
    DROPPED,
    FULL_SIZE,
    DELIVERIES_OF_VARIANT,
    TOPIC_STORIES,
    TOPIC_STORIES_BY_STORY,
)
