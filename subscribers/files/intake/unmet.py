"""Counts who of a file would follow only topics that there are not, and so get no mail though they are on a list."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from subscribers.files.intake.staging import Chunk

_NAMED = 5  # topics that are remembered, for a message

# Of those who come in or change with a chunk that was judged; what somebody follows already counts as well.
_UNMET = """
SELECT incoming.topics, count(*)
FROM temp.incoming LEFT JOIN temp.known ON known.ord = incoming.rowid
WHERE incoming.rowid BETWEEN :first AND :last AND incoming.topics IS NOT NULL
    AND (known.ord IS NULL OR known.ord IN (SELECT ord FROM temp.changed))
    AND NOT EXISTS (
        SELECT 1 FROM json_each(incoming.topics) WHERE value IN (SELECT value FROM json_each(:there))
    )
    AND NOT EXISTS (
        SELECT 1 FROM topics
        WHERE subscriber_id = known.person AND topic IN (SELECT value FROM json_each(:there))
    )
GROUP BY incoming.topics
"""


@dataclass(slots=True)
class Unmet:
    """How many people follow only topics that there are not, and some of these topics."""

    readers: int = 0
    topics: list[str] = field(default_factory=list)

    def count(self, db: Database, chunk: Chunk, *, there: Iterable[str]) -> None:
        """Count those of a chunk that was judged; `there` are the topics that there are."""
        for topics, readers in db.conn.execute(_UNMET, {**chunk, "there": array(there)}):
            self.readers += readers
            self.topics += [one for one in json.loads(topics) if one not in self.topics][: _NAMED - len(self.topics)]
