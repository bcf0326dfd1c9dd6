"""Keeps what an issue says, fixed with it, for everybody to read and search once it was sent."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.clock import from_iso, iso
from digest.model.issue import Issue, Item
from digest.model.selection import Role
from digest.store.issues.content_index import PLACES, put_document, spaced
from digest.store.issues.public_issues import SENT
from digest.store.rows import Row, row, rows
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from digest.model.issue import Publication

CONTENT = """
SELECT content, edition, label, slot, cutoff, number FROM contents JOIN issues ON issues.id = issue_id
WHERE issue_id = :issue
"""

# The best first: a word of the headline weighs most; of equals the newest.
FOUND = f"""
SELECT contents_search.rowid AS id, issues.id AS issue_id FROM contents_search
JOIN issues ON issues.id = contents_search.rowid / {PLACES}
WHERE contents_search MATCH :query AND edition IN (SELECT value FROM json_each(:editions)) AND {SENT}
ORDER BY bm25(contents_search, 4.0, 1.0, 0.5), slot DESC LIMIT :most
"""

PICTURES = f"""
SELECT DISTINCT json_extract(item.value, '$.image') AS image
FROM contents JOIN issues ON issues.id = issue_id, json_each(content, '$.items') AS item
WHERE edition IN (SELECT value FROM json_each(:editions)) AND {SENT} AND image > '' ORDER BY image
"""

_NOT_PUBLIC = ("score", "reasons")
_LONGEST_QUERY, _MOST_WORDS = 200, 12


class Hit(NamedTuple):
    """A story that was found: its issue, and its place there, from 0."""

    issue_id: int
    place: int


def put(db: Database, issue_id: int, issue: Issue) -> None:
    """Keep the content of an issue, in the place of what was kept before; runs in the caller's transaction."""
    put_document(db, issue_id, _document(issue))


def content_of(db: Database, issue_id: int, *, publication: Publication) -> Issue | None:
    """Return what an issue says, as the publication that it now is says it; None where it is not known."""
    found = row(db, CONTENT, {"issue": issue_id})
    return _issue(found, publication) if found else None


def search(db: Database, words: str, *, editions: Iterable[str], most: int) -> list[Hit]:
    """Return the stories of issues of these editions that were sent and hold every one of the words, or a longer one
    that begins so; the best first.
    """
    if not (query := _query(words)):
        return []
    found = rows(db, FOUND, {"query": query, "editions": array(editions), "most": most})
    return [Hit(one["issue_id"], one["id"] % PLACES) for one in found]


def pictures(db: Database, editions: Iterable[str]) -> list[str]:
    """Return the addresses of all pictures that sent issues of these editions show."""
    return [found["image"] for found in rows(db, PICTURES, {"editions": array(editions)})]


def _query(words: str) -> str:
    """Return the words as FTS5 asks for them: nothing of what somebody types is an operator there."""
    wanted = re.findall(r"[^\W_]+", words[:_LONGEST_QUERY])[:_MOST_WORDS]
    return " ".join(f'"{" ".join(spaced(word).split())}"*' for word in wanted)


def _document(issue: Issue) -> dict[str, Any]:
    return {
        "title": issue.title,
        "theme": issue.theme,
        "more": issue.more,
        "sections": list(issue.sections),
        "items": [_line(item) for item in issue.items],
        "on_the_web": [_line(item) for item in issue.on_the_web],
    }


def _line(item: Item) -> dict[str, Any]:
    values = {name: value for name, value in asdict(item).items() if name not in _NOT_PUBLIC}
    return values | {"published_at": iso(item.published_at)}


def _issue(found: Row, publication: Publication) -> Issue:
    content = json.loads(found["content"])
    lead, *briefs = (_item(line) for line in content["items"])
    return Issue(
        name=f"{found['edition']}/{found['label']}",
        edition=found["edition"],
        title=content["title"],
        publication=publication,
        slot=from_iso(found["slot"]),
        cutoff=from_iso(found["cutoff"]),
        number=found["number"] or 0,
        lead=lead,
        briefs=tuple(briefs),
        more=content["more"],
        theme=content["theme"],
        sections=tuple(content["sections"]),
        on_the_web=tuple(_item(line) for line in content.get("on_the_web", ())),
    )


def _item(line: dict[str, Any]) -> Item:
    lists = {name: tuple(line[name]) for name in ("tags", "also_covered_by")}
    moment = from_iso(line["published_at"])
    return Item(**{**line, **lists, "role": Role(line["role"]), "published_at": moment}, score=0.0, reasons=())
