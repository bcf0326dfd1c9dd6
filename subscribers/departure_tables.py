"""What the schema needs to know for good who left: everything, or a list that is gone, or one they were put back on."""

# When a person left everything, also lists yet to come; NULL again once they confirmed anything since.
ADD_LEFT_ALL_AT = "ALTER TABLE subscribers ADD COLUMN left_all_at TEXT"

# The numbers of lists are never given again, so that nothing which names a list by number comes to mean another.
CREATE_REMOVED_LISTS = """
CREATE TABLE removed_lists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE
) STRICT
"""

# Who had left a list when it was removed: if one is made anew under its name, they have left that too.
CREATE_DEPARTURES = """
CREATE TABLE departures (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    list_id INTEGER NOT NULL REFERENCES removed_lists,
    joined_at TEXT NOT NULL,
    left_at TEXT NOT NULL,
    PRIMARY KEY (subscriber_id, list_id)
) STRICT, WITHOUT ROWID
"""

# Lines of the log that tell of no departure of the person's own: a removed list, an import that was taken back.
LIST_REMOVED = "the list was removed"
NO_DEPARTURE = f"(note = '{LIST_REMOVED}' OR note LIKE '%; was not on the list before')"
_LEFT_SINCE = f"""
action = 'unsubscribed' AND NOT {NO_DEPARTURE} AND NOT EXISTS (
    SELECT 1 FROM consents AS later
    WHERE later.subscriber_id = consents.subscriber_id AND later.list = consents.list COLLATE NOCASE
        AND later.id > consents.id AND later.action = 'confirmed'
)
"""

# Before, whoever asked to come back had not left any more, though nobody knew whether it was they who asked.
RECALL_DEPARTURES = f"""
UPDATE subscriptions SET left_at = (
    SELECT max(at) FROM consents
    WHERE consents.subscriber_id = subscriptions.subscriber_id
        AND list = (SELECT name FROM lists WHERE id = list_id) COLLATE NOCASE AND {_LEFT_SINCE}
)
WHERE state = 'unconfirmed' AND left_at IS NULL
"""

# Before, only the log knew of lists that are gone.
RECALL_REMOVED_LISTS = f"""
INSERT INTO removed_lists (id, name)
SELECT row_number() OVER (ORDER BY name) + coalesce((SELECT max(id) FROM lists), 0), name FROM (
    SELECT min(list) AS name FROM consents
    WHERE list <> '' AND {_LEFT_SINCE}
        AND NOT EXISTS (SELECT 1 FROM lists WHERE lists.name = list)
        AND NOT EXISTS (SELECT 1 FROM former_names WHERE former_names.name = list)
    GROUP BY list COLLATE NOCASE
)
"""
RECALL_REMOVED_DEPARTURES = f"""
INSERT INTO departures (subscriber_id, list_id, joined_at, left_at)
SELECT subscriber_id, removed_lists.id, min(at), max(at)
FROM consents JOIN removed_lists ON removed_lists.name = list WHERE {_LEFT_SINCE}
GROUP BY subscriber_id, removed_lists.id
"""

# Mail and files may name a list that is gone as it was called before it was renamed.
CREATE_REMOVED_NAMES = """
CREATE TABLE removed_names (
    name TEXT NOT NULL COLLATE NOCASE,
    list_id INTEGER NOT NULL REFERENCES removed_lists,
    PRIMARY KEY (name, list_id)
) STRICT, WITHOUT ROWID
"""
# Before, such a name was lost with its list: who left under it, the log still knows.
RECALL_REMOVED_NAMES = f"""
INSERT INTO removed_lists (id, name)
SELECT row_number() OVER (ORDER BY name) + coalesce((
    SELECT max(id) FROM (SELECT id FROM lists UNION ALL SELECT id FROM removed_lists)
), 0), name FROM (
    SELECT min(list) AS name FROM consents
    WHERE list <> '' AND {_LEFT_SINCE}
        AND NOT EXISTS (SELECT 1 FROM lists WHERE lists.name = list)
        AND NOT EXISTS (SELECT 1 FROM former_names WHERE former_names.name = list)
        AND NOT EXISTS (SELECT 1 FROM removed_lists WHERE removed_lists.name = list)
    GROUP BY list COLLATE NOCASE
)
"""
RECALL_DEPARTURES_OF_NAMES = f"{RECALL_REMOVED_DEPARTURES}ON CONFLICT DO NOTHING"

STATEMENTS = (
    ADD_LEFT_ALL_AT,
    CREATE_REMOVED_LISTS,
    CREATE_DEPARTURES,
    RECALL_DEPARTURES,
    RECALL_REMOVED_LISTS,
    RECALL_REMOVED_DEPARTURES,
)
NAMES_OF_REMOVED_LISTS = (CREATE_REMOVED_NAMES, RECALL_REMOVED_NAMES, RECALL_DEPARTURES_OF_NAMES)
