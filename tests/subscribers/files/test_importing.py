"""An import takes in who is new, changes who is known, and brings back nobody who is not to be mailed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from subscribers.database import immediate
from subscribers.erasure import mark_erased
from subscribers.errors import BadFile, BadValue, UnknownList
from subscribers.files.intake import importing as importing_module
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.imports import imports
from subscribers.files.intake.opening import opened
from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.services import OURS
from subscribers.growth import comings_and_goings
from subscribers.model import OptIn, State, Via
from subscribers.suppressions import Suppressions
from subscribers.undoing import left_since

TABLES = ("subscribers", "subscriptions", "topics", "skipped_editions", "consents", "suppressions", "imports", "to_ask")


def everything(db) -> dict[str, list[tuple[object, ...]]]:
    return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


def test_new_readers_join_by_the_lists_opt_in_and_the_log_says_from_where(bring, roster, states, now) -> None:
    brought = bring("email,name\nAna@reader.example,Ana\n", lists=("daily", "weekly"))
    assert (brought.import_id, brought.counts) == (1, (1, 0, 0))
    assert (states("daily"), states("weekly")) == (
        {"Ana@reader.example": "unconfirmed"},
        {"Ana@reader.example": "confirmed"},
    )
    consents = [
        (line.list, line.action, line.at, line.via, line.note) for line in roster.show("ana@reader.example").consents
    ]
    assert sorted(consents) == [
        ("daily", "joined", now, "import", "import 1, standard input"),
        ("weekly", "joined", now, "import", "import 1, standard input"),
    ]


def test_a_consent_given_elsewhere_confirms_but_for_those_the_file_says_have_not(bring, states) -> None:
    text = "email,status\nana@reader.example,active\nben@reader.example,pending\ncleo@reader.example,unsubscribed\n"
    bring(text, lists=("daily",), confirmed=True)
    assert list(states("daily").values()) == ["confirmed", "unconfirmed", "unsubscribed"]


def test_whom_a_column_of_which_nothing_is_known_calls_pending_is_refused(bring, states) -> None:
    head = "Email,Global Status,Phase\n"
    rows = "ana@reader.example,subscribed,subscribed\nben@reader.example,subscribed,unconfirmed\n"
    brought = bring(head + rows, confirmed=True)
    assert states() == {"ana@reader.example": "confirmed"}
    ((row, reason),) = brought.refused
    assert row == 3
    assert "--map 'Phase=status'" in reason


def test_times_of_the_file_are_kept(bring, roster) -> None:
    bring("email,joined_at,unsubscribed_at\nana@reader.example,2020-01-02,\nben@reader.example,2020-01-02,2021-03-04\n")
    (ana,), (ben,) = (roster.show(f"{name}@reader.example").subscriptions for name in ("ana", "ben"))
    assert [f"{time:%Y-%m-%d}" for time in (ana.joined_at, ana.confirmed_at)] == ["2020-01-02"] * 2
    assert [f"{time:%Y-%m-%d}" for time in (ben.joined_at, ben.left_at)] == ["2020-01-02", "2021-03-04"]
    assert ben.confirmed_at is None


@pytest.mark.parametrize(("text", "wish"), [
    ("email,status,joined_at\nana@reader.example,confirmed,2020-01-02\n", {}),
    ("email,confirmed,joined_at\nana@reader.example,yes,2020-01-02\n", {}),
    ("email,joined_at\nana@reader.example,2020-01-02\n", {"confirmed": True}),
    ("address,lists\nana@reader.example,\"daily confirmed, joined 2020-01-02T00:00:00Z\"\n", {"by_row": True}),
])  # fmt: skip
def test_when_somebody_confirmed_is_not_known_where_the_file_does_not_say(bring, roster, db, text, wish, now) -> None:
    bring(text, **({"lists": ("daily",)} if "by_row" not in wish else {}) | wish)
    (daily,) = roster.show("ana@reader.example").subscriptions
    assert (daily.state, f"{daily.joined_at:%Y-%m-%d}", daily.confirmed_at) == ("confirmed", "2020-01-02", None)
    (line,) = roster.show("ana@reader.example").consents
    assert (line.action, line.at) == ("confirmed", now)
    assert line.note.endswith("joined 2020-01-02T00:00:00Z; when they confirmed is not known")
    assert comings_and_goings(db, ["daily"], since=now)[0] == 1
    roster.unsubscribe("ana@reader.example", now=now)
    assert [one.name for one in left_since(db, 1, {1, 2}, since=now)] == ["daily"], "they may take it back"
    before, _, gone = comings_and_goings(db, ["daily"], since=now)
    assert (before, gone.total()) == (1, 1)


@pytest.mark.parametrize(
    "text",
    ["12/31/2020 3:45 PM", "12/31/20 3:45 PM", "Dec 31, 2020 3:45 PM", "31 décembre 2020, 15:45", "20201231T154500"],
)
@pytest.mark.parametrize("objects", [False, True])
def test_times_are_read_as_programs_write_them(bring, roster, text: str, objects: bool) -> None:
    line = f'{{"email": "ana@reader.example", "joined_at": "{text}"}}\n'
    bring(line if objects else f'email,joined_at\nana@reader.example,"{text}"\n')
    (ana,) = roster.show("ana@reader.example").subscriptions
    assert f"{ana.joined_at:%Y-%m-%d %H:%M}" == "2020-12-31 15:45"


def test_it_is_told_how_many_come_in_who_are_not_mailed(db, lists, roster, now) -> None:
    def told(text: str, *chosen: str, dry_run: bool = False) -> tuple[int, ...]:
        with (
            opened("-", stdin=io.BytesIO(text.encode())) as found,
            importing(db, found, wish=Wish(lists=chosen, dry_run=dry_run), now=now) as report,
        ):
            return tuple(report.not_mailed.values())

    roster.add("ana@reader.example", lists=["weekly"], now=now)
    plain = "email\nana@reader.example\nben@reader.example\n"
    assert (told(plain, "weekly", dry_run=True), told(plain, "daily", dry_run=True)) == ((0, 0, 0), (2, 0, 0))
    rows = "email,status\nana@reader.example,unsubscribed\nben@reader.example,bounced\ncleo@reader.example,pending\n"
    for dry_run in (True, False):
        assert told(f"{rows}dan@reader.example,active\n", "weekly", dry_run=dry_run) == (1, 1, 1)
    assert told(rows, "weekly") == (0, 0, 0), "they are all known by now"
    assert told("address,lists\neva@reader.example,daily unsubscribed; weekly unconfirmed\n") == (1, 1, 0)


@pytest.mark.parametrize("field", ["status", "unsubscribed_at", "cleaned", "spam", "subscribed", "opt-out"])
@pytest.mark.parametrize(
    "value", ['{"name": "unsubscribed"}', '["unsubscribed"]', "{}", '{"$date": {"$numberLong": "1"}}']
)
def test_a_row_whose_word_on_leaving_cannot_be_read_is_refused_alone(field: str, value: str, bring, states) -> None:
    brought = bring(f'{{"email": "ana@reader.example", "{field}": {value}}}\n{{"email": "ben@reader.example"}}\n')
    assert [line["address"] for line in brought.lines] == ["ana@reader.example"]
    assert brought.refused[0][0] == 1
    assert brought.refused[0][1].startswith(f"{field} is a")
    assert states() == {"ben@reader.example": "confirmed"}


def test_a_time_as_an_object_is_read_where_it_is_plain(bring, roster) -> None:
    bring('{"email": "ana@reader.example", "unsubscribed_at": {"$date": "2023-05-06T07:08:09.000Z"}}\n')
    (ana,) = roster.show("ana@reader.example").subscriptions
    assert (ana.state, f"{ana.left_at:%Y-%m-%dT%H:%M:%SZ}") == (State.UNSUBSCRIBED, "2023-05-06T07:08:09Z")


@pytest.mark.parametrize("text", [
    "address,lists\nana@reader.example,weekly unsubscribed\n",
    '{"address": "ana@reader.example", "lists": [{"list": "weekly", "state": "unsubscribed"}]}\n',
])  # fmt: skip
def test_an_export_of_which_columns_were_taken_out_still_says_who_left(text: str, bring, states) -> None:
    bring(text, by_row=True)
    assert states() == {"ana@reader.example": "unsubscribed"}


def test_a_bad_byte_is_the_affair_of_its_row_and_the_addresses_beside_it_stay_as_they_are(bring, states) -> None:
    text = "email,name\nörs@reader.example,José\nana@reader.example,M#ller\n"
    brought = bring(text.encode().replace(b"#", b"\xfc"))
    assert (brought.encoding, states()) == ("utf-8", {"örs@reader.example": "confirmed"})
    assert [(line["row"], line["address"]) for line in brought.lines] == [(3, "ana@reader.example")]


def test_a_row_that_is_kept_out_is_named_by_the_address_that_stands_in_the_file(bring, suppressions, now) -> None:
    suppressions.add("@Reader.example", "a trap", now=now)
    brought = bring("email\nAna@Reader.example\n ANA@READER.EXAMPLE\nana@reader.example\nben@xn--mnchen-3ya.example\n")
    told = [(line["row"], line["address"]) for line in brought.lines]
    assert told == [(2, "Ana@Reader.example"), (3, " ANA@READER.EXAMPLE"), (4, "ana@reader.example")]


def test_the_same_file_again_changes_nothing(bring, db) -> None:
    text = 'email,name,topics,status\nana@reader.example,Ana,"a,b",active\nben@reader.example,,,bounced\n'
    bring(text)
    before = everything(db)
    assert bring(text).counts == (0, 0, 2)
    after = everything(db)
    del before["imports"], after["imports"]
    assert after == before


def test_what_a_file_says_more_is_added_and_what_it_does_not_say_stays(bring, roster) -> None:
    roster_before = "email,name,language,note,topics\nana@reader.example,Ana,pt,hello,a\n"
    bring(roster_before)
    assert bring("email,name,language,note,topics\nANA@reader.example,Ana Lima,,,b\n").counts == (0, 1, 0)
    ana = roster.show("ana@reader.example")
    assert (ana.address, ana.name, ana.language, ana.note) == ("ana@reader.example", "Ana Lima", "pt", "hello")
    assert ana.topics == ("a", "b")


def test_a_confirmation_in_the_file_confirms_whoever_waits_for_it(bring, states, roster, now) -> None:
    roster.add("ana@reader.example", lists=["daily"], now=now)
    bring("email,confirmed_at\nana@reader.example,2026-11-01\n", lists=("daily",))
    assert states("daily") == {"ana@reader.example": "confirmed"}


@pytest.mark.parametrize("wish", [{}, {"confirmed": True}])
def test_whoever_left_is_kept_out(bring, roster, states, now, wish) -> None:
    roster.add("ana@reader.example", name="Ana", lists=["weekly"], now=now)
    roster.unsubscribe("ana@reader.example", now=now, via=Via.WEB)
    brought = bring("email,name\nAna@reader.example,Other\n", **wish)
    assert brought.counts == (0, 0, 0)
    assert brought.kept_out == [(2, "left weekly on 2026-11-23; only a consent given since brings them back")]
    assert states() == {"ana@reader.example": "unsubscribed"}
    assert roster.show("ana@reader.example").name == "Ana"


def test_whoever_left_one_list_may_join_another(bring, roster, states, now) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    roster.unsubscribe("ana@reader.example", "weekly", now=now)
    brought = bring("email\nana@reader.example\n", lists=("daily", "weekly"))
    assert (brought.counts, [row for row, _ in brought.kept_out]) == ((0, 1, 0), [2])
    assert (states("daily"), states("weekly")) == (
        {"ana@reader.example": "unconfirmed"},
        {"ana@reader.example": "unsubscribed"},
    )
    again = bring("email\nana@reader.example\n", lists=("daily", "weekly"))
    assert (again.counts, [row for row, _ in again.kept_out]) == ((0, 0, 0), [2])


def test_whoever_left_everything_is_kept_out_of_lists_yet_to_come(bring, roster, lists, states, now, mailable) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    roster.unsubscribe("ana@reader.example", now=now)
    lists.create("sport", opt_in=OptIn.SINGLE, now=now)
    for wish in ({}, {"confirmed": True}):
        brought = bring("email\nana@reader.example\n", lists=("sport",), **wish)
        assert brought.kept_out == [(2, "left every list on 2026-11-23; only a consent given since brings them back")]
        assert brought.counts == (0, 0, 0)
    roster.add("ana@reader.example", lists=["weekly"], confirmed=True, now=now)
    assert bring("email\nana@reader.example\n", lists=("sport",)).counts == (0, 1, 0)
    assert mailable("sport") == ["ana@reader.example"]


def test_a_row_that_says_bounced_brings_nobody_who_left_back_on_a_list(bring, roster, lists, db, now, mailable) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    roster.unsubscribe("ana@reader.example", now=now)
    lists.create("sport", opt_in=OptIn.SINGLE, now=now)
    cells = dict.fromkeys(OURS.columns, "") | {"address": "ana@reader.example", "suppressed": "hard-bounce"}
    cells["lists"] = "sport confirmed; weekly confirmed"
    row = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    assert bring(row, by_row=True).counts == (0, 1, 0)
    Suppressions(db).remove("ana@reader.example")
    assert mailable("sport", "weekly") == []


def test_who_waits_for_their_own_word_waits_on_where_a_file_says_nothing_of_them(bring, states) -> None:
    bring("Email,Status\nana@reader.example,pending\n")
    assert bring("email\nana@reader.example\n").counts == (0, 0, 1)
    assert states() == {"ana@reader.example": "unconfirmed"}
    assert bring("Email,Status\nana@reader.example,active\n").counts == (0, 1, 0)
    assert states() == {"ana@reader.example": "confirmed"}


@pytest.mark.parametrize("cell", ["no", "false", "0", ""])
def test_nobody_is_suppressed_by_a_no(bring, mailable, cell: str) -> None:
    bring(f"address,lists,suppressed\nana@reader.example,weekly,{cell}\n", by_row=True)
    assert mailable("weekly") == ["ana@reader.example"]


@pytest.mark.parametrize("wish", [{}, {"confirmed": True}])
def test_what_stands_beside_the_lists_of_a_file_holds_as_in_any_other(bring, states, mailable, wish) -> None:
    for number, (name, cell) in enumerate(
        [("status", "unsubscribed"), ("subscribed", "no"), ("Exit date", "2020-01-01"), ("Opt-out", "yes")]
    ):
        bring(f"address,lists,{name}\nr{number}@reader.example,weekly,{cell}\n", by_row=True, **wish)
    assert set(states().values()) == {"unsubscribed"}
    word = bring("address,lists,remark\nana@reader.example,weekly,unsubscribed\n", by_row=True, **wish)
    assert [row for row, _ in word.refused] == [2]
    assert mailable("weekly") == []


def test_times_beside_the_lists_of_a_file_are_those_of_each_list(bring, roster) -> None:
    bring("address,lists,joined_at,confirmed_at\nana@reader.example,weekly,2020-01-01,2020-01-02\n", by_row=True)
    (one,) = roster.show("ana@reader.example").subscriptions
    assert (f"{one.joined_at:%F}", f"{one.confirmed_at:%F}") == ("2020-01-01", "2020-01-02")


@pytest.mark.parametrize("wish", [{}, {"confirmed": True}])
@pytest.mark.parametrize("data", ["email\nana@reader.example\n", "email,confirmed_at\nana@reader.example,2020-01-01\n"])
def test_a_form_that_anybody_could_fill_in_opens_no_way_back(bring, roster, now, mailable, wish, data) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    roster.unsubscribe("ana@reader.example", "weekly", now=now)
    for _ in range(2):
        roster.add("ana@reader.example", lists=["weekly"], via=Via.WEB, now=now + timedelta(days=1))
    assert roster.show("ana@reader.example").subscriptions[0].left_at == now
    brought = bring(data, **wish)
    assert brought.kept_out == [(2, "left weekly on 2026-11-23; only a consent given since brings them back")]
    assert roster.add("ana@reader.example", lists=["weekly"], now=now).kept_out
    assert mailable("weekly") == []
    roster.confirm("ana@reader.example", via=Via.WEB, now=now + timedelta(days=2))
    assert bring(data, **wish).counts == (0, 0, 1)
    assert mailable("weekly") == ["ana@reader.example"]


def test_whoever_is_suppressed_is_kept_out_and_not_written_down(bring, roster, suppressions, now) -> None:
    suppressions.add("ana@reader.example", "complaint", now=now)
    suppressions.add("@blocked.example", "asked by telephone", now=now)
    brought = bring("email\nAna@reader.example\nx@blocked.example\nben@reader.example\n")
    assert brought.counts == (1, 0, 0)
    assert brought.kept_out == [(2, "suppressed (complaint)"), (3, "suppressed (asked by telephone)")]
    assert [one.address for one in roster.list()] == ["ben@reader.example"]


def test_whoever_was_erased_is_kept_out_whatever_the_file_says(bring, roster, db, now) -> None:
    with immediate(db):
        mark_erased(db, "ana@reader.example", source="shell", now="2026-11-23T06:30:00Z")
    brought = bring("email,status\nAna@reader.example,unsubscribed\nana@READER.example,bounced\nben@reader.example,\n")
    assert brought.counts == (1, 0, 0)
    assert [row for row, _ in brought.kept_out] == [2, 3]
    assert "erased" in brought.kept_out[0][1]
    text = "".join(db.conn.iterdump())
    assert "ana@reader" not in text.lower()


def test_who_unsubscribed_elsewhere_is_unsubscribed_here(bring, roster, states, now, mailable) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    assert bring("email,unsubscribed\nana@reader.example,yes\n").counts == (0, 1, 0)
    assert (states(), mailable("weekly")) == ({"ana@reader.example": "unsubscribed"}, [])
    assert roster.show("ana@reader.example").consents[-1].action == "unsubscribed"


def test_a_bounce_elsewhere_suppresses_here_whoever_is_known_and_whoever_left(bring, roster, suppressions, now) -> None:
    for name in ("ana", "ben"):
        roster.add(f"{name}@reader.example", lists=["weekly"], now=now)
    roster.unsubscribe("ben@reader.example", now=now)
    assert bring("email,bounced\nana@reader.example,yes\nben@reader.example,yes\n").counts == (0, 2, 0)
    assert {one.address for one in suppressions.list()} == {"ana@reader.example", "ben@reader.example"}


def test_of_two_words_on_one_person_the_stricter_holds_whatever_their_order(bring, states, mailable) -> None:
    for rows in (("active", "unsubscribed"), ("unsubscribed", "active"), ("confirmed", "pending")):
        name = "".join(rows)
        bring(
            f"email,status,name\n{name}@reader.example,{rows[0]},First\nX,,\n{name.upper()}@reader.example,{rows[1]},\n"
        )
    assert states() == {
        "activeunsubscribed@reader.example": "unsubscribed",
        "confirmedpending@reader.example": "unconfirmed",
        "unsubscribedactive@reader.example": "unsubscribed",
    }
    assert mailable("weekly") == []


def test_further_rows_of_one_person_add_to_the_first_and_count_as_unchanged(bring, roster) -> None:
    brought = bring(
        "email,name,topics,note\nben@reader.example,Ben,,\nana@reader.example,Ana,a,\nANA@reader.example,,b,x\n"
        "ana@reader.example,Ana L,,\n"
    )
    assert brought.counts == (2, 0, 2)
    ana = roster.show("ana@reader.example")
    assert (ana.name, ana.topics, ana.note) == ("Ana L", ("a", "b"), "x")


def test_every_row_of_somebody_who_is_kept_out_is_listed(bring, suppressions, now) -> None:
    suppressions.add("ana@reader.example", "complaint", now=now)
    brought = bring("email\nana@reader.example\nben@reader.example\nAna@reader.example\nben@reader.example\n")
    assert (brought.counts, [row for row, _ in brought.kept_out]) == ((1, 0, 1), [2, 4])


def test_a_bad_row_is_refused_with_its_number_and_stops_nothing(bring) -> None:
    brought = bring('email,name\nana@reader.example,"Ana\nBob\nben@reader.example,Ben\n,Nobody\n')
    assert brought.counts == (1, 0, 0)
    assert brought.refused == [
        (2, "a quotation mark is opened on this line and not closed"),
        (3, "An email address must have an @-sign"),
        (5, "An email address must have an @-sign"),
    ]
    assert [line["address"] for line in brought.lines] == ['ana@reader.example,"Ana\n', "Bob", ""]


@pytest.mark.parametrize("wish", [{}, {"lists": ("daily",), "ask": True}, {"lists": ("daily", "weekly")}])
def test_a_dry_run_says_what_a_run_then_does_and_changes_nothing(bring, db, roster, suppressions, now, wish) -> None:
    for name in ("known", "left", "waiting"):
        roster.add(f"{name}@reader.example", lists=["daily", "weekly"], now=now)
    roster.unsubscribe("left@reader.example", now=now)
    suppressions.add("@blocked.example", "complaint", now=now)
    text = "email,name,status,topics\n" + "\n".join([
        "new@reader.example,New,,a", "NEW@reader.example,Newer,,b", "known@reader.example,,,",
        "left@reader.example,L,,", "waiting@reader.example,,confirmed,", "x@blocked.example,,,",
        "gone@reader.example,,unsubscribed,", "bad,,,",
        "bounced@reader.example,,bounced,", "known@reader.example,Known,,c",
    ])  # fmt: skip
    before = everything(db)
    dry = bring(text, dry_run=True, **wish)
    assert everything(db) == before
    real = bring(text, **wish)
    assert dry.import_id is None
    assert (dry.counts, dry.asked, dry.lines) == (real.counts, real.asked, real.lines)
    assert sum(real.counts) >= 5


def test_nobody_is_asked_unless_the_operator_wants_it_and_then_whoever_waits(bring, db, roster, now) -> None:
    text = "email,status\nana@reader.example,\nben@reader.example,confirmed\ncleo@reader.example,bounced\n"
    assert bring(text, lists=("daily",)).asked == 0
    assert db.execute("SELECT count(*) FROM to_ask").fetchone() == (0,)
    assert bring(text, lists=("daily",), ask=True).asked == 1
    found = db.execute("SELECT address, list_id FROM to_ask JOIN subscribers ON id = subscriber_id").fetchall()
    assert found == [("ana@reader.example", 1)]


def test_whoever_was_asked_is_not_asked_again(bring, db, roster, now) -> None:
    bring("email\nana@reader.example\n", lists=("daily",))
    person = roster.show("ana@reader.example").id
    db.execute(
        "INSERT INTO consents (subscriber_id, list, action, at, via, wording, note)"
        " VALUES (?, 'daily', 'asked', '2026-11-23T07:00:00Z', 'import', '', '')",
        [person],
    )
    assert bring("email\nana@reader.example\n", lists=("daily",), ask=True).asked == 0


def test_a_list_is_needed_unless_there_is_but_one(bring, lists, now) -> None:
    with pytest.raises(BadValue, match="which list\\? say --list with one of daily, weekly"):
        bring("email\nana@reader.example\n", lists=())
    with pytest.raises(UnknownList, match="did you mean 'daily'"):
        bring("email\nana@reader.example\n", lists=("dayly",))
    lists.remove("weekly", now=now)
    assert bring("email\nana@reader.example\n", lists=()).counts == (1, 0, 0)


def test_a_file_that_cannot_be_read_enters_nobody_and_leaves_nothing_behind(bring, db) -> None:
    with pytest.raises(BadFile, match=r"^standard input: no column is known"):
        bring("Kontakt\nAna\n")
    with pytest.raises(BadFile, match="is an archive that cannot be read"):
        bring(b"PK\x03\x04nonsense")
    assert imports(db) == ()
    assert db.execute("SELECT name FROM sqlite_temp_master").fetchall() == []


def test_people_are_entered_some_at_a_time_and_a_crash_between_loses_none_of_them(
    bring, db, lists, now, monkeypatch, states
) -> None:
    monkeypatch.setattr(importing_module, "CHUNK", 3)
    text = "email\n" + "".join(f"r{number}@reader.example\n" for number in range(8))

    def stop(done: int, total: int | None) -> None:
        if total and done >= 6:
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        opened("-", stdin=io.BytesIO(text.encode())) as found,
        importing(db, found, wish=Wish(lists=("weekly",)), now=now, advance=stop),
    ):
        pass
    assert len(states()) == 6
    (cut_off,) = imports(db)
    assert (cut_off.added, cut_off.ended_at) == (6, None)
    assert bring(text).counts == (2, 0, 6)
    assert len(states()) == 8


def test_a_refused_row_between_two_of_one_person_hides_neither(bring, states) -> None:
    assert bring("email\nana@reader.example\nbad\nana@reader.example\n").counts == (1, 0, 1)


def test_rows_that_come_in_no_order_are_entered_in_order(bring, db) -> None:
    bring("email\nz@reader.example\na@reader.example\nm@reader.example\n")
    assert [key for (key,) in db.execute("SELECT address_key FROM subscribers ORDER BY id")] == [
        "a@reader.example",
        "m@reader.example",
        "z@reader.example",
    ]


def test_another_connection_can_write_while_a_file_is_read(bring, migrated, db, now, lists) -> None:
    other = migrated()
    written = []

    def beside(done: int, total: int | None) -> None:
        if total is None:
            with immediate(other):
                written.append(done)

    with (
        opened("-", stdin=io.BytesIO(b"email\nana@reader.example\n")) as found,
        importing(db, found, wish=Wish(lists=("weekly",)), now=now, advance=beside) as report,
    ):
        assert report.added == 1
    assert written == [1]


def test_an_import_is_kept_in_the_register(bring, db, now) -> None:
    bring("email\nana@reader.example\nbad\n", lists=("daily", "weekly"), ask=True)
    bring("email\nana@reader.example\n", at=now + timedelta(days=1))
    second, first = imports(db)
    assert (first.id, first.file, first.format, first.lists) == (
        1, "standard input", "columns by their names", ("daily", "weekly"),
    )  # fmt: skip
    assert (first.ask, first.at, first.ended_at, first.undone_at) == (True, now, now, None)
    assert (first.added, first.updated, first.unchanged, first.kept_out, first.refused) == (1, 0, 0, 0, 1)
    assert (second.id, second.unchanged) == (2, 1)


def test_a_single_opt_in_list_does_not_confirm_whom_the_file_calls_pending(bring, states) -> None:
    bring("email,status\nana@reader.example,pending\n")
    assert states() == {"ana@reader.example": State.UNCONFIRMED}


def test_the_work_grows_with_the_rows_and_no_faster(bring, db, monkeypatch) -> None:
    monkeypatch.setattr(importing_module, "CHUNK", 20)

    def steps(rows: int, *, of: str) -> int:
        count = 0

        def one() -> None:
            nonlocal count
            count += 1

        db.conn.set_progress_handler(one, 100)  # called for so many steps of SQLite's
        bring("email,name\n" + "".join(f"{of}{number:05}@reader.example,N\n" for number in range(rows)))
        db.conn.set_progress_handler(None, 0)
        return count

    few = steps(1000, of="few")
    assert steps(4000, of="many") < 5 * few


@pytest.mark.parametrize("data", [
    "Ann Lee <s3@reader.example>\nben@reader.example\n",
    'email,note\n"""Lee, Ann"" <S3@reader.example>",x\n<ben@reader.example>,\n',
    '{"email": "Ann Lee <s3@reader.example>"}\n{"email": "ben@reader.example <ben@reader.example>"}\n',
])  # fmt: skip
def test_an_address_may_stand_behind_a_name_as_in_a_mail(bring, roster, data: str) -> None:
    assert bring(data).counts == (2, 0, 0)
    assert roster.show("s3@reader.example").name in {"Ann Lee", "Lee, Ann"}
    assert roster.show("ben@reader.example").name == ""


