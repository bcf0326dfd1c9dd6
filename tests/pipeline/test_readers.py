"""What a reader may do by a link of theirs, and that nobody may with any other."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.pipeline.letters import readers
from digest.pipeline.letters.stationery import hours
from digest.pipeline.roster.people import Edit, edit_reader
from digest.store.issues import issues
from subscribers.errors import BadToken
from subscribers.keys import add_signing_key, signing_keys
from subscribers.lists import Lists
from subscribers.model import State
from subscribers.preferences import Preferences
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.tokens import Purpose, TokenMint
from tests.pipeline.conftest import opened, sent

if TYPE_CHECKING:
    from digest.pipeline.newsroom import Newsroom
    from tests.pipeline.conftest import Sent

__all__ = ["opened", "sent"]

ANA = "ana@reader.example"
URL_SAFE = string.ascii_letters + string.digits + "-_"


@pytest.fixture
def newsroom(sent: Sent) -> Newsroom:
    """One issue of daily went to three readers; ana is on weekend too."""
    Lists(sent.newsroom.db).create("weekend", now=sent.newsroom.now())
    Roster(sent.newsroom.db).add(ANA, now=sent.newsroom.now(), lists=["weekend"], confirmed=True)
    return sent.newsroom


def link(newsroom: Newsroom, *, issue: bool = True, purpose: Purpose = Purpose.LINK) -> str:
    mint = TokenMint(signing_keys(newsroom.db))
    number = issues.named(newsroom.db, "daily").id if issue else 0
    return mint.mint(find(newsroom.db, ANA), number, epoch=0, purpose=purpose)


def question(newsroom: Newsroom, *, age: timedelta = timedelta()) -> str:
    mint = TokenMint(signing_keys(newsroom.db))
    return mint.mint(find(newsroom.db, ANA), hours(newsroom.now() - age), epoch=0, purpose=Purpose.CONFIRM)


def states(newsroom: Newsroom) -> dict[str, State]:
    return {one.list: one.state for one in Roster(newsroom.db).show(ANA).subscriptions}


def test_a_link_is_its_readers_and_nobodys_when_it_is_altered_cut_or_swapped(newsroom: Newsroom) -> None:
    token = link(newsroom)
    assert readers.whose(newsroom, token).address == ANA
    wrong = [token[:-1], token + "A", "", token.swapcase(), token[::-1], token[11:] + token[:11], question(newsroom)]
    other = TokenMint(signing_keys(newsroom.db)).mint(2, 1, epoch=0)
    wrong += [token[:11] + other[11:], other[:11] + token[11:]]
    for each in wrong:
        with pytest.raises(BadToken):
            readers.whose(newsroom, each)
    with pytest.raises(BadToken):
        readers.whose_question(newsroom, token)


def test_every_single_changed_character_is_noticed(newsroom: Newsroom) -> None:
    token = link(newsroom)
    for place, letter in enumerate(token):
        for other in URL_SAFE.replace(letter, ""):
            with pytest.raises(BadToken):
                readers.whose(newsroom, token[:place] + other + token[place + 1 :])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text(alphabet=URL_SAFE, min_size=22, max_size=22) | st.text(max_size=40))
def test_no_guess_is_anybodys_link(newsroom: Newsroom, guess: str) -> None:
    for look in (readers.whose, readers.whose_question):
        with pytest.raises(BadToken):
            look(newsroom, guess)


def test_links_outlive_new_keys_and_end_when_they_are_revoked_or_their_reader_erased(newsroom: Newsroom) -> None:
    token = link(newsroom)
    add_signing_key(newsroom.db, now=newsroom.now())
    assert readers.whose(newsroom, token).address == ANA
    Roster(newsroom.db).rotate_links(ANA)
    with pytest.raises(BadToken):
        readers.whose(newsroom, token)
    fresh = readers.link_of(newsroom, readers.Reader(1, 0, ANA, "", 1))
    assert readers.whose(newsroom, fresh).address == ANA
    newsroom.db.execute("DELETE FROM subscribers WHERE id = 1")
    with pytest.raises(BadToken):
        readers.whose(newsroom, fresh)


def test_a_confirmation_expires_and_a_link_does_not(newsroom: Newsroom) -> None:
    assert readers.whose_question(newsroom, question(newsroom))[1]
    assert readers.whose_question(newsroom, question(newsroom, age=timedelta(days=7)))[1]
    assert not readers.whose_question(newsroom, question(newsroom, age=timedelta(days=7, hours=1)))[1]
    later = replace(newsroom, clock=lambda: newsroom.now() + timedelta(days=3000))
    assert readers.whose(later, link(newsroom)).address == ANA


def test_a_mails_link_leaves_the_lists_that_led_to_it_and_one_of_no_mail_all(newsroom: Newsroom) -> None:
    of_mail, of_none = readers.whose(newsroom, link(newsroom)), readers.whose(newsroom, link(newsroom, issue=False))
    assert [one.name for one in readers.led_to(newsroom, of_mail)] == ["daily"]
    assert [one.name for one in readers.led_to(newsroom, of_none)] == ["daily", "weekend"]
    readers.leave(newsroom, of_mail, ["daily"], origin="")
    assert states(newsroom) == {"daily": State.UNSUBSCRIBED, "weekend": State.CONFIRMED}


def test_leaving_can_be_taken_back_for_a_day(newsroom: Newsroom) -> None:
    reader = readers.whose(newsroom, link(newsroom))
    readers.leave(newsroom, reader, ["daily"], origin="")
    late = replace(newsroom, clock=lambda: newsroom.now() + timedelta(days=1, seconds=1))
    assert readers.undo(late, reader, wording="", origin="") == ()
    assert [one.name for one in readers.undo(newsroom, reader, wording="Undo", origin="")] == ["daily"]
    assert states(newsroom)["daily"] is State.CONFIRMED
    assert readers.to_undo(newsroom, reader) == ()


def test_confirming_confirms_what_waits_of_what_is_named(newsroom: Newsroom) -> None:
    for name in ("sea", "sky"):
        Lists(newsroom.db).create(name, now=newsroom.now())
    Roster(newsroom.db).add(ANA, now=newsroom.now(), lists=["sea", "sky"])
    reader, _ = readers.whose_question(newsroom, question(newsroom))
    assert [one.name for one in readers.waiting(newsroom, reader)] == ["sea", "sky"]
    done = readers.confirm(newsroom, reader, ["sea", "daily", "none"], wording="Yes", origin="203.0.113.7")
    assert [one.name for one in done] == ["sea"]
    assert (states(newsroom)["sea"], states(newsroom)["sky"]) == (State.CONFIRMED, State.UNCONFIRMED)
    line = Roster(newsroom.db).show(ANA).consents[-1]
    assert (line.action, line.list, line.wording, line.origin) == ("confirmed", "sea", "Yes", "203.0.113.7")


def test_a_reader_joins_public_lists_on_their_own_word_and_no_others(newsroom: Newsroom) -> None:
    Lists(newsroom.db).create("desk", now=newsroom.now(), private=True)
    reader = readers.whose(newsroom, link(newsroom))
    readers.leave(newsroom, reader, ["weekend"], origin="")
    assert readers.join(newsroom, reader, "weekend", wording="Get it", origin="")
    assert states(newsroom)["weekend"] is State.CONFIRMED
    assert not readers.join(newsroom, reader, "desk", wording="", origin="")
    assert not readers.join(newsroom, reader, "none", wording="", origin="")


def test_preferences_are_kept_and_a_pause_that_is_over_is_none(newsroom: Newsroom) -> None:
    reader, until = readers.whose(newsroom, link(newsroom)), newsroom.now() + timedelta(days=3)
    wanted = Preferences(topics=("world",), language="de", paused_until=until)
    readers.prefer(newsroom, reader, wanted, origin="")
    assert readers.preferences(newsroom, reader) == wanted
    assert readers.preferences(replace(newsroom, clock=lambda: until), reader).paused_until is None


def test_a_mail_is_in_hand_from_its_claim_to_its_receipt(newsroom: Newsroom, sent: Sent) -> None:
    reader = readers.whose(newsroom, link(newsroom))
    assert not readers.in_hand(newsroom, reader)
    sent.close("sending")
    sent.put("claimed")
    assert readers.in_hand(newsroom, reader)
    sent.put("accepted")
    assert not readers.in_hand(newsroom, reader)


def test_mail_that_may_yet_go_bears_the_new_links_of_its_reader_alone(sent: Sent) -> None:
    for reader, status in (("ana", "pending"), ("ben", "unknown"), ("cid", "accepted")):
        sent.put(status, reader)
        edit_reader(sent.newsroom, f"{reader}@reader.example", Edit(new_links=True))
    rows = sent.newsroom.db.query("SELECT address, epoch FROM deliveries ORDER BY address")
    assert [row["epoch"] for row in rows] == [1, 1, 0]


def test_a_readers_own_copy_is_what_they_were_mailed_with_their_own_links(newsroom: Newsroom) -> None:
    token = link(newsroom)
    html = readers.own_copy(newsroom, readers.whose(newsroom, token), token)
    assert html
    assert html.count("<main>") == html.count("</main>") == 1, "what is a page has a main part"
    for page in ("u", "p", "v"):
        assert f"https://herald.example/{page}/{token}" in html
    assert "You get this because you joined Daily digest on 23 November 2026." in html


def test_whoever_did_not_get_an_issue_has_no_copy_of_it(newsroom: Newsroom) -> None:
    token = link(newsroom)
    for issue_id in (99, 0):
        reader = replace(readers.whose(newsroom, token), issue_id=issue_id)
        assert readers.own_copy(newsroom, reader, token) is None
