"""What comes to the readers of a list is what public editions bring, in the order of the configuration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.letters import list_mail
from subscribers.choices import choices
from subscribers.lists import Lists
from tests.pipeline.conftest import opened, send_issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


@pytest.fixture
def newsroom(live: Callable[..., Desk], opened: Callable[..., Sent]) -> Newsroom:
    """Three issues of daily, one a day."""
    desk = live(send_issues, days=3)
    return opened(desk.folder, desk.now).newsroom


def test_the_latest_issue_of_a_list_is_of_a_public_edition(newsroom: Newsroom) -> None:
    latest = list_mail.latest_of(newsroom, "DAILY")
    assert latest
    assert latest.name == "daily/2026-11-25"
    hidden = replace(newsroom.settings.editions["daily"], public=False)
    secret = replace(newsroom, settings=replace(newsroom.settings, editions={"daily": hidden}))
    assert list_mail.public_editions(secret) == []
    assert list_mail.latest_of(secret, "daily") is None


def test_lists_come_in_the_order_of_the_editions_that_go_to_them(newsroom: Newsroom) -> None:
    for name in ("aaa", "zzz"):
        Lists(newsroom.db).create(name, now=newsroom.now())
    assert [one.name for one in list_mail.in_order(newsroom, choices(newsroom.db))] == ["daily", "aaa", "zzz"]


def test_the_next_issue_of_a_list_is_when_the_first_of_its_editions_is_due(newsroom: Newsroom) -> None:
    due = list_mail.next_issue_of(newsroom, "DAILY")
    assert due
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-11-26 06:30"
    assert list_mail.next_issue_of(newsroom, "weekend") is None
    assert list_mail.next_issue_of(newsroom, "daily", skipped=["daily"]) is None
