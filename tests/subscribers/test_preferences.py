"""What a reader asked for is kept whole, and what concerns consent is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.errors import BadValue, UnknownSubscriber
from subscribers.preferences import MOST, Preferences

READER = "reader@herald.example"


@pytest.fixture
def reader(roster, now) -> int:
    roster.add(READER, now=now, lists=["weekly"], topics=["World"])
    return roster.show(READER).id


def log(roster) -> list[tuple[str, str]]:
    return [(str(line.action), line.note) for line in roster.show(READER).consents][1:]


def test_whoever_asked_for_nothing_gets_every_edition_of_their_lists(roster, now) -> None:
    roster.add(READER, now=now)
    assert roster.preferences(roster.show(READER).id) == Preferences()


def test_preferences_replace_those_before_all_of_them(roster, reader, now) -> None:
    until = now + timedelta(days=7)
    wanted = Preferences(
        topics=("Harbour  News", "art", "ART"), skipped_editions=("weekly",), language="pt_br", paused_until=until
    )
    assert roster.prefer(reader, wanted, now=now).outcome == "updated"
    assert roster.preferences(reader) == Preferences(
        topics=("art", "harbour news"), skipped_editions=("weekly",), language="pt-BR", paused_until=until
    )
    roster.prefer(reader, Preferences(), now=now)
    assert roster.preferences(reader) == Preferences()


def test_what_concerns_consent_is_logged_and_a_language_does_not(roster, reader, now) -> None:
    roster.prefer(reader, Preferences(topics=("art", "sea"), skipped_editions=("weekly",)), now=now)
    roster.prefer(reader, Preferences(topics=("art", "sea"), language="pt"), now=now)
    roster.prefer(reader, Preferences(topics=("art", "sea"), paused_until=now + timedelta(days=1)), now=now)
    assert log(roster) == [
        ("preferred", "follows art, sea; follows no more world; without weekly"),
        ("preferred", "again with weekly"),
        ("paused", "until 2026-11-24T06:30:00Z"),
    ]


def test_the_same_again_changes_and_logs_nothing(roster, reader, now) -> None:
    wanted = Preferences(topics=("art",), skipped_editions=("weekly",), language="de")
    roster.prefer(reader, wanted, now=now)
    assert roster.prefer(reader, wanted, now=now).outcome == "unchanged"
    assert len(log(roster)) == 1


def test_a_pause_that_ended_by_itself_is_put_away_silently(roster, reader, now) -> None:
    roster.prefer(reader, Preferences(paused_until=now + timedelta(days=1)), now=now)
    later = now + timedelta(days=2)
    kept = roster.preferences(reader)
    assert roster.prefer(reader, kept, now=later).outcome == "unchanged"
    roster.prefer(reader, Preferences(), now=later)
    assert roster.preferences(reader).paused_until is None
    assert [action for action, _ in log(roster)] == ["paused", "preferred"]


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (Preferences(language="Portuguese"), "not a language"),
        (Preferences(topics=tuple(f"topic {number}" for number in range(MOST + 1))), "too many"),
        (Preferences(skipped_editions=tuple(f"e{number}" for number in range(MOST + 1))), "too many"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(roster, reader, now, wanted, problem) -> None:
    with pytest.raises(BadValue, match=problem):
        roster.prefer(reader, wanted, now=now)
    assert roster.preferences(reader) == Preferences(topics=("world",))


def test_a_pause_into_the_past_undoes_the_rest_too(roster, reader, now) -> None:
    with pytest.raises(BadValue, match="has passed"):
        roster.prefer(reader, Preferences(topics=("art",), paused_until=now), now=now)
    assert roster.preferences(reader) == Preferences(topics=("world",))


def test_nobody_has_no_preferences(roster, now) -> None:
    with pytest.raises(UnknownSubscriber):
        roster.preferences(99)
    with pytest.raises(UnknownSubscriber):
        roster.prefer(99, Preferences(), now=now)
