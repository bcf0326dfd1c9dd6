"""Writes what an issue says into its row, and its stories into the index that is searched."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

PLACES = 1000  # rows that an issue may have in the index

PUT = "INSERT INTO contents (issue_id, content) VALUES (:issue, :content)"

FORGET = "DELETE FROM contents WHERE issue_id = :issue"

PUT_WORDS = """
INSERT INTO contents_search (rowid, title, summary, source) VALUES (:id, :title, :summary, :source)
"""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SEARCHED = ("title", "summary", "source")


def put_document(db: Database, issue_id: int, document: dict[str, Any]) -> None:
    """Keep the content of an issue as it stands in the database."""
    db.conn.execute(FORGET, {"issue": issue_id})
    db.conn.execute(PUT, {"issue": issue_id, "content": json.dumps(document, ensure_ascii=False)})
    words = [
        {"id": issue_id * PLACES + place, **{name: spaced(line[name]) for name in _SEARCHED}}
        for place, line in enumerate(document["items"][:PLACES])
    ]
    db.conn.executemany(PUT_WORDS, words)


def spaced(text: str) -> str:
    """Return text with the signs of scripts that set no spaces between words apart, so that each can be found.

    >>> spaced("港の船 sails")
    ' 港  の  船  sails'
    """
    return _UNSPACED.sub(r" \g<0> ", text)
