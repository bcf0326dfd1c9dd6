"""What issues say is kept with them, searched in any script, and gone with them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.store.issues import contents, sent_before
from subscribers.database import immediate
from tests.contracts.issues import arabic, issue_of, item, morning, odd
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from sqlite_utils import Database

    from digest.model.issue import Issue


def put(db: Database, issue: Issue, *, number: int = 1, carried: bool = True) -> None:
    """Keep an issue as if it was sent."""
    values = {
        "id": number, "edition": issue.edition, "slot": f"2026-11-{number + 10}T06:30:00Z", "number": number,
        "label": f"2026-11-{number + 10}", "state": "sent", "cutoff": "2026-11-23T06:30:00Z", "subject": "Subject",
        "created_at": "2026-11-23T06:30:00Z", "carried_at": "2026-11-23T06:31:00Z" if carried else None,
    }  # fmt: skip
    if not db["issues"].count_where("id = ?", [number]):
        db["issues"].insert(values)
    with immediate(db):
        contents.put(db, number, issue)


@pytest.mark.parametrize("issue", [morning(), arabic(), odd()], ids=["morning", "arabic", "odd"])
def test_it_comes_back_as_it_was_but_for_what_is_the_newsrooms_alone(db: Database, issue: Issue) -> None:
    lead, *briefs = (replace(one, score=3.0, reasons=("pinned by Ana",)) for one in issue.items)
    put(db, replace(issue, lead=lead, briefs=tuple(briefs)))
    found = contents.content_of(db, 1, publication=issue.publication)
    assert found
    assert found.items == tuple(replace(one, score=0.0, reasons=()) for one in issue.items)
    assert (found.title, found.more, found.sections) == (issue.title, issue.more, issue.sections)
    assert "pinned" not in db.execute("SELECT content FROM contents").fetchone()[0]
    assert contents.content_of(db, 2, publication=issue.publication) is None


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("canon bahia", "El cañón de la bahía, abierto"),
        ("船員", "港の船員組合、六日間のストライキを終了"),
        ("スト", "港の船員組合、六日間のストライキを終了"),
        ("الخبز", "لجنة تبحث أسعار الخبز"),
        ("ख़बर", "आज की बड़ी ख़बरें"),
        ("ข่าว", "ข่าววันนี้"),
    ],
)
def test_every_script_is_searched(db: Database, words: str, title: str) -> None:
    titles = [
        "El cañón de la bahía, abierto", "港の船員組合、六日間のストライキを終了", "لجنة تبحث أسعار الخبز",
        "आज की बड़ी ख़बरें", "ข่าววันนี้",
    ]  # fmt: skip
    put(db, issue_of(*(item(one) for one in titles)))
    hits = contents.search(db, words, editions=["daily"], most=9)
    assert [titles[hit.place] for hit in hits] == [title]


def test_a_headline_weighs_more_than_a_summary_and_of_equals_the_newest_is_first(db: Database) -> None:
    put(db, issue_of(item("Bread and butter", "The harbour is quiet.")), number=1)
    put(db, issue_of(item("The harbour is quiet", "Bread and butter.")), number=2)
    put(db, issue_of(item("The harbour is quiet", "Bread and butter.")), number=3)
    assert [hit.issue_id for hit in contents.search(db, "harbour", editions=["daily"], most=9)] == [3, 2, 1]
    assert len(contents.search(db, "harbour", editions=["daily"], most=2)) == 2
    assert contents.search(db, "harbour", editions=["weekly"], most=9) == []


def test_what_is_composed_anew_leaves_no_trace_in_the_index(db: Database) -> None:
    put(db, issue_of(item("A secret of the first draft")))
    put(db, issue_of(item("What was sent")))
    assert contents.search(db, "secret", editions=["daily"], most=9) == []
    assert len(contents.search(db, "sent", editions=["daily"], most=9)) == 1


def test_an_issue_that_was_not_sent_is_not_found(db: Database) -> None:
    put(db, issue_of(item("What may still change")), carried=False)
    assert contents.search(db, "change", editions=["daily"], most=9) == []


def test_it_goes_with_its_issue(db: Database) -> None:
    put(db, morning(), number=1)
    put(db, morning(), number=2)
    db.execute("DELETE FROM issues WHERE id = 1")
    assert {hit.issue_id for hit in contents.search(db, "ferry", editions=["daily"], most=9)} == {2}


def test_issues_sent_before_there_was_an_archive_are_taken_in(db: Database) -> None:
    pick = {
        "id": 7, "title": "Ferry strike ends", "url": "https://wire.example/1", "source": "Wire", "role": "lead",
        "published_at": "2026-11-22T05:00:00Z", "tags": ["world"], "summary": "It is over.",
        "also": [{"id": 8, "title": "Strike over", "source": "Gazette"}],
    }  # fmt: skip
    put(db, morning())
    db.execute("DELETE FROM contents")
    db.execute("UPDATE issues SET plan = ?", [json.dumps({"lead": pick, "briefs": [pick | {"role": "brief"}]})])
    sent_before.take_in(db)
    found = contents.content_of(db, 1, publication=morning().publication)
    assert found
    assert (found.title, found.lead.title, found.lead.also_covered_by) == ("Daily", "Ferry strike ends", ("Gazette",))
    assert len(contents.search(db, "strike", editions=["daily"], most=9)) == 2
    assert found.lead.published_at < NOW
