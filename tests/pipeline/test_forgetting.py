"""An erased person is nowhere in the database's files, others cannot bring them back, and the ledger still counts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from digest.store.database import open_database
from digest.store.lock import edition_lock, letters_lock
from subscribers import signups
from subscribers.database import immediate
from subscribers.errors import BadToken
from subscribers.keys import signing_keys
from subscribers.roster import Roster
from subscribers.signups import Signup
from subscribers.tokens import TokenMint
from tests.web.signing import entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlite_utils import Database

    from tests.conftest import Desk

ANA, FORMER, NAME = "Ana.Zenobia@reader.example", "zenobia.before@old.example", "Zenobia Quartermaine"
FAILING_SMTP = 'transport = "smtp"\n[mail.smtp]\nport = 1'

# Tables that hold nobody. A new table must be erased from, hang on its subscriber by a reference that cascades, or
# stand here.
NOBODYS = {
    "clock", "contents", "editions", "editor_words", "folded_deliveries", "former_names", "home", "import_spans",
    "imports", "issue_files", "issue_lists", "issue_stories", "issues", "lists", "quotas", "removed_lists",
    "removed_names", "runs", "signing_keys", "sources", "stories", "story_origins", "story_revisions", "story_tags",
    "topic_stories", "variants",
}  # fmt: skip
ERASED_BY_STATEMENT = {
    "deliveries", "events", "import_suppressions", "signups", "soft_bounces", "suppressions", "suppressions_behind",
    "subscribers",
}  # fmt: skip


def bytes_of(desk: Desk) -> bytes:
    """All the files of the database, in lower case."""
    return b"".join(path.read_bytes() for path in sorted(desk.folder.glob("digest.db*"))).lower()


def stands(desk: Desk, *words: str) -> list[str]:
    found = bytes_of(desk)
    return [word for word in words if word.lower().encode() in found or word.upper().encode().lower() in found]


@pytest.fixture
def opened(desk: Desk) -> Iterator[Database]:
    """The database, held open as a server or a send would."""
    db = open_database(desk.folder / "digest.db")
    yield db
    db.close()


def become_known(desk: Desk) -> None:
    desk.reader(FORMER, "--name", NAME, "--note", "met zenobia at the fair", "--topic", "world")
    desk.reader("ben@reader.example")
    desk.story("Ferry strike ends")
    desk.ok("send", "daily")
    desk.ok("subscribers", "edit", FORMER, "--address", ANA, "--edition", "-daily")
    desk.ok("subscribers", "edit", ANA, "--edition", "+daily")
    desk.now = "2026-11-24T07:00:00Z"
    desk.story("Night buses return", published="2026-11-24T05:00:00Z")
    desk.ok("send", "daily")
    desk.ok("suppressions", "add", ANA, "--reason", "asked zenobia by telephone")


@pytest.fixture
def known(live: Callable[..., Desk]) -> Desk:
    """A newsroom that knows a great deal of Ana, and one thing of Ben."""
    return live(become_known)


def report(desk: Desk, kind: str, *, reason: str, **more: Any) -> None:
    """Let an event of Ana's mail of the day come in, whose words name her."""
    db = open_database(desk.folder / "digest.db")
    ((issue,),) = db.execute("SELECT max(id) FROM issues").fetchall()
    reference = TokenMint(signing_keys(db)).reference(1, issue)
    db.close()
    desk.write("event.json", json.dumps([entry(1, kind, reference, reason=reason, **more)]))
    desk.ok("events", "import", "event.json")


def counts(desk: Desk, issue: str = "daily") -> dict[str, int]:
    found = desk.ok("status", issue, "--json").json["counts"]
    return {name: count for name, count in found.items() if count}


def test_an_erased_person_is_nowhere_in_the_files_of_the_database(known: Desk, opened: Database) -> None:
    report(known, "bounce", reason=f"452 4.2.2 <{ANA}> mailbox full", type="bounce", status="4.2.2")
    assert stands(known, ANA, FORMER, NAME, "zenobia") == [ANA, FORMER, NAME, "zenobia"]
    done = known.ok("subscribers", "forget", ANA.upper(), "--json").json
    assert (done["mails"], done["remains"], done["waits"]) == (2, 0, False)
    assert stands(known, ANA, FORMER, NAME, "zenobia", "quartermaine") == []
    assert stands(known, "ben@reader.example") == ["ben@reader.example"]


