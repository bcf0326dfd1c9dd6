"""What imports add to the schema: what each did, so that it can be told and taken back."""

# The counts are of rows: an import under way, or cut off, has no `ended_at`, and counts what it has done so far.
CREATE_IMPORTS = """
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    lists TEXT NOT NULL CHECK (json_valid(lists)),  -- names, as they were; empty where the file said which
    ask INTEGER NOT NULL CHECK (ask IN (0, 1)),  -- 1: readers who have not confirmed are to be asked by mail
    at TEXT NOT NULL,
    ended_at TEXT,
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    kept_out INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    undone_at TEXT
) STRICT
"""

# Whom an import added, as ranges of numbers: it gives them one after the other, so that a million take a row or a few.
CREATE_IMPORT_SPANS = """
CREATE TABLE import_spans (
    import_id INTEGER NOT NULL REFERENCES imports,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import_id, first)
) STRICT, WITHOUT ROWID
"""

# What an import changed of people who were there before it; `last_line` is the last of theirs in the consent log then.
CREATE_IMPORT_CHANGES = """
CREATE TABLE import_changes (
    import_id INTEGER NOT NULL REFERENCES imports,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    before TEXT NOT NULL CHECK (json_valid(before)),
    last_line INTEGER NOT NULL,
    PRIMARY KEY (import_id, subscriber_id)
) STRICT, WITHOUT ROWID
"""

# What is kept of a person, a row of `subscribers`, before an import changes them.
AS_THEY_STAND = """json_object(
    'name', subscribers.name, 'language', subscribers.language, 'note', subscribers.note,
    'import_id', subscribers.import_id, 'left_all_at', subscribers.left_all_at,
    'topics', json((SELECT json_group_array(topic) FROM topics WHERE subscriber_id = subscribers.id)),
    'editions', json((SELECT json_group_array(edition) FROM skipped_editions WHERE subscriber_id = subscribers.id)),
    'subscriptions', json((
        SELECT json_group_array(json_object(
            'list_id', list_id, 'state', state, 'joined_at', joined_at, 'confirmed_at', confirmed_at, 'left_at', left_at
        )) FROM subscriptions WHERE subscriber_id = subscribers.id
    ))
)"""

INDEX_IMPORT_CHANGES = "CREATE INDEX import_changes_of_subscriber ON import_changes (subscriber_id)"

# Which suppressions rest on the word of imports alone. Once somebody else says the same none does: they change nothing,
# since the first reason stands, but it is to outlast the import.
CREATE_IMPORT_SUPPRESSIONS = """
CREATE TABLE import_suppressions (
    key TEXT NOT NULL REFERENCES suppressions ON DELETE CASCADE,
    import_id INTEGER NOT NULL REFERENCES imports,
    PRIMARY KEY (key, import_id)
) STRICT, WITHOUT ROWID
"""

SHARED_SUPPRESSION = """
CREATE TRIGGER import_suppression_shared BEFORE INSERT ON suppressions
BEGIN DELETE FROM import_suppressions WHERE key = NEW.key; END
"""

# Whom an import wants to be asked for a confirmation; a row goes once that was seen to.
CREATE_TO_ASK = """
CREATE TABLE to_ask (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE,
    import_id INTEGER NOT NULL REFERENCES imports,
    PRIMARY KEY (subscriber_id, list_id)
) STRICT, WITHOUT ROWID
"""

# Which import was the last to do anything to what is known of a person; NULL once somebody else has, be it them or an
# operator. Together with the consent log it tells whether anything was done since, whoever did it.
ADD_IMPORT_ID = "ALTER TABLE subscribers ADD COLUMN import_id INTEGER"

_TOUCH = "UPDATE subscribers SET import_id = NULL WHERE import_id IS NOT NULL AND id"

TOUCHED_BY_HAND = f"""
CREATE TRIGGER touched_by_hand
AFTER UPDATE OF address, name, language, note, paused_until ON subscribers
WHEN NEW.import_id IS OLD.import_id AND NEW.import_id IS NOT NULL
BEGIN {_TOUCH} = NEW.id; END
"""
TOUCHED_BY_TABLE = tuple(
    f"CREATE TRIGGER touched_by_{table}_{word} AFTER {word} ON {table} BEGIN {_TOUCH} = {row}.subscriber_id; END"
    for table in ("topics", "skipped_editions")
    for word, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
)

# The subscriptions with their states compared one by one, for which writing takes two thirds of the time that it does
# with IN. Through a copy rather than by renaming, since a view that reads the table must find it all the while.
REMAKE_SUBSCRIPTIONS = (
    "CREATE TEMP TABLE kept_subscriptions AS SELECT * FROM subscriptions",
    "DROP TABLE subscriptions",
    """
    CREATE TABLE subscriptions (
        subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
        list_id INTEGER NOT NULL REFERENCES lists,
        state TEXT NOT NULL CHECK (state = 'unconfirmed' OR state = 'confirmed' OR state = 'unsubscribed'),
        joined_at TEXT NOT NULL,
        confirmed_at TEXT,
        left_at TEXT,
        PRIMARY KEY (subscriber_id, list_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, confirmed_at, left_at)
    SELECT subscriber_id, list_id, state, joined_at, confirmed_at, left_at FROM temp.kept_subscriptions
    """,
    "DROP TABLE temp.kept_subscriptions",
    "CREATE INDEX subscriptions_of_list ON subscriptions (list_id, state)",
)

# Each import's own word, so that of several the strongest stands; before, all said what is kept of the address.
CLAIM_BY_WORD = (
    "ALTER TABLE import_suppressions ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import_suppressions ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import_suppressions ADD COLUMN at TEXT NOT NULL DEFAULT ''",
    """
    UPDATE import_suppressions SET (reason, source, at) = (
        SELECT reason, source, at FROM suppressions WHERE suppressions.key = import_suppressions.key
    )
    """,
)

# What others had said of an address before an import said what goes before it.
CREATE_SUPPRESSIONS_BEHIND = """
CREATE TABLE suppressions_behind (
    key TEXT PRIMARY KEY REFERENCES suppressions ON DELETE CASCADE,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
NOTHING_BEHIND = """
CREATE TRIGGER suppression_settled BEFORE INSERT ON suppressions
BEGIN DELETE FROM suppressions_behind WHERE key = NEW.key; END
"""

STATEMENTS = (
    *REMAKE_SUBSCRIPTIONS,
    CREATE_IMPORTS,
    CREATE_IMPORT_SPANS,
    CREATE_IMPORT_CHANGES,
    INDEX_IMPORT_CHANGES,
    CREATE_IMPORT_SUPPRESSIONS,
    SHARED_SUPPRESSION,
    CREATE_TO_ASK,
    ADD_IMPORT_ID,
    TOUCHED_BY_HAND,
    *TOUCHED_BY_TABLE,
)
PREVAILING = (*CLAIM_BY_WORD, CREATE_SUPPRESSIONS_BEHIND, NOTHING_BEHIND)
