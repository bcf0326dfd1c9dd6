"""Compares an issue as it would be with the last one that is stored: the slot's own draft, or the issue before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.pipeline.issues.plan import document
from digest.store.issues import issues

if TYPE_CHECKING:
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def difference(newsroom: Newsroom, proposal: Proposal) -> dict[str, Any]:
    """Return which stories are new, gone, at another place or an update by now; `against` names the last issue."""
    for record in issues.every(newsroom.db, proposal.edition.name):
        before = issues.plan(newsroom.db, record.id) if record.slot <= proposal.slot.at else {}
        if before.get("lead"):
            return {"against": record.name} | _compared(_stories(before), _stories(document(proposal)))
    return {"against": None} | _compared([], _stories(document(proposal)))


def _stories(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [story for story in (plan.get("lead"), *plan.get("briefs", ())) if story]


def _compared(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> dict[str, Any]:
    was = {story["id"]: place for place, story in enumerate(before, 1)}
    updates = {story["id"]: story.get("update_of") for story in before}
    stands = {story["id"] for story in now}
    moved = [
        _named(story) | {"from": was[story["id"]], "to": place}
        for place, story in enumerate(now, 1)
        if was.get(story["id"], place) != place
    ]
    return {
        "new": [_named(story) for story in now if story["id"] not in was],
        "gone": [_named(story) for story in before if story["id"] not in stands],
        "moved": moved,
        "updated": [
            _named(story) | {"update_of": story["update_of"]}
            for story in now
            if story["update_of"] and updates.get(story["id"], story["update_of"]) != story["update_of"]
        ],
    }


def _named(story: dict[str, Any]) -> dict[str, Any]:
    return {"id": story["id"], "title": story["title"]}