def test_what_they_were_before_an_import_changed_them_goes_with_them(known: Desk, opened: Database) -> None:
    known.ok("suppressions", "remove", ANA)
    known.write("r.csv", f"email,name,note\n{ANA},Ana,told off\n")
    known.ok("subscribers", "import", "r.csv", "--list", "daily")
    (before,) = known.ok("subscribers", "show", ANA, "--json").json["before_imports"]
    assert (before["name"], before["note"]) == (NAME, "met zenobia at the fair")
    known.ok("subscribers", "forget", ANA)
    assert stands(known, NAME, "zenobia", "quartermaine") == []


def test_an_international_person_is_nowhere_in_any_spelling(desk: Desk, opened: Database) -> None:
    desk.reader("Jürgen.Weiß@bücher.example")
    desk.story("Ferry strike ends")
    desk.ok("send", "daily")
    desk.ok("subscribers", "forget", "jürgen.weiß@xn--bcher-kva.example")
    assert stands(desk, "jürgen", "JÜRGEN", "weiß", "WEISS", "bücher.example", "xn--bcher-kva.example") == []
    assert desk.outbox() == []


def test_no_import_and_no_command_revives_an_erased_person_or_an_address_they_had(known: Desk) -> None:
    known.ok("subscribers", "forget", ANA)
    for address in (ANA, ANA.lower(), FORMER):
        again = known("subscribers", "add", address, "--list", "daily", "--confirmed")
        assert again.code == 1
        assert "erased; if they asked to be let in again" in again.err
    assert known("subscribers", "edit", "ben@reader.example", "--address", ANA).code == 1
    assert stands(known, ANA, FORMER) == []
    (one, two) = known.ok("suppressions", "list", "--json").json
    assert (one["kind"], one["reason"], two["kind"]) == ("erased", "erased", "erased")


def test_an_operator_who_is_asked_to_lets_them_in_again(known: Desk) -> None:
    known.ok("subscribers", "forget", ANA)
    known.ok("suppressions", "remove", ANA)
    known.ok("subscribers", "add", ANA, "--list", "daily", "--confirmed")


def test_past_issues_go_on_counting_and_name_nobody(known: Desk) -> None:
    before = [counts(known, issue) for issue in ("daily/2026-11-23", "daily/2026-11-24")]
    known.ok("subscribers", "forget", ANA)
    assert [counts(known, issue) for issue in ("daily/2026-11-23", "daily/2026-11-24")] == before
    listed = known.ok("status", "daily", "--deliveries", "--json").json["deliveries"]
    assert {one["address"]: one["status"] for one in listed} == {
        "(erased)": "accepted",
        "ben@reader.example": "accepted",
    }


def test_the_mails_of_an_erased_person_leave_the_outbox_test_copies_too(known: Desk) -> None:
    known.ok("send", "daily", "--to", ANA.swapcase())
    assert known.ok("subscribers", "forget", ANA, "--json").json["files"] == 3
    assert {path.name for path in known.outbox()} == {"ben@reader.example.eml"}


def test_their_letters_leave_the_outbox_however_the_address_was_spelt(desk: Desk) -> None:
    desk.ok("lists", "create", "weekend")
    desk.ok("subscribers", "add", "Ana.Silva@Reader.example", "--list", "daily", "--ask")
    desk.now = "2026-11-23T09:00:00Z"
    desk.ok("subscribers", "add", "Ana.Silva@Reader.example", "--list", "weekend", "--ask")
    assert len(desk.outbox()) == 2
    assert desk.ok("subscribers", "forget", "ana.silva@reader.example", "--json").json["files"] == 2
    assert desk.outbox() == []


def test_a_mail_not_handed_over_yet_is_skipped_and_the_others_go_on(known: Desk) -> None:
    known.now = "2026-11-25T07:00:00Z"
    known.ok("suppressions", "remove", ANA)
    known.configure(mail=FAILING_SMTP)
    known.story("Comet seen", published="2026-11-25T05:00:00Z")
    assert known("send", "daily").code == 1
    assert known.ok("subscribers", "forget", ANA, "--json").json["skipped"] == 1
    known.configure()
    known.ok("send", "daily")
    assert counts(known) == {"recipients": 2, "accepted": 1, "skipped": 1}
    assert known.ok("status", "daily", "--json").json["skipped"] == [{"reason": "erased", "count": 1}]


