"""The lines beside a headline give author and date, and no headline is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.ingest.bylines import Byline, read_byline

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin

NOON = datetime(2025, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Fri. Nov 21st, 2025", Byline("", NOON, day_only=True)),
        ("*21 November 2025*", Byline("", NOON, day_only=True)),
        ("2025-11-21 16:30", Byline("", datetime(2025, 11, 21, 16, 30, tzinfo=UTC))),
        ("By Jane Doe | 21 November 2025", Byline("Jane Doe", NOON, day_only=True)),
        ("By Jane Doe, Friday, November 21, 2025", Byline("Jane Doe", NOON, day_only=True)),
        ("By Jane Doe - 2025-11-21", Byline("Jane Doe", NOON, day_only=True)),
        ("Jane Doe | Nov 21, 2025", Byline("Jane Doe", NOON, day_only=True)),
        ("Nov 21, 2025 | By Jane Doe", Byline("Jane Doe", NOON, day_only=True)),
        ("LISBON | Nov 21, 2025", Byline("", NOON, day_only=True)),
    ],
)
def test_a_line_with_a_date_is_known_above_and_below_the_headline(line: str, byline: Byline, origin: Origin) -> None:
    assert read_byline(line, origin, before_title=True) == byline
    assert read_byline(line, origin) == byline


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By Jane Doe and John O’Neill", "Jane Doe and John O’Neill"),
        ("By Jane Doe, Chief Correspondent", "Jane Doe"),
        ("By Jane Doe in London", "Jane Doe"),
        ("Von Anna Müller und Karl-Heinz Groß", "Anna Müller und Karl-Heinz Groß"),
        ("Por María de la Cruz, Madrid", "María de la Cruz"),
    ],
)
def test_a_name_alone_counts_below_the_headline_only(line: str, author: str, origin: Origin) -> None:
    assert read_byline(line, origin) == Byline(author)
    assert read_byline(line, origin, before_title=True) is None


def test_a_place_with_a_date_counts_below_the_headline_only(origin: Origin) -> None:
    assert read_byline("Lisbon, 21 November 2025", origin) == Byline("", NOON, day_only=True)
    assert read_byline("Pearl Harbor, December 7, 1941", origin, before_title=True) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Storm hits coast - 3 dead",
        "By the time the sun rose",
        "Bridge closes | Update",
        "By Jane Doe. She writes of ships.",
    ],
)
def test_any_other_line_is_text(line: str, origin: Origin) -> None:
    assert read_byline(line, origin) is None


def test_a_date_to_come_is_a_date_line_that_gives_no_date(origin: Origin) -> None:
    assert read_byline("By Jane Doe | 1 May 2031", origin) == Byline("Jane Doe")