def test_a_name_of_its_own_column_goes_before_the_one_beside_the_address(bring, roster) -> None:
    bring("email,name\nA. L. <ana@reader.example>,Ana\nB. I. <ben@reader.example>,\n")
    assert [roster.show(f"{who}@reader.example").name for who in ("ana", "ben")] == ["Ana", ""]


def test_a_column_that_names_newsletters_can_be_said_to_name_lists(bring, states) -> None:
    rows = ["ana@reader.example,Weekly", "ben@reader.example,None", 'cleo@reader.example,"Daily, Weekly"']
    data = "\n".join(["email,Newsletter", *rows]) + "\n"
    ((_, reason),) = bring("email,Newsletter\nana@reader.example,Weekly\n").refused
    assert reason == (
        "subscribed is 'Weekly'; put yes or no there; or, if it names lists: --map 'Newsletter=lists', "
        "or, if it says how often: --map 'Newsletter=frequency', or, if it does not matter: --map 'Newsletter=ignore'"
    )
    assert bring(data, by_row=True, told={"Newsletter": Field.LISTS}).counts == (3, 0, 0)
    assert states() == {"ana@reader.example": "confirmed", "cleo@reader.example": "confirmed"}
    assert states("daily") == {"cleo@reader.example": "unconfirmed"}