def test_links_of_an_erased_person_lead_nowhere(known: Desk, opened: Database) -> None:
    mint = TokenMint(signing_keys(opened))
    token = mint.mint(1, 1, epoch=0)
    assert mint.verify(token, Roster(opened).epoch).subscriber_id == 1
    known.ok("subscribers", "forget", ANA)
    with pytest.raises(BadToken):
        mint.verify(token, Roster(opened).epoch)


@pytest.mark.parametrize(
    ("kind", "status"), [("bounce", "bounced"), ("spamreport", "complained"), ("unsubscribe", "accepted")]
)
def test_what_comes_back_after_an_erasure_counts_and_tells_nothing_of_the_person(
    known: Desk, kind: str, status: str
) -> None:
    known.ok("subscribers", "forget", ANA)
    report(known, kind, reason=f"550 5.1.1 <{ANA}> no such user", type="bounce", status="5.1.1")
    listed = known.ok("status", "daily", "--deliveries", "--json").json["deliveries"]
    assert [one["status"] for one in listed if one["address"] == "(erased)"] == [status]
    assert stands(known, ANA) == []
    assert {one["kind"] for one in known.ok("suppressions", "list", "--json").json} == {"erased"}


def test_an_event_that_names_an_erased_person_without_a_mail_is_not_kept(known: Desk) -> None:
    known.ok("subscribers", "forget", ANA)
    known.write("event.json", json.dumps([{"event": "spamreport", "email": ANA, "sg_event_id": "e9"}]))
    assert known("events", "import", "event.json").code == 1
    assert stands(known, ANA) == []


def test_words_in_which_somebody_elses_mail_server_named_them_are_blanked(known: Desk, opened: Database) -> None:
    with immediate(opened):
        opened.conn.execute(f"UPDATE deliveries SET detail = 'forwards to <{ANA}>' WHERE subscriber_id = 2")
    assert known.ok("subscribers", "forget", ANA, "--json").json["remains"] == 0
    assert stands(known, ANA) == []


def test_what_a_story_says_stays_and_is_told(known: Desk) -> None:
    known.story("Reader of the year", body=f"Write to {ANA} and say hello to her. " * 3)
    done = known.ok("subscribers", "forget", ANA)
    assert "still stands in words of others" in done.err
    assert known.ok("stories", "list", "--search", "zenobia", "--json").json != []


def test_an_address_that_is_part_of_anothers_is_told_from_it(known: Desk) -> None:
    """And the file is not written anew for its sake."""
    known.reader(f"x{ANA}", "--name", "Xenia")
    done = known.ok("subscribers", "forget", ANA, "--json").json
    assert (done["remains"], done["waits"]) == (0, False)
    assert known.ok("subscribers", "show", f"x{ANA}", "--json").json["name"] == "Xenia"


def test_copies_in_free_space_are_cleared_by_writing_the_file_anew(known: Desk) -> None:
    leave_copies(known)
    assert len(stands(known, ANA)) == 1
    assert known.ok("subscribers", "forget", ANA, "--json").json["remains"] == 0
    assert stands(known, ANA, FORMER) == []


@pytest.mark.parametrize("lock", [partial(edition_lock, edition="daily"), letters_lock])
def test_that_waits_for_a_send_and_for_letters_and_the_same_command_does_it_later(
    known: Desk, lock: Callable[[Path], AbstractContextManager[None]]
) -> None:
    """It takes minutes in a large database, and who hands over mail meanwhile could not record what came of it."""
    leave_copies(known)
    with lock(known.folder / "digest.db"):
        done = known("subscribers", "forget", ANA)
        assert done.code == 1
        assert "say the same again" in done.err
        assert known("subscribers", "show", ANA).code == 2
    again = known.ok("subscribers", "forget", ANA, "--json").json
    assert (again["mails"], again["remains"], again["waits"]) == (0, 0, False)
    assert stands(known, ANA, FORMER) == []


