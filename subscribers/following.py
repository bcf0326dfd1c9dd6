"""Says what readers chose that decides what an issue has for them: their topics and their language.

FOLLOWED is a value for any query that has a column with subscribers' ids, which takes the place of {subscriber}; :tags
is a JSON array of those topics that matter to whoever asks. It is empty for who follows no topic at all, and else a
JSON array of those of the topics that matter: `[]` for who follows others alone. It is answered by look-ups in the
reader's own rows. The language stands in `mailable`.
"""

from __future__ import annotations

FOLLOWED = """CASE
    WHEN NOT EXISTS (SELECT 1 FROM topics AS followed WHERE followed.subscriber_id = {subscriber}) THEN ''
    ELSE (SELECT json_group_array(followed.topic) FROM topics AS followed
        WHERE followed.subscriber_id = {subscriber} AND +followed.topic IN (SELECT value FROM json_each(:tags)))
END"""
