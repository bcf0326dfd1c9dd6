"""What the fifteenth step of the schema adds: the issue files that were written for editors."""

# What a file said when it was written tells what its writer changed; `words` is the last word of the desk then.
ISSUE_FILES = """
CREATE TABLE issue_files (
    issue_id INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    mark     TEXT NOT NULL,
    text     TEXT NOT NULL,
    words    INTEGER NOT NULL,
    PRIMARY KEY (issue_id, mark)
) STRICT, WITHOUT ROWID
"""

STATEMENTS = (ISSUE_FILES,)