def leave_copies(desk: Desk) -> None:
    """Fill free space with copies of an address, as a program does that overwrites nothing."""
    connection = sqlite3.connect(desk.folder / "digest.db")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE gone (address TEXT)")
    connection.executemany("INSERT INTO gone VALUES (?)", [(ANA,)] * 1000)
    connection.execute("DROP TABLE gone")
    connection.commit()
    connection.close()


def test_a_mail_that_a_killed_send_was_handing_over_is_told_and_settled_by_the_next_send(
    desk: Desk, opened: Database
) -> None:
    become_known(desk)  # here, where the claim says it was made
    with immediate(opened):
        opened.conn.execute("UPDATE deliveries SET status = 'claimed' WHERE subscriber_id = 1 AND issue_id = 2")
        opened.conn.execute("UPDATE issues SET state = 'sending' WHERE id = 2")
    done = desk("subscribers", "forget", ANA)
    assert done.code == 1
    assert "1 mail to them may still arrive" in done.err
    desk.ok("send", "daily")
    assert counts(desk) == {"recipients": 2, "accepted": 1, "skipped": 1}
    assert desk.ok("subscribers", "forget", ANA, "--json").json["on_their_way"] == 0


def test_who_is_not_known_cannot_be_erased_by_a_slip(known: Desk) -> None:
    done = known("subscribers", "forget", "anna@reader.example")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert known.ok("suppressions", "list", "--json").json[0]["kind"] == "address"


def test_a_former_address_names_the_present_one(known: Desk) -> None:
    done = known("subscribers", "forget", FORMER)
    assert done.code == 2
    assert f"digest subscribers forget {ANA}" in done.err


def test_an_address_that_is_suppressed_alone_can_be_erased_too(desk: Desk) -> None:
    desk.ok("suppressions", "add", ANA, "--reason", "complaint")
    desk.ok("subscribers", "forget", ANA)
    assert stands(desk, ANA) == []


def test_a_former_address_that_is_anothers_now_is_left_to_them(known: Desk) -> None:
    known.reader(FORMER, "--name", "Fay")
    known.now = "2026-11-25T07:00:00Z"
    known.story("Comet seen", published="2026-11-25T05:00:00Z")
    known.ok("send", "daily")
    known.ok("subscribers", "forget", ANA)
    fay = known.ok("subscribers", "show", FORMER, "--json").json
    assert (fay["name"], fay["subscriptions"][0]["state"]) == ("Fay", "confirmed")
    listed = known.ok("status", "daily", "--deliveries", "--json").json["deliveries"]
    assert FORMER in {one["address"] for one in listed}
    known.ok("subscribers", "add", FORMER, "--name", "Fay Q", "--list", "daily")


def test_what_stands_behind_a_suppression_is_erased_with_it(desk: Desk) -> None:
    desk.ok("suppressions", "import", desk.write("known.csv", f"address,reason\n{ANA},hard-bounce\n"))
    desk.ok("subscribers", "import", desk.write("more.csv", f"email,status\n{ANA},complained\n"), "--list", "daily")
    with closing(open_database(desk.folder / "digest.db")) as db:
        assert db["suppressions_behind"].count == 1
    desk.ok("subscribers", "forget", ANA)
    assert stands(desk, ANA) == []


def test_every_table_is_erased_from_or_holds_nobody(opened: Database) -> None:
    names = {row["name"] for row in opened.query("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    ours = {name for name in names if not name.startswith(("sqlite_", "_sqlite", "stories_fts", "contents_search"))}
    cascading = {name for name in ours if _goes_with_the_subscriber(opened, name)}
    assert ours - cascading - ERASED_BY_STATEMENT == NOBODYS


def _goes_with_the_subscriber(db: Database, table: str) -> bool:
    keys = db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    return any(key[2] == "subscribers" and key[6] == "CASCADE" for key in keys)


def test_what_somebody_asked_for_on_a_page_and_nobody_saw_to_yet_is_erased_with_them(
    known: Desk, opened: Database
) -> None:
    asked = [Signup(address=address, lists=("daily",), origin="192.0.2.7") for address in (ANA, "other@reader.example")]
    signups.put(opened, asked, now=datetime(2026, 11, 23, 7, tzinfo=UTC))
    known.ok("subscribers", "forget", ANA, "--yes")
    with immediate(opened):
        assert [one.address for one in signups.take(opened, most=9)] == ["other@reader.example"]
