"""What comes back moves deliveries forward only, suppresses whom it must, and lets readers off their lists."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.model.delivery import DeliveryStatus, Entry, Receipt
from digest.model.event import EventKind, Fault
from digest.pipeline.returns.returns import Tally, note_refusals, take_in
from digest.store.issues import issues
from digest.store.mail import deliveries, ledger
from subscribers.lists import Lists
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.pipeline.conftest import READERS, send_issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model.event import Event
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

LOWEST = ["pending", "claimed", "deferred", "unknown", "skipped", "expired", "cancelled", "refused"]
PROVES = {"processed": "accepted", "delivered": "delivered", "bounced": "bounced", "complained": "complained"}
RISING = ["accepted", "delivered", "bounced", "complained"]


def take(sent: Sent, *events: Event) -> Tally:
    return take_in(sent.newsroom, events)


@pytest.mark.parametrize("kind", PROVES)
@pytest.mark.parametrize("before", LOWEST)
def test_whatever_a_delivery_was_thought_to_be_moves_to_what_the_event_proves(
    sent: Sent, before: str, kind: str
) -> None:
    sent.put(before)
    assert take(sent, sent.event(kind)).moved == 1
    assert sent.status() == PROVES[kind]


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("second", range(4))
def test_statuses_only_move_forward(sent: Sent, first: int, second: int) -> None:
    kinds = list(PROVES)
    take(sent, sent.event(kinds[first]))
    take(sent, sent.event(kinds[second]))
    assert sent.status() == RISING[max(first, second)]


@pytest.mark.parametrize("kind", ["unsubscribed", "replied"])
def test_what_says_nothing_of_the_mail_moves_nothing(sent: Sent, kind: str) -> None:
    sent.put("unknown")
    assert take(sent, sent.event(kind)).moved == 0
    assert sent.status() == "unknown"


def test_what_sendgrid_delays_it_has_and_a_mail_server_may_not(sent: Sent) -> None:
    sent.put("unknown")
    take(sent, sent.event("delayed", source="mail"))
    assert sent.status() == "unknown"
    take(sent, sent.event("delayed"))
    assert sent.status() == "accepted"
    take(sent, sent.event("delivered"), sent.event("delayed"))
    assert sent.status() == "delivered"


def test_a_mail_put_back_in_line_that_was_handed_over_after_all_is_not_sent_again(sent: Sent) -> None:
    sent.put("unknown")
    sent.close("partial")
    with_reference = sent.event("processed")
    deliveries.resolve_unknown(sent.newsroom.db, sent.delivery().issue_id, resend=True, now=sent.newsroom.now())
    assert sent.status() == "pending"
    take(sent, with_reference)
    assert sent.status() == "accepted"
    assert not deliveries.any_to_claim(sent.newsroom.db, sent.delivery().issue_id, now=sent.newsroom.now())


def test_a_receipt_that_comes_after_the_event_does_not_undo_it(sent: Sent) -> None:
    sent.put("claimed")
    take(sent, sent.event("delivered"))
    late = Entry([sent.delivery().id], Receipt(sent.delivery().id, DeliveryStatus.ACCEPTED, detail="202"))
    ledger.record(sent.newsroom.db, sent.delivery().issue_id, [late], now=sent.newsroom.now())
    assert sent.status() == "delivered"


def test_an_event_is_taken_in_once_however_often_it_comes(sent: Sent) -> None:
    event = sent.event("delivered")
    tally = take(sent, *[event] * 46)
    assert (tally.read, tally.new, tally.duplicate, tally.moved) == (46, 1, 45, 1)
    again = take(sent, event)
    assert (again.new, again.duplicate, again.moved) == (0, 1, 0)


def test_the_same_key_from_another_reporter_is_another_event(sent: Sent) -> None:
    tally = take(sent, sent.event("delivered", key="1"), sent.event("delivered", key="1", source="mail"))
    assert tally.new == 2


def random_events(sent: Sent, seed: int) -> list[Event]:
    dice = random.Random(seed)
    now = sent.newsroom.now()
    return [
        sent.event(
            dice.choice(list(EventKind)),
            dice.choice(["ana", "ben", "cid"]),
            key=f"k{dice.randrange(12)}-{number}",
            fault=dice.choice([Fault.SENDER, Fault.PASSING, Fault.RECIPIENT]),
            at=dice.choice([None, now, now - timedelta(hours=dice.randrange(3))]),
            code=dice.choice(["5.1.1", "4.2.2"]),
            detail=dice.choice(["no", "not now", "x" * 400]),
        )
        for number in range(dice.randrange(1, 14))
    ]


def ledger_of(sent: Sent) -> list[tuple[str, ...]]:
    found = deliveries.every(sent.newsroom.db, issues.named(sent.newsroom.db, "daily").id)
    return [(one.address, str(one.status), one.code, one.detail) for one in found]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), before=st.sampled_from([*LOWEST, "accepted"]), cut=st.integers(0, 13))
def test_any_order_and_any_repetition_of_events_gives_the_same_ledger(
    copied: Callable[[], Sent], seed: int, before: str, cut: int
) -> None:
    one, other = copied(), copied()
    for sent in (one, other):
        for reader in ("ana", "ben"):
            sent.put(before, reader)
    events = random_events(one, seed)
    take(one, *events)
    mixed = [*events, *events[:cut]]
    random.Random(seed + 1).shuffle(mixed)
    for place in range(0, len(mixed), 3):  # a few at a time, as posts come
        take(other, *mixed[place : place + 3])
    assert ledger_of(one) == ledger_of(other)
    assert one.suppressed().keys() == other.suppressed().keys()
    standings = [Roster(each.newsroom.db).show(reader).subscriptions for each in (one, other) for reader in READERS]
    assert standings[:3] == standings[3:]


def test_the_last_unknown_mail_that_is_resolved_closes_a_partial_issue(sent: Sent) -> None:
    sent.put("unknown", "ana")
    sent.put("unknown", "ben")
    sent.close("partial")
    take(sent, sent.event("delivered", "ana"))
    assert issues.named(sent.newsroom.db, "daily").state == "partial"
    take(sent, sent.event("bounced", "ben", fault=Fault.SENDER))
    assert issues.named(sent.newsroom.db, "daily").state == "sent"


def test_an_expired_mail_keeps_an_issue_partial(sent: Sent) -> None:
    sent.put("unknown", "ana")
    sent.put("expired", "ben")
    sent.close("partial")
    take(sent, sent.event("delivered", "ana"))
    assert issues.named(sent.newsroom.db, "daily").state == "partial"
    take(sent, sent.event("delivered", "ben"))
    assert issues.named(sent.newsroom.db, "daily").state == "sent"


def test_an_event_leaves_an_issue_under_way_to_its_send(sent: Sent) -> None:
    sent.put("unknown")
    sent.close("sending")
    take(sent, sent.event("delivered"))
    assert issues.named(sent.newsroom.db, "daily").state == "sending"


def test_an_issue_of_which_a_mail_is_reported_has_carried_its_stories(sent: Sent) -> None:
    sent.newsroom.db.conn.execute("UPDATE issues SET carried_at = NULL")
    take(sent, sent.event("unsubscribed"))
    assert issues.named(sent.newsroom.db, "daily").carried_at is None
    take(sent, sent.event("processed"), sent.event("delivered", "ben"))
    assert issues.named(sent.newsroom.db, "daily").carried_at == sent.newsroom.now()


# Suppression


def test_a_mailbox_that_is_not_there_is_suppressed_at_once(sent: Sent) -> None:
    tally = take(sent, sent.event("bounced", fault=Fault.RECIPIENT, code="5.1.1"))
    assert tally.suppressed == 1
    (made,) = Suppressions(sent.newsroom.db).list()
    assert (made.address, made.reason) == ("ana@reader.example", "hard-bounce")
    assert made.source == "sendgrid: daily/2026-11-23"


def test_a_complaint_suppresses_at_once(sent: Sent) -> None:
    take(sent, sent.event("complained", source="mail"))
    assert sent.suppressed() == {"ana@reader.example": "complaint"}


def test_a_mail_dropped_for_an_earlier_complaint_bounced_and_suppresses_as_the_complaint_it_was(sent: Sent) -> None:
    take(sent, sent.event("bounced", fault=Fault.SENDER, code="spamreport"))
    assert (sent.status(), sent.suppressed()) == ("bounced", {"ana@reader.example": "complaint"})


@pytest.mark.parametrize("fault", [Fault.SENDER, Fault.PASSING, None])
def test_one_bounce_that_is_no_fault_of_the_address_suppresses_nobody(sent: Sent, fault: Fault | None) -> None:
    take(sent, sent.event("bounced", fault=fault))
    assert (sent.status(), sent.suppressed()) == ("bounced", {})


def test_the_address_of_the_ledger_is_suppressed_and_not_what_the_reporter_says(sent: Sent) -> None:
    take(sent, sent.event("complained", address="victim@reader.example"))
    assert sent.suppressed() == {"ana@reader.example": "complaint"}


def soft(sent: Sent, days: range | list[int], reader: str = "ana") -> None:
    for day in days:
        issue = f"daily/2026-11-{day:02}"
        take(sent, sent.event("bounced", reader, issue, fault=Fault.PASSING, code="4.2.2"))


@pytest.fixture
def fortnight(live: Callable[..., Desk], opened: Callable[..., Sent]) -> Sent:
    """Ten issues, of 10 November to 19."""
    desk = live(send_issues, days=10, start="2026-11-10T07:00:00Z")
    return opened(desk.folder, desk.now)


def test_five_issues_in_a_row_that_come_back_over_a_week_suppress(fortnight: Sent) -> None:
    soft(fortnight, [10, 11, 12, 13])
    fortnight.put("skipped", issue="daily/2026-11-14")
    fortnight.put("skipped", issue="daily/2026-11-15")
    fortnight.put("skipped", issue="daily/2026-11-16")
    assert fortnight.suppressed() == {}
    soft(fortnight, [17])
    assert fortnight.suppressed() == {"ana@reader.example": "soft-bounces"}


def test_five_issues_within_less_than_a_week_do_not(fortnight: Sent) -> None:
    soft(fortnight, range(10, 16))
    assert fortnight.suppressed() == {}
    soft(fortnight, [16, 17])
    assert fortnight.suppressed() == {"ana@reader.example": "soft-bounces"}


@pytest.mark.parametrize("status", ["delivered", "accepted"])
def test_a_mail_that_got_through_in_between_begins_the_row_anew(fortnight: Sent, status: str) -> None:
    if status == "delivered":
        take(fortnight, fortnight.event("delivered", issue="daily/2026-11-15"))
    soft(fortnight, [10, 11, 12, 13, 14, 16, 17, 18, 19])
    assert fortnight.suppressed() == {}


def test_the_same_issue_counts_once(fortnight: Sent) -> None:
    for _ in range(6):
        soft(fortnight, [10, 19])
    assert fortnight.suppressed() == {}


def test_whoever_lifts_a_suppression_begins_a_new_count(fortnight: Sent) -> None:
    soft(fortnight, range(10, 18))
    Suppressions(fortnight.newsroom.db).remove("ana@reader.example")
    soft(fortnight, [18, 19])
    assert fortnight.suppressed() == {}


def test_a_million_mails_are_not_looked_through_to_judge_one(fortnight: Sent) -> None:
    """By index alone: the ledger is never scanned."""
    from digest.store.mail import events

    for sql in (events.OF_MAIL, events.TRAIL, events.EVER_RECIPIENT, events.ANY_OPEN, events.REFUSED, events.OF_LABEL):
        names = ("issue", "subscriber", "address_key", "since", "edition", "label")
        plan = fortnight.newsroom.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(names, 1)).fetchall()
        assert not [step for *_, step in plan if step.startswith(("SCAN d", "SCAN deliveries"))], sql


# Refusals at the moment of handing over


def refuse(sent: Sent, code: str, *, detail: str = "", via: str = "smtp mail.example", issue: str = "daily") -> None:
    sql = "UPDATE deliveries SET status = 'refused', code = :code, detail = :detail, via = :via WHERE id = :id"
    values = {"code": code, "detail": detail, "via": via, "id": sent.delivery(issue=issue).id}
    sent.newsroom.db.conn.execute(sql, values)


def noted(sent: Sent, issue: str = "daily") -> int:
    return note_refusals(sent.newsroom, issues.named(sent.newsroom.db, issue).id)


@pytest.mark.parametrize(("code", "detail"), [("5.1.1", ""), ("550", "no such user here"), ("5.0.0", "5.1.10 null MX")])
def test_a_mailbox_refused_at_the_door_is_suppressed_and_stays_refused(sent: Sent, code: str, detail: str) -> None:
    refuse(sent, code, detail=detail)
    assert noted(sent) == 1
    assert (sent.status(), sent.suppressed()) == ("refused", {"ana@reader.example": "hard-bounce"})
    (made,) = Suppressions(sent.newsroom.db).list()
    assert made.source == "smtp: daily/2026-11-23"


def test_noting_refusals_again_does_nothing_even_once_the_suppression_is_lifted(sent: Sent) -> None:
    refuse(sent, "5.1.1")
    noted(sent)
    Suppressions(sent.newsroom.db).remove("ana@reader.example")
    assert (noted(sent), sent.suppressed()) == (0, {})


@pytest.mark.parametrize("code", ["5.7.1", "5.2.2", "554"])
def test_one_refusal_that_is_no_fault_of_the_address_suppresses_nobody(sent: Sent, code: str) -> None:
    refuse(sent, code)
    assert (noted(sent), sent.suppressed()) == (0, {})


def test_refusals_of_full_mailboxes_count_as_bounces_do(fortnight: Sent) -> None:
    for day in range(10, 18):
        refuse(fortnight, "5.2.2", issue=f"daily/2026-11-{day}")
        noted(fortnight, f"daily/2026-11-{day}")
    assert fortnight.suppressed() == {"ana@reader.example": "soft-bounces"}


def test_what_another_transport_refused_is_not_judged_by_smtp_codes(sent: Sent) -> None:
    refuse(sent, "5.1.1", via="sendgrid api")
    assert noted(sent) == 0


# Unsubscribing


def test_whoever_wants_off_leaves_every_list_that_led_to_the_mail(desk: Desk, opened: Callable[..., Sent]) -> None:
    text = (desk.folder / "digest.toml").read_text().replace('lists = ["daily"]', 'lists = ["daily", "weekend"]')
    (desk.folder / "digest.toml").write_text(text)
    desk.ok("lists", "create", "other")
    for name in ("weekend", "other"):
        desk.ok("subscribers", "add", "ana@reader.example", "--list", name, "--confirmed")
    send_issues(desk, 1)
    sent = opened(desk.folder, desk.now)
    assert take(sent, sent.event("unsubscribed", source="mail")).unsubscribed == 1
    record = Roster(sent.newsroom.db).show("ana@reader.example")
    states = {one.list: str(one.state) for one in record.subscriptions}
    assert states == {"daily": "unsubscribed", "weekend": "unsubscribed", "other": "confirmed"}
    assert [(one.list, str(one.via)) for one in record.consents if one.action == "unsubscribed"] == [
        ("daily", "mail"),
        ("weekend", "mail"),
    ]
    assert sent.status() == "accepted"


def test_an_unsubscribe_that_sendgrid_reports_came_by_a_link(sent: Sent) -> None:
    take(sent, sent.event("unsubscribed"))
    assert str(Roster(sent.newsroom.db).show("ana@reader.example").consents[-1].via) == "web"


def test_without_a_reference_a_subscriber_leaves_all_lists(sent: Sent) -> None:
    event = sent.event("unsubscribed", reference="", address="ANA@Reader.example", source="mail")
    assert take(sent, event).unsubscribed == 1
    assert str(Roster(sent.newsroom.db).show("ana@reader.example").subscriptions[0].state) == "unsubscribed"
    stranger = sent.event("unsubscribed", reference="", address="who@else.example", source="mail")
    assert take(sent, stranger).foreign == 1


def test_a_link_of_a_mail_the_ledger_has_forgotten_still_unsubscribes(sent: Sent) -> None:
    event = sent.event("unsubscribed")
    sent.newsroom.db.conn.execute("DELETE FROM deliveries")
    assert take(sent, event).unsubscribed == 1


def test_a_reader_erased_meanwhile_has_nothing_left_to_leave(sent: Sent) -> None:
    event = sent.event("unsubscribed")
    sent.newsroom.db.conn.execute("DELETE FROM subscribers WHERE address_key = 'ana@reader.example'")
    assert (take(sent, event).new, take(sent, event).unsubscribed) == (1, 0)


# Whose mail it is


@pytest.mark.parametrize("kind", ["delivered", "complained", "unsubscribed"])
def test_a_reference_of_another_newsroom_is_ignored_whatever_else_the_event_says(sent: Sent, kind: str) -> None:
    event = sent.event(kind, reference="a" * 32, address="ana@reader.example")
    tally = take(sent, event)
    assert (tally.foreign, tally.new, tally.moved) == (1, 0, 0)
    assert sent.suppressed() == {}
    assert take(sent, event).foreign == 1


def test_a_reference_is_known_in_capitals_and_from_the_message_id(sent: Sent) -> None:
    reference = sent.reference()
    take(sent, sent.event("delivered", reference=reference.upper()))
    assert sent.status() == "delivered"
    message_id = f"<daily.2026-11-23.{reference}@herald.example>"
    take(sent, sent.event("bounced", reference="", message_id=message_id))
    assert sent.status() == "bounced"


def test_without_a_reference_address_and_issue_name_the_mail(sent: Sent) -> None:
    message_id = "<daily.2026-11-23.mangled@herald.example>"
    event = sent.event("delivered", reference="", message_id=message_id, address="Ana@READER.example")
    assert (take(sent, event).moved, sent.status()) == (1, "delivered")


@pytest.mark.parametrize(
    ("kind", "fault", "reason"),
    [("complained", None, "complaint"), ("bounced", Fault.RECIPIENT, "hard-bounce")],
)
def test_an_address_alone_is_suppressed_only_if_it_is_one_of_ours(
    sent: Sent, kind: str, fault: Fault | None, reason: str
) -> None:
    stranger = sent.event(kind, reference="", address="who@else.example", fault=fault)
    assert take(sent, stranger).foreign == 1
    reader = sent.event(kind, reference="short", address="ben@reader.example", fault=fault)
    assert take(sent, reader).suppressed == 1
    assert sent.suppressed() == {"ben@reader.example": reason}
    (made,) = Suppressions(sent.newsroom.db).list()
    assert made.source == "sendgrid"


def test_an_address_alone_that_was_once_a_recipient_is_suppressed_though_erased(sent: Sent) -> None:
    sent.newsroom.db.conn.execute("DELETE FROM subscribers WHERE address_key = 'ben@reader.example'")
    take(sent, sent.event("complained", reference="", address="ben@reader.example"))
    assert sent.suppressed() == {"ben@reader.example": "complaint"}


@pytest.mark.parametrize("address", ["", "no address", "a@b@c", "\ud800@x.example"])
def test_what_names_neither_a_mail_nor_an_address_is_nobodys(sent: Sent, address: str) -> None:
    assert take(sent, sent.event("complained", reference="", address=address)).foreign == 1


def test_a_soft_bounce_that_names_no_mail_says_too_little(sent: Sent) -> None:
    event = sent.event("bounced", reference="", address="ben@reader.example", fault=Fault.PASSING)
    assert take(sent, event).foreign == 1


def test_a_new_signing_key_does_not_make_old_references_foreign(sent: Sent) -> None:
    from subscribers.keys import add_signing_key

    event = sent.event("delivered")
    add_signing_key(sent.newsroom.db, now=sent.newsroom.now())
    assert take(sent, event).moved == 1


def test_a_list_since_renamed_is_still_left(sent: Sent) -> None:
    Lists(sent.newsroom.db).rename("daily", "morning", now=sent.newsroom.now())
    assert take(sent, sent.event("unsubscribed")).unsubscribed == 1
