"""What readers see of issues that were sent: the archive shows what is public, and nothing of anybody's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.letters import back_issues, readers
from subscribers.choices import choices
from subscribers.keys import signing_keys
from subscribers.lists import Lists
from subscribers.tokens import TokenMint
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


def reader_of(newsroom: Newsroom, subscriber_id: int = 1, issue_id: int = 1) -> tuple[readers.Reader, str]:
    token = TokenMint(signing_keys(newsroom.db)).mint(subscriber_id, issue_id, epoch=0)
    return readers.whose(newsroom, token), token


def test_the_latest_issue_of_a_list_is_of_a_public_edition(newsroom: Newsroom) -> None:
    latest = back_issues.latest_of(newsroom, "DAILY")
    assert latest
    assert latest.name == "daily/2026-11-25"
    hidden = replace(newsroom.settings.editions["daily"], public=False)
    secret = replace(newsroom, settings=replace(newsroom.settings, editions={"daily": hidden}))
    assert back_issues.public_editions(secret) == []
    assert back_issues.latest_of(secret, "daily") is None


def test_a_readers_own_copy_is_what_they_were_mailed_with_their_own_links(newsroom: Newsroom, desk: Desk) -> None:
    reader, token = reader_of(newsroom)
    html = back_issues.own_copy(newsroom, reader, token)
    assert html
    assert html.count("<main>") == html.count("</main>") == 1, "what is a page has a main part"
    for page in ("u", "p", "v"):
        assert f"https://herald.example/{page}/{token}" in html
    assert "You get this because you joined Daily digest on 23 November 2026." in html


def test_whoever_did_not_get_an_issue_has_no_copy_of_it(newsroom: Newsroom) -> None:
    assert back_issues.own_copy(newsroom, *reader_of(newsroom, issue_id=99)) is None
    assert back_issues.own_copy(newsroom, *reader_of(newsroom, issue_id=0)) is None


def test_lists_come_in_the_order_of_the_editions_that_go_to_them(newsroom: Newsroom) -> None:
    for name in ("aaa", "zzz"):
        Lists(newsroom.db).create(name, now=newsroom.now())
    assert [one.name for one in back_issues.in_order(newsroom, choices(newsroom.db))] == ["daily", "aaa", "zzz"]


def test_the_next_issue_of_a_list_is_when_the_first_of_its_editions_is_due(newsroom: Newsroom) -> None:
    due = back_issues.next_issue_of(newsroom, "DAILY")
    assert due
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-11-26 06:30"
    assert back_issues.next_issue_of(newsroom, "weekend") is None
    assert back_issues.next_issue_of(newsroom, "daily", skipped=["daily"]) is None
