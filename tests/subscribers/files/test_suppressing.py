"""What a file says of a person goes before what is known of a mailbox, and is taken back with the file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.database import immediate
from subscribers.files.intake import taking_back
from subscribers.migrations import migrations
from subscribers.suppressions import Suppressions

ANA = "ana@reader.example"
BOUNCED = f"email,status\n{ANA},bounced\n"
COMPLAINED = f"email,status\n{ANA},complained\n"


@pytest.fixture
def standing(suppressions):
    """Return why each address is suppressed, and who said so."""
    return lambda: {one.address: (one.reason, one.source) for one in suppressions.list()}


@pytest.fixture
def undo(db, now):
    """Take an import back, and return how many suppressions that lifted."""

    def run(number: int) -> int:
        with taking_back.taking_back(db, number, now=now + timedelta(days=9)) as undone:
            return undone.lifted

    return run


def test_a_complaint_is_recorded_over_a_bounce_and_taken_back_to_it(
    bring, undo, roster, suppressions, standing, now
) -> None:
    roster.add(ANA, lists=["weekly"], now=now)
    suppressions.add(ANA, "hard-bounce", source="sendgrid", now=now)
    before = suppressions.list()
    assert bring(COMPLAINED, dry_run=True).counts == (0, 1, 0)
    assert suppressions.list() == before
    assert bring(COMPLAINED, at=now + timedelta(days=1)).counts == (0, 1, 0)
    assert standing() == {ANA: ("complaint", "import 1, standard input")}
    assert bring(COMPLAINED).counts == (0, 0, 1)
    assert undo(1) == 0
    assert standing() == {ANA: ("complaint", "import 2, standard input")}
    assert undo(2) == 0
    assert suppressions.list() == before


def test_a_bounce_says_nothing_new_of_whoever_complained(bring, roster, suppressions, standing, now) -> None:
    roster.add(ANA, lists=["weekly"], now=now)
    suppressions.add(ANA, "asked by telephone", now=now)
    assert bring(BOUNCED).counts == (0, 0, 1)
    assert bring(BOUNCED + COMPLAINED.partition("\n")[2]).counts == (0, 0, 2)
    assert standing() == {ANA: ("asked by telephone", "shell")}


@pytest.mark.parametrize("first", [1, 2])
def test_each_of_two_files_takes_back_its_own_word_alone(bring, undo, standing, first) -> None:
    bring(BOUNCED)
    bring(COMPLAINED)
    assert standing() == {ANA: ("complaint", "import 2, standard input")}
    assert undo(first) == 0
    assert standing() == {
        ANA: ("complaint", "import 2, standard input") if first == 1 else ("hard-bounce", "import 1, standard input")
    }
    assert undo(3 - first) == 1
    assert standing() == {}


def test_a_complaint_that_somebody_else_brings_too_outlasts_the_file(bring, undo, suppressions, standing, now) -> None:
    suppressions.add(ANA, "hard-bounce", now=now)
    bring(COMPLAINED)
    suppressions.add(ANA, "complaint", source="sendgrid", now=now)
    assert undo(1) == 0
    assert standing()[ANA][0] == "complaint"


def test_of_what_one_file_says_twice_the_complaint_holds(bring, standing) -> None:
    bring(COMPLAINED + f"{ANA},bounced\n")
    assert standing() == {ANA: ("complaint", "import 1, standard input")}


def test_a_complaint_is_recorded_although_the_whole_domain_bounces(bring, undo, suppressions, standing, now) -> None:
    suppressions.add("@reader.example", "hard-bounce", now=now)
    bring(COMPLAINED)
    assert standing().keys() == {ANA, "@reader.example"}
    assert undo(1) == 1
    assert standing() == {"@reader.example": ("hard-bounce", "shell")}


def test_imports_of_old_are_taken_back_as_before(connect, now) -> None:
    db = connect()
    with immediate(db):
        migrations.apply(db, stop_before="let_complaints_prevail")
    said = f"('{ANA}', 'address', 'hard-bounce', 'import 1, a.csv', '2026-01-01T00:00:00Z')"
    db.execute(f"INSERT INTO suppressions VALUES {said}")
    for number in (1, 2):
        db.execute(f"INSERT INTO imports (id, file, format, lists, ask, at) VALUES ({number}, 'a', 'b', '[]', 0, '')")
        db.execute(f"INSERT INTO import_suppressions (key, import_id) VALUES ('{ANA}', {number})")
    with immediate(db):
        migrations.apply(db)
    lifted = []
    for number in (1, 2):
        with taking_back.taking_back(db, number, now=now) as undone:
            lifted.append((undone.lifted, len(Suppressions(db).list())))
    assert lifted == [(0, 1), (1, 0)]