def test_a_column_that_names_newsletters_can_be_said_to_tell_how_often(bring, states) -> None:
    rows = "ana@reader.example,Weekly\nben@reader.example,None\n"
    assert bring(f"email,Newsletter\n{rows}", told={"Newsletter": Field.FREQUENCY}).refused == []
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}


def test_where_a_column_names_lists_what_the_row_says_of_the_reader_holds_for_each(bring, states, roster) -> None:
    rows = [
        "ana@reader.example,Weekly,active,2020-01-02,",
        "ben@reader.example,Weekly,pending,2020-01-02,",
        "cleo@reader.example,weekly confirmed,Unsubscribed,2020-01-02,2021-03-04",
        "dan@reader.example,weekly unsubscribed,pending,,",
        "eve@reader.example,Weekly,bounced,,",
    ]
    data = "\n".join(["email,Newsletter,Status,Date joined,Unsubscribed at", *rows]) + "\n"
    bring(data, by_row=True, told={"Newsletter": Field.LISTS})
    assert list(states().values()) == ["confirmed", "unconfirmed", "unsubscribed", "unsubscribed", "confirmed"]
    assert roster.show("eve@reader.example").suppressed == "hard-bounce"
    (ana,), (cleo,) = (roster.show(f"{name}@reader.example").subscriptions for name in ("ana", "cleo"))
    assert f"{ana.joined_at:%Y-%m-%d}" == f"{cleo.joined_at:%Y-%m-%d}" == "2020-01-02"
    assert cleo.left_at
    assert f"{cleo.left_at:%Y-%m-%d}" == "2021-03-04"


@pytest.mark.parametrize("name", ["Date joined", "Join date", "Joined on", "Member since", "Signup time"])
def test_the_day_of_joining_is_known_by_other_names(bring, roster, name: str) -> None:
    bring(f"email,{name}\nana@reader.example,2020-01-02\n")
    assert f"{roster.show('ana@reader.example').subscriptions[0].joined_at:%Y-%m-%d}" == "2020-01-02"


def test_a_portuguese_time_of_leaving_tells_who_left_and_an_italian_one_of_joining_since_when(
    bring, roster, states
) -> None:
    bring("email,Cancelado em\nana@reader.example,2024-03-13 11:33:53\nben@reader.example,\n", lists=("weekly",))
    assert states() == {"ana@reader.example": "unsubscribed", "ben@reader.example": "confirmed"}
    bring("email,Iscritto il\ncleo@reader.example,2023-03-24\n")
    assert f"{roster.show('cleo@reader.example').subscriptions[0].joined_at:%Y-%m-%d}" == "2023-03-24"
