"""`digest subscribers ask`: who is asked, reminded, and left in peace; and what cron makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.drill.smtp_sink import SmtpSink
from digest.store.database import open_database
from subscribers import signups
from subscribers.signups import Signup

if TYPE_CHECKING:
    from tests.conftest import Desk

ANA, BEN = "ana@reader.example", "ben@reader.example"


def mailed(desk: Desk) -> list[str]:
    return [path.stem for path in desk.outbox()]


def waiting(desk: Desk, *addresses: str) -> None:
    for address in addresses:
        desk.ok("subscribers", "add", address, "--list", "daily")


def test_adding_asks_nobody_unless_told_to(desk: Desk) -> None:
    waiting(desk, ANA)
    assert mailed(desk) == []
    desk.ok("subscribers", "add", BEN, "--list", "daily", "--ask")
    assert mailed(desk) == [BEN]
    desk.ok("subscribers", "add", "cid@reader.example", "--list", "daily", "--ask", "--confirmed")
    assert mailed(desk) == [BEN], "who has consented need not be asked"


def test_who_was_added_is_told_also_where_the_mail_that_asks_cannot_go(desk: Desk) -> None:
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 9')
    told = desk("subscribers", "add", BEN, "--list", "daily", "--ask")
    assert (told.code, told.out) == (1, f"{BEN}: added, daily unconfirmed\n")
    assert "cannot reach SMTP server" in told.err


def test_everybody_who_waits_is_asked_once(desk: Desk) -> None:
    waiting(desk, ANA, BEN)
    desk.reader("cid@reader.example")
    assert desk.ok("subscribers", "ask", "--dry-run").out == "2 readers would be asked\n"
    assert desk.ok("subscribers", "ask", "--dry-run", "--json").json == {"would_be": 2}
    assert mailed(desk) == []
    assert desk.ok("subscribers", "ask").out == "2 readers asked; letters: 2 accepted\n"
    assert mailed(desk) == [ANA, BEN]
    again = desk.ok("subscribers", "ask")
    assert (again.out, again.err) == ("", "nobody waits to be asked\n")


def test_only_whom_only_to_lets_be_mailed_is_asked_and_counted_and_one_by_name_is_told_why_not(desk: Desk) -> None:
    waiting(desk, ANA, BEN)
    desk.configure(mail=f'only_to = ["{ANA}"]')
    assert desk.ok("subscribers", "ask", "--dry-run").out == "1 reader would be asked\n"
    assert desk.ok("subscribers", "ask").out == "1 reader asked; letters: 1 accepted\n"
    assert mailed(desk) == [ANA]
    assert "not in mail.only_to" in desk("subscribers", "add", "cid@reader.example", "--list", "daily", "--ask").err
    desk.configure()
    assert desk.ok("subscribers", "ask").out == "2 readers asked; letters: 2 accepted\n"


def test_who_was_mailed_at_an_address_since_corrected_counts_as_not_asked(desk: Desk) -> None:
    desk.ok("subscribers", "add", BEN, "--list", "daily", "--ask")
    desk.ok("subscribers", "edit", BEN, "--address", ANA)
    assert desk.ok("subscribers", "ask").out == "1 reader asked; letters: 1 accepted\n"
    assert sorted(mailed(desk)) == [ANA, BEN]
    assert desk.ok("subscribers", "ask").err == "nobody waits to be asked\n", "asked once at the new one"


def test_adding_a_corrected_address_once_more_asks_it_and_says_why_it_mails_nobody_the_third_time(desk: Desk) -> None:
    desk.ok("subscribers", "add", BEN, "--list", "daily", "--ask")
    desk.ok("subscribers", "edit", BEN, "--address", ANA)
    assert desk.ok("subscribers", "add", ANA, "--list", "daily", "--ask").err == ""
    assert sorted(mailed(desk)) == [ANA, BEN]
    why = "they were asked on 2026-11-23, and nobody is asked twice, unless they fill in the form"
    assert desk.ok("subscribers", "add", ANA, "--list", "daily", "--ask").err == f"note: {ANA} was not mailed: {why}\n"
    desk.ok("subscribers", "confirm", ANA)
    confirmed = desk.ok("subscribers", "add", ANA, "--list", "daily", "--ask").err
    assert confirmed == f"note: {ANA} was not mailed: no list waits for their word\n"
    assert sorted(mailed(desk)) == [ANA, BEN]


def test_each_address_is_reminded_once(desk: Desk) -> None:
    desk.ok("subscribers", "add", BEN, "--list", "daily", "--ask")
    desk.now = "2026-11-26T08:00:00Z"
    assert desk.ok("subscribers", "ask", "--remind", "--json").json["reminded"] == 1
    desk.ok("subscribers", "edit", BEN, "--address", ANA)
    assert desk.ok("subscribers", "ask", "--remind", "--json").json["reminded"] == 0, "nobody asked there yet"
    assert desk.ok("subscribers", "ask", "--json").json["asked"] == 1
    desk.now = "2026-11-29T09:00:00Z"
    assert desk.ok("subscribers", "ask", "--remind", "--json").json["reminded"] == 1
    assert desk.ok("subscribers", "ask", "--remind", "--json").json["reminded"] == 0
    assert sorted(mailed(desk)) == [ANA, ANA, BEN, BEN]


def test_who_was_erased_is_let_in_again_by_one_remedy_whatever_the_way(desk: Desk) -> None:
    desk.ok("subscribers", "add", ANA, "--list", "daily")
    desk.ok("subscribers", "forget", ANA, "--yes")
    remedy = f"erased; if they asked to be let in again, say first: digest suppressions remove {ANA}"
    name = desk.write("people.csv", f"email\n{ANA}\n")
    for command in (("confirm", ANA), ("add", ANA, "--list", "daily", "--confirmed"), ("import", name)):
        refused = desk("subscribers", *command)
        assert refused.code != 0
        assert remedy in refused.err
    desk.ok("suppressions", "remove", ANA)
    desk.ok("subscribers", "add", ANA, "--list", "daily", "--confirmed")


def test_an_import_asks_at_a_corrected_address_too(desk: Desk) -> None:
    name = desk.write("people.csv", f"email\n{BEN}\n")
    desk.ok("subscribers", "import", name, "--list", "daily", "--ask")
    desk.ok("subscribers", "ask")
    desk.ok("subscribers", "edit", BEN, "--address", ANA)
    assert desk.ok("subscribers", "import", name, "--list", "daily", "--ask", "--json").json["asked"] == 1
    desk.ok("subscribers", "ask")
    assert sorted(mailed(desk)) == [ANA, BEN]
    assert desk("subscribers", "import", name, "--list", "daily", "--ask", "--json").json["asked"] == 0


def test_one_list_at_a_time_and_as_json(desk: Desk) -> None:
    desk.ok("lists", "create", "weekend")
    waiting(desk, ANA)
    desk.ok("subscribers", "add", BEN, "--list", "weekend")
    assert desk.ok("subscribers", "ask", "--list", "weekend", "--json").json == {"asked": 1, "counts": {"accepted": 1}}
    assert mailed(desk) == [BEN]
    wrong = desk("subscribers", "ask", "--list", "weekned")
    assert (wrong.code, wrong.err) == (2, "digest: no list named 'weekned': did you mean 'weekend'?\n")


def test_cron_reminds_those_who_were_asked_and_asks_nobody_anew(desk: Desk) -> None:
    waiting(desk, ANA, BEN)
    desk.ok("subscribers", "ask")
    waiting(desk, "imported@reader.example")
    desk.now = "2026-11-24T07:00:00Z"
    early = desk.ok("subscribers", "ask", "--remind")
    assert (early.out, early.err) == ("", "")
    desk.now = "2026-11-26T08:00:00Z"
    assert desk.ok("subscribers", "ask", "--remind", "--json").json == {"reminded": 2, "counts": {"accepted": 2}}
    desk.now = "2026-12-09T08:00:00Z"
    assert desk.ok("subscribers", "ask", "--remind").out == ""
    assert "imported@reader.example" not in mailed(desk)


def test_a_run_sends_what_a_server_that_died_had_taken_down(desk: Desk) -> None:
    db = open_database(desk.folder / "digest.db")
    desk.ok("lists", "list")
    signups.put(db, [Signup(address=ANA, lists=("daily",))], now=from_iso(desk.now))
    db.close()
    run = desk.ok("run")
    assert (run.out, run.err) == ("", "")
    assert mailed(desk) == [ANA]
    desk.now = "2026-11-26T08:00:00Z"
    desk.ok("run", "--json")
    assert len(mailed(desk)) == 2


def test_a_server_of_mail_that_is_not_there_is_an_error_and_loses_nobody(desk: Desk) -> None:
    with SmtpSink() as sink:
        port = sink.port
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {port}')
    waiting(desk, ANA)
    failed = desk("subscribers", "ask")
    assert failed.code == 1
    assert failed.err.count("\n") == 1
    assert "cannot reach SMTP server" in failed.err
    assert "letters wait: cannot reach" in desk("run").err
    desk.configure()
    assert desk.ok("subscribers", "ask", "--remind").out == "0 readers reminded; letters: 1 accepted\n"


def test_whom_a_killed_run_may_have_mailed_is_named_once_by_run_always_by_status_and_asked_again_on_a_persons_word(
    desk: Desk,
) -> None:
    waiting(desk, ANA, BEN)
    desk.ok("subscribers", "ask")
    db = open_database(desk.folder / "digest.db")
    db.execute("UPDATE letters SET status = 'claimed', via = 'smtp mail.example:25'")  # as a killed run leaves them
    told = (
        f"{ANA}, {BEN} may or may not have been mailed the question whether they want to be on a list;"
        " ask again with: digest subscribers ask --unknown\n"
    )
    run = desk("run")
    assert (run.code, run.out, run.err) == (0, "", f"digest: letters: {told}")
    assert desk.ok("run").err == ""
    status = desk.ok("status", "--json")
    assert (status.json, status.err) == ([], f"letters: {told}")
    assert desk.ok("subscribers", "ask").err == "nobody waits to be asked\n", "nobody is asked twice by itself"
    desk.ok("subscribers", "confirm", BEN)
    assert desk.ok("subscribers", "ask", "--unknown", "--json").json == {"asked": 1, "counts": {"accepted": 1}}
    assert desk.ok("status").err == ""
    assert desk.ok("subscribers", "ask", "--unknown").err == "nobody waits to be asked\n"
    assert desk("subscribers", "ask", "--unknown", "--remind").code == 2
    db.close()
