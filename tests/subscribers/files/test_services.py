"""The exports of the usual services come in right: one of each, of our own invention, in the shape that theirs have."""

from __future__ import annotations

import shlex
import zipfile
from io import BytesIO

import pytest

from subscribers.errors import BadFile
from subscribers.files.records.told import columns_told
from subscribers.files.vocabulary.fields import Field
from subscribers.model import State

MAILCHIMP = (
    "Email Address,First Name,Last Name,Company,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,"
    "{more}LEID,EUID,NOTES,TAGS\n"
)
MEMBERS = MAILCHIMP.format(more="LAST_CHANGED,") + (
    "ana@reader.example, Ana , Lima ,Quay Co.,2,2019-02-05 19:28:22,203.0.113.7,2019-02-05 19:30:00,203.0.113.8,,"
    ',1,e1,likes boats,"""Harbour, docks"",""World"""\n'
    "ben@reader.example,,,,2,2019-02-06 10:00:00,,,,,,2,e2,,\n"
)
UNSUBSCRIBED = MAILCHIMP.format(more="UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,UNSUB_REASON_OTHER,") + (
    "cleo@reader.example,Cleo,,,2,2019-02-05 19:28:22,,2019-02-05 19:28:22,,,2021-03-01 08:00:00,Issue 9,OTHER,"
    "too many mails,3,e3,,\n"
    "dan@reader.example,,,,2,,,,,,,,,,4,e4,,\n"
)
CLEANED = MAILCHIMP.format(more="CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,") + (
    "eve@reader.example,Eve,,,1,2019-02-05 19:28:22,,2019-02-05 19:28:22,,,2022-06-25 15:12:06,Issue 12,5,e5,,Editors\n"
)


def test_mailchimps_subscribers_come_confirmed_where_they_confirmed_there(bring, roster, mailable) -> None:
    brought = bring(MEMBERS, lists=("daily",))
    assert (brought.format, brought.counts) == ("Mailchimp, subscribed", (2, 0, 0))
    ana = roster.show("ana@reader.example")
    assert (ana.name, ana.note, ana.topics) == ("Ana Lima", "likes boats", ())
    (daily,) = ana.subscriptions
    assert f"{daily.joined_at:%Y-%m-%d %H:%M:%S}" == "2019-02-05 19:28:22"
    assert f"{daily.confirmed_at:%Y-%m-%d %H:%M:%S}" == "2019-02-05 19:30:00"
    (line,) = ana.consents
    assert (line.action, line.via, line.at, line.origin) == ("confirmed", "import", daily.confirmed_at, "203.0.113.8")
    assert line.note == "import 1, standard input; joined 2019-02-05T19:28:22Z from 203.0.113.7"
    assert roster.show("ben@reader.example").subscriptions[0].state is State.UNCONFIRMED
    assert mailable("daily") == ["ana@reader.example"]


def test_mailchimps_unsubscribed_are_unsubscribed_all_of_them(bring, roster, states, mailable) -> None:
    brought = bring(UNSUBSCRIBED)
    assert (brought.format, brought.counts) == ("Mailchimp, unsubscribed", (2, 0, 0))
    assert set(states().values()) == {"unsubscribed"}
    (line,) = roster.show("cleo@reader.example").consents
    assert (line.action, f"{line.at:%Y-%m-%d}") == ("unsubscribed", "2021-03-01")
    assert line.note.endswith("; why: OTHER; too many mails")
    assert mailable("weekly") == []


def test_whom_a_file_of_leavers_names_is_out_also_where_the_time_makes_no_sense(bring, roster, states, now) -> None:
    roster.add("cleo@reader.example", lists=["weekly"], now=now)
    brought = bring(UNSUBSCRIBED.replace("2021-03-01 08:00:00", "a while ago"))
    assert brought.refused == []
    assert set(states().values()) == {"unsubscribed"}


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("email,created,reason\nana@x.example,2023-01-01 00:00:00,550 user unknown\n", "hard-bounce"),
        ("reason,email,created,status\n550 no,ana@x.example,2023-01-01 00:00:00,5.1.1\n", "hard-bounce"),
        ("email,created,ip\nana@x.example,2023-01-01 00:00:00,10.0.0.1\n", "complaint"),
    ],
)
def test_whom_sendgrid_lists_as_bounced_or_complaining_is_suppressed(
    bring, suppressions, mailable, file, reason
) -> None:
    assert bring(file).format.startswith("SendGrid, ")
    assert suppressions.check("ana@x.example").reason == reason
    assert mailable() == []


def test_whom_sendgrid_lists_as_out_of_a_group_are_out(bring, states) -> None:
    bring("group_id,group_name,email,created\n1,News,ana@reader.example,2023-01-01 00:00:00\n")
    assert states() == {"ana@reader.example": "unsubscribed"}


@pytest.mark.parametrize(("file", "suppressed"), [
    ("address,code,error,created_at\n{},550,No such mailbox,\"Fri, 21 Oct 2011 11:02:55 UTC\"\n", 1),
    ("address,tags,created_at\n{},*,\"Fri, 21 Oct 2011 11:02:55 UTC\"\n", 0),
    ("recipient,type,source,description\n{},non_transactional,Bounce Rule,550 no\n", 1),
    ("recipient,type,source,description\n{},transactional,Spam Complaint,\n", 1),
    ("recipient,type,source,description,created\n{},transactional,Manually Added,,2020-01-02\n", 0),
    ("recipient,type,source,description\n{},non_transactional,,\n", 0),
])  # fmt: skip
def test_nobody_on_a_list_of_whom_mailgun_or_sparkpost_do_not_mail_is_mailed(
    bring, db, mailable, file: str, suppressed: int
) -> None:
    bring("ana@reader.example\n", confirmed=True)
    bring(file.format("ana@reader.example"), confirmed=True)
    assert (mailable("weekly"), db.execute("SELECT count(*) FROM suppressions").fetchone()[0]) == ([], suppressed)


@pytest.mark.parametrize("name", ["unsubscribe_reason", "UNSUB_REASON"])
def test_a_reason_why_they_left_tells_that_they_did_where_nothing_says_otherwise(bring, states, name: str) -> None:
    head = f"email,name,created_on,unsubscribed_on,{name}\n"
    bring(f"{head}ana@reader.example,A,2020-01-01,,\nben@reader.example,B,2020-01-01,,bounce\n")
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}
    bring(f"email,status,{name}\ncleo@reader.example,active,too many mails in May\n")
    assert states()["cleo@reader.example"] == "confirmed"


def test_a_file_with_more_than_sendgrids_columns_is_not_its(bring) -> None:
    assert not bring("email,created,ip,name\nana@x.example,2023-01-01 00:00:00,10.0.0.1,Ana\n").format.startswith(
        "SendGrid"
    )


def test_mailchimps_cleaned_are_suppressed_as_bounced(bring, roster, suppressions, mailable) -> None:
    assert bring(CLEANED).format == "Mailchimp, cleaned"
    (found,) = suppressions.list()
    assert (found.address, found.reason, f"{found.at:%Y-%m-%d}") == ("eve@reader.example", "hard-bounce", "2022-06-25")
    assert found.source == "import 1, standard input"
    assert roster.show("eve@reader.example").topics == ()
    assert mailable("weekly") == []


def test_mailchimps_archive_of_all_three_is_one_import(bring, states, mailable) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        # Whoever unsubscribed stands in the file of members too, as if they had joined another time.
        archive.writestr("subscribed_members_export_1.csv", MEMBERS + "cleo@reader.example,,,,2,,,,,,,3,e3,,\n")
        archive.writestr("unsubscribed_members_export_1.csv", UNSUBSCRIBED)
        archive.writestr("cleaned_members_export_1.csv", "﻿" + CLEANED + "nonsense,,,,,,,,,,,,,,,,\n")
        archive.writestr("nonsubscribed_members_export_1.csv", MEMBERS.replace("ana@", "zoe@"))
        archive.writestr("__MACOSX/._cleaned.csv", b"\0\1")
    brought = bring(data.getvalue(), lists=("weekly",))
    assert brought.counts == (5, 0, 1)
    assert brought.passed_over == (("nonsubscribed_members_export_1.csv", "these people never subscribed"),)
    (line,) = brought.lines
    assert (line["file"], line["row"], line["address"]) == ("cleaned_members_export_1.csv", 3, "nonsense")
    assert states()["cleo@reader.example"] == "unsubscribed"
    assert mailable("weekly") == ["ana@reader.example", "ben@reader.example"]


def test_substacks_signups_leave_out_whom_mail_is_disabled_for(bring, roster, states) -> None:
    brought = bring(
        "email,active_subscription,expiry,email_disabled,prefer_digests,created_at\n"
        "ana@reader.example,true,2118-09-11T12:14:56.557Z,false,false,2018-08-27T15:06:27.713Z\n"
        "maïs@reader.example,,,false,true,2020-08-06T10:21:25.605Z\n"
        "ben@reader.example,true,2025-06-23T23:41:42.980Z,true,false,2018-08-29T20:50:03.435Z\n"
    )
    assert brought.format == "Substack, signups"
    assert states() == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unsubscribed",
        "maïs@reader.example": "confirmed",
    }
    assert f"{roster.show('ana@reader.example').subscriptions[0].joined_at:%Y-%m-%d}" == "2018-08-27"


@pytest.mark.parametrize("columns", [
    "email,active_subscription,expiry,email_disabled,digest_enabled,created_at",
    "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at",
    "email,name,active_subscription,expiry,plan,email_disabled,inbox_score,created_at",
])  # fmt: skip
def test_substacks_signups_are_known_whatever_else_a_year_adds(bring, roster, states, columns: str) -> None:
    own = {"active_subscription": "{pays}", "email_disabled": "{off}", "created_at": "2018-08-27T15:06:27.713Z"}
    row = ",".join(own.get(name, "{who}@reader.example" if name == "email" else "") for name in columns.split(","))
    people = (("ann", "true", "false"), ("ben", "false", "false"), ("cleo", "false", "true"), ("dan", "true", "true"))
    brought = bring("\n".join([columns, *(row.format(who=who, pays=pays, off=off) for who, pays, off in people)]))
    assert (brought.format, brought.refused) == ("Substack, signups", [])
    assert list(states().values()) == ["confirmed", "confirmed", "unsubscribed", "unsubscribed"]
    assert {"active_subscription"} <= set(brought.unread)
    assert f"{roster.show('ann@reader.example').subscriptions[0].joined_at:%Y-%m-%d}" == "2018-08-27"


@pytest.mark.parametrize("digests", ["prefer_digests", "digest_enabled"])
def test_substacks_paid_list_is_read_likewise(bring, states, digests: str) -> None:
    brought = bring(
        f"email,expiry,email_disabled,{digests},stripe_connected_customer_id,type\n"
        "ana@reader.example,2021-07-06T16:20:44.000Z,false,false,cus_1,paid\n"
        "ben@reader.example,2025-06-23T23:41:42.980Z,true,false,,comp\n"
    )
    assert brought.format == "Substack, paid"
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}


def test_beehiiv_knows_three_states_and_when_somebody_left(bring, roster, states) -> None:
    brought = bring(
        "email,First Name,Last Name,status,tier,created_at,stripe_customer_id,Free Tier,unsubscribed_at,"
        "Subscription Date (Substack)\n"
        "ana@reader.example, Ana ,,active,free,2023-03-24 10:23:10 UTC,,Yes,,2022-03-12 11:43:23 UTC\n"
        "ben@reader.example,,Ito,inactive,free,2023-03-24 10:36:48 UTC,,Yes,,\n"
        "cleo@reader.example,,,pending,free,2023-04-11 14:02:46 UTC,,Yes,,\n"
        "dan@reader.example,,,active,premium,2023-04-11 14:02:46 UTC,c,No,2024-03-13 11:33:53 UTC,\n"
        "eve@reader.example,,,frozen,free,2023-04-11 14:02:46 UTC,,Yes,,\n"
        "fay@reader.example,,,validating,free,2023-04-11 14:02:46 UTC,,Yes,,\n"
        "gil@reader.example,,,needs_attention,free,2023-04-11 14:02:46 UTC,,Yes,,\n"
    )
    assert brought.format == "beehiiv"
    assert states() == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unsubscribed",
        "cleo@reader.example": "unconfirmed",
        "dan@reader.example": "unsubscribed",
        "fay@reader.example": "unconfirmed",
        "gil@reader.example": "unconfirmed",
    }
    assert brought.refused == [
        (6, "the status 'frozen' is not known; put a word like subscribed or unsubscribed there")
    ]
    assert f"{roster.show('ana@reader.example').subscriptions[0].joined_at:%Y-%m-%d}" == "2022-03-12"
    assert f"{roster.show('dan@reader.example').subscriptions[0].left_at:%Y-%m-%d}" == "2024-03-13"


def test_curated_has_addresses_and_times_some_of_them_no_addresses(bring, roster) -> None:
    brought = bring(
        "Email Address,Subscribed at,UTM Source,UTM Medium,UTM Term,UTM Content,UTM Campaign,UTM Last Path,"
        'UTM Referrer\nana@reader.example,2021-02-04 07:55:20 +0100,"","","","","","",""\n'
        'Ben.Ito@adv,2021-02-03 00:35:35 +0000,"","","","","","",""\ncleo,2021-02-02 13:52:21 +0000,,,,,,,\n'
    )
    assert (brought.format, brought.counts) == ("Curated", (1, 0, 0))
    assert [row for row, _ in brought.refused] == [3, 4]
    assert f"{roster.show('ana@reader.example').subscriptions[0].joined_at:%H:%M:%S}" == "06:55:20"


def test_tiny_news_has_states_by_number_and_tags_parted_by_bars(bring, roster, states) -> None:
    brought = bring(
        '"Channel id",Status,Tier,"Tier title",Tags,"Created at","Deleted at","Engagement OptIn",Email,Id,Name,Surname,'
        '"Updated At","User id"\n'
        '1,1,0,default,"Lorem | Ipsum Dolor","2022-10-28 22:18:42",,1,ana@reader.example,4,"Ana Maria",,,0\n'
        '1,4,0,default,"One,Two, three","2022-10-26 18:56:45",,1,ben@reader.example,5,Ben, Ito ,,0\n'
        '1,0,0,default,,"2022-10-26 18:56:45",,1,cleo@reader.example,6,,,,0\n'
        '1,1,0,default,,"2022-10-26 18:56:45","2023-01-01 00:00:00",1,dan@reader.example,7,,,,0\n',
        told={"Tags": Field.TOPICS},
    )
    assert brought.format == "Tiny News, version 1"
    ana, ben = roster.show("ana@reader.example"), roster.show("ben@reader.example")
    assert (ana.name, ana.topics) == ("Ana Maria", ("ipsum dolor", "lorem"))
    assert (ben.name, ben.topics) == ("Ben Ito", ("one", "three", "two"))
    assert [address for address, state in states().items() if state == "confirmed"] == ["ana@reader.example"]


def test_tiny_news_of_later_years_says_it_in_words(bring, roster, states) -> None:
    brought = bring(
        "email,First name,Last name,Date added,Last modified,status,clicks,opens\n"
        "ana@reader.example,Ana , Lima,2022-08-04T14:26:20.000Z,2022-08-04T14:36:53.000Z,Subscribed,0,39\n"
        "ben@reader.example,,,2022-09-07T02:17:47.000Z,2022-10-05T12:58:20.000Z,Unsubscribed,0,0\n"
    )
    assert brought.format == "Tiny News, version 2"
    assert roster.show("ana@reader.example").name == "Ana Lima"
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}


def test_ghost_says_who_is_subscribed_and_who_was_deleted(bring, roster, states) -> None:
    brought = bring(
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,"
        "tiers\n"
        '1,ana@reader.example,Ana Lima,met at the fair,true,false,,2022-01-02T03:04:05.000Z,,"Boats, world",\n'
        "2,ben@reader.example,,,false,false,,2022-01-02T03:04:05.000Z,,,\n"
        "3,cleo@reader.example,,,true,false,,2022-01-02T03:04:05.000Z,2023-01-02T03:04:05.000Z,,\n"
        "4,dan@reader.example,,,,false,,2022-01-02T03:04:05.000Z,,,\n"
    )
    assert brought.format == "Ghost"
    ana = roster.show("ana@reader.example")
    assert (ana.name, ana.note, ana.topics) == ("Ana Lima", "met at the fair", ())
    assert states() == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unsubscribed",
        "cleo@reader.example": "unsubscribed",
    }
    assert brought.refused == [(5, "'subscribed_to_emails' is empty; put yes or no there")]


@pytest.mark.parametrize("as_json", [False, True])
def test_buttondown_comes_as_csv_or_as_its_api_has_it(bring, roster, states, as_json: bool) -> None:
    if as_json:
        data = (
            '{"id":"1","creation_date":"2020-09-29T00:00:00Z","email_address":"ana@reader.example","notes":"hello",'
            '"metadata":{"a":[1]},"tags":["Boats","a, b"],"referrer_url":"","type":"regular"}\n'
            '{"id":"2","creation_date":"2020-09-29T00:00:00Z","email_address":"ben@reader.example","notes":null,'
            '"metadata":{},"tags":[],"referrer_url":null,"type":"unactivated"}\n'
            '{"id":"3","creation_date":"2020-09-29T00:00:00Z","email_address":"cleo@reader.example","notes":"",'
            '"metadata":{},"tags":[],"referrer_url":"","type":"removed"}\n'
        )
    else:
        data = (
            "id,creation_date,email_address,notes,metadata,tags,referrer_url,type\n"
            '1,2020-09-29T00:00:00Z,ana@reader.example,hello,{},"Boats,""a, b""",,regular\n'
            "2,2020-09-29T00:00:00Z,ben@reader.example,,{},,,unactivated\n"
            "3,2020-09-29T00:00:00Z,cleo@reader.example,,{},,,removed\n"
        )
    assert bring(data).format == "Buttondown" + ", JSON lines" * as_json
    assert (roster.show("ana@reader.example").note, roster.show("ana@reader.example").topics) == ("hello", ())
    assert bring(data, told={"tags": Field.TOPICS}).counts == (0, 1, 2)
    assert roster.show("ana@reader.example").topics == ("a, b", "boats")
    assert list(states().values()) == ["confirmed", "unconfirmed", "unsubscribed"]


@pytest.mark.parametrize("known_by", ["referrer_url", "metadata", "unsubscription_date"])
def test_buttondown_is_known_by_any_of_its_own_columns_and_mails_whoever_pauses_what_they_pay(
    bring, states, suppressions, known_by: str
) -> None:
    words = ("regular", "paused", "past_due", "blocked", "disposable", "complained", "undeliverable", "upcoming")
    rows = (f"{word}@reader.example,2023-01-01T00:00:00Z,,{word}\n" for word in words)
    brought = bring(f"email_address,creation_date,{known_by},type\n{''.join(rows)}")
    assert brought.format == "Buttondown"
    mailed = [address.partition("@")[0] for address, state in states().items() if state == "confirmed"]
    suppressed = {one.address.partition("@")[0]: one.reason for one in suppressions.list()}
    assert set(mailed) - set(suppressed) == {"regular", "paused", "past_due"}
    assert suppressed == {"complained": "complaint", "undeliverable": "hard-bounce"}
    assert [row for row, _ in brought.refused] == [9]


def test_mailerlites_leavers_are_recorded_though_they_never_subscribed(bring, states) -> None:
    brought = bring(
        "Subscriber,Sent,Opens,Clicks,Subscribed,Unsubscribed,Status\n"
        "ana@reader.example,1,1,1,2023-01-01 10:00:00,,Active\n"
        "ben@reader.example,1,1,1,,2023-02-01 10:00:00,Unsubscribed\n"
        "cleo@reader.example,1,1,1,,,Junk\n"
    )
    assert brought.refused == []
    assert list(states().values()) == ["confirmed", "unsubscribed", "unsubscribed"]


def test_awebers_stop_and_mailpoets_two_words_are_read_by_the_names_of_their_columns(
    bring, states, suppressions
) -> None:
    bring(
        "Email,Name,Stop Time,Stop Status\nana@reader.example,Ana,,\n"
        "ann@reader.example,Ann,01/02/23,undeliverable\nben@reader.example,Ben,01/02/23,unsubscribed\n"
    )
    bring(
        "subscriber_email,Global Status,List status\ncleo@reader.example,subscribed,subscribed\n"
        "dan@reader.example,unsubscribed,subscribed\neve@reader.example,subscribed,unsubscribed\n"
    )
    assert suppressions.check("ann@reader.example").reason == "hard-bounce"
    found = [state for address, state in states().items() if address != "ann@reader.example"]
    assert found == ["confirmed", "unsubscribed", "confirmed", "unsubscribed", "unsubscribed"]


def test_steadys_members_whose_membership_ended_are_not_mailed(bring, states) -> None:
    brought = bring(
        "first_name,last_name,email,plan_name,plan_monthly_amount_cents,gifted,subscription_period,subscription_state,"
        "subscribed_at\n"
        "Ana,Lima,ana@reader.example,Friend,500,FALSE,annual,active,2021-05-06 07:08:09\n"
        "Ben,Ito,ben@reader.example,Friend,500,TRUE,annual,not_renewing,2021-05-06 07:08:09\n"
        "Cleo,,cleo@reader.example,Friend,500,FALSE,monthly,cancelled,2021-05-06 07:08:09\n"
    )
    assert brought.format == "Steady"
    assert list(states().values()) == ["confirmed", "confirmed", "unsubscribed"]


def test_kit_is_read_by_the_names_of_its_columns(bring, roster, states) -> None:
    brought = bring(
        "id,first_name,email,state,created_at,Favourite colour,Tags\n"
        '1,Ana,ana@reader.example,active,2021-05-06T07:08:09Z,blue,"Boats, World"\n'
        "2,Ben,ben@reader.example,cancelled,2021-05-06T07:08:09Z,,\n"
        "3,Cleo,cleo@reader.example,complained,2021-05-06T07:08:09Z,,\n"
    )
    assert brought.format == "columns by their names"
    assert brought.unread == ("id", "Favourite colour", "Tags")
    assert roster.show("ana@reader.example").topics == ()
    assert roster.show("cleo@reader.example").suppressed == "complaint"
    assert states()["ben@reader.example"] == "unsubscribed"


def test_constant_contacts_two_words_on_a_contact_both_hold_and_an_opt_out_goes_before_them(
    bring, roster, states
) -> None:
    brought = bring(
        "Email address,First name,Last name,Email status,Email permission status,Email update source,"
        "Confirmed Opt-Out Date,Confirmed Opt-Out Source,Confirmed Opt-Out Reason,Email Lists,Created At\n"
        "ana@reader.example,Ana,Lima,Active,Express,,,,,Daily,2021-05-06 07:08:09\n"
        "ben@reader.example,Ben,,Active,Implied,,,,,Daily,2021-05-06 07:08:09\n"
        "cleo@reader.example,Cleo,,Unsubscribed,Express,,2022-03-04 05:06:07,Contact,too many,,2021-05-06 07:08:09\n"
        "dan@reader.example,Dan,,,,,2022-03-04 05:06:07,Owner,,,2021-05-06 07:08:09\n"
    )
    assert (brought.format, brought.refused) == ("Constant Contact", [])
    assert brought.unread == ("Email update source", "Email Lists")
    assert states() == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unconfirmed",
        "cleo@reader.example": "unsubscribed",
        "dan@reader.example": "unsubscribed",
    }
    assert roster.show("cleo@reader.example").consents[0].note.endswith("; why: too many")


@pytest.mark.parametrize(
    ("names", "row", "column", "service"),
    [
        (
            "Email address,Email status,Email permission status",
            "ana@reader.example,,Express",
            "Email status",
            "Constant Contact",
        ),
        ("email,status,tier,created_at", "ana@reader.example, ,free,2023-03-24 10:23:10 UTC", "status", "beehiiv"),
        ("email,status,sdate,udate", "ana@reader.example,,,", "status", "ActiveCampaign"),
        ("email,plan_name,subscription_state", "ana@reader.example,Gold,", "subscription_state", "Steady"),
        ("email,creation_date,type,referrer_url", "ana@reader.example,2023-03-24,,", "type", "Buttondown"),
    ],
)
def test_a_status_that_a_service_always_writes_and_that_is_gone_makes_nobody_a_reader(
    bring, states, names, row, column, service
) -> None:
    brought = bring(f"{names}\n{row}\n", lists=("weekly",))
    assert states() == {}
    assert brought.refused == [
        (2, f"'{column}' is empty, and {service} always writes something there; put subscribed or unsubscribed there")
    ]


def test_activecampaigns_contacts_go_by_its_numbers(bring, states, suppressions) -> None:
    brought = bring(
        "id,subscriberid,listid,sdate,udate,status,unsubreason,first_name,last_name,email,bounced_hard,bounced_soft\n"
        "1,1,1,2011-03-09 09:59:12,2011-03-08 14:24:44,1,,Ana,Lima,ana@reader.example,0,2\n"
        "2,2,1,2011-03-09 09:59:12,0000-00-00 00:00:00,0,,Ben,,ben@reader.example,0,0\n"
        "3,3,1,2011-03-09 09:59:12,2012-03-08 14:24:44,2,too many,Cleo,,cleo@reader.example,0,0\n"
        "4,4,1,2011-03-09 09:59:12,,3,,Dan,,dan@reader.example,1,0\n"
        "5,5,1,2011-03-09 09:59:12,,91,,Eve,,eve@reader.example,0,0\n"
    )
    assert (brought.format, brought.unread) == ("ActiveCampaign", ("id", "subscriberid", "listid"))
    assert states() == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unconfirmed",
        "cleo@reader.example": "unsubscribed",
        "dan@reader.example": "confirmed",
        "eve@reader.example": "unsubscribed",
    }
    assert [(one.address, one.reason) for one in suppressions.list()] == [("dan@reader.example", "hard-bounce")]


def test_googles_contacts_come_in_under_their_first_address_and_a_cell_with_two_is_refused(bring, states) -> None:
    brought = bring(
        "First Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Labels\n"
        "Ana,*,ana@reader.example,Work,ana.work@reader.example,* myContacts\n"
        "Ben,*,ben@reader.example ::: ben.work@reader.example,,,* myContacts\n"
    )
    assert states() == {"ana@reader.example": "confirmed"}
    assert "E-mail 2 - Value" in brought.unread
    assert brought.refused == [
        (3, "2 addresses stand there: ben@reader.example, ben.work@reader.example; leave the one that is to be mailed")
    ]


SHOPIFY = "First Name,Last Name,Email,{standing},Default Address City,Default Address Province Code,State,Tags\n"
MATRIXIFY = "ID,Email,First Name,State,Email Marketing: Status,Email Marketing: Level,Verified Email,Tags\n"


def test_a_shops_account_says_nothing_of_mail(bring, states) -> None:
    head = SHOPIFY.format(standing="Accepts Email Marketing")
    bring(f"{head}Ana,,ana@reader.example,yes,,,disabled,\nBen,,ben@reader.example,no,,,enabled,\n")
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}


def test_matrixifys_shop_has_the_standing_in_its_status_of_email_marketing(bring, roster, states) -> None:
    rows = (
        "1,ana@reader.example,Ana,disabled,subscribed,confirmed_opt_in,false,",
        "2,ben@reader.example,Ben,enabled,not_subscribed,single_opt_in,true,",
        "3,cleo@reader.example,Cleo,invited,subscribed,single_opt_in,true,",
        "4,dan@reader.example,Dan,declined,redacted,,true,",
        "5,eve@reader.example,Eve,unsubscribed,subscribed,single_opt_in,true,",
    )
    assert bring(MATRIXIFY + "\n".join(rows), lists=("daily",)).refused == []
    assert states("daily") == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unsubscribed",
        "cleo@reader.example": "unconfirmed",
        "dan@reader.example": "unsubscribed",
        "eve@reader.example": "unsubscribed",
    }


def test_hubspots_columns_are_read_and_what_it_suggests_can_be_pasted(bring, mailable) -> None:
    head = (
        "Record ID,Email,Marketing contact status,Unsubscribed from all email,hs_email_bounce,Email hard bounce reason,"
        "Invalid email address,Opted out of email: Newsletter,hs_email_quarantined\n"
    )
    rows = (
        "1,ana@reader.example,Non-marketing contact,false,0,,false,,false",
        "2,ben@reader.example,Marketing contact,true,0,,false,,false",
        "3,cleo@reader.example,Marketing contact,false,1,UNKNOWN_USER,false,,false",
        "4,dan@reader.example,Marketing contact,,1,,true,,",
        "5,eve@reader.example,Marketing contact,,,,,true,",
        "6,fay@reader.example,Marketing contact,,,,,,true",
    )
    with pytest.raises(BadFile) as stopped:
        bring(head + "\n".join(rows))
    options = shlex.split(str(stopped.value).partition("such as: ")[2].partition(";")[0])
    assert bring(head + "\n".join(rows), told=columns_told(options[1::2])).refused == []
    assert mailable("weekly") == ["ana@reader.example"]


def test_patrons_go_by_their_status_and_whoever_follows_for_nothing_is_a_reader(bring, states) -> None:
    statuses = {"ana": "Active patron", "ben": "Former patron", "cleo": "Declined patron", "dan": ""}
    rows = "".join(f"{name},{name}@reader.example,{status},No,Yes\n" for name, status in statuses.items())
    brought = bring(f"Name,Email,Patron Status,Follows You,Free Member\n{rows}")
    assert (brought.format, brought.refused) == ("Patreon", [])
    assert states() == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "unsubscribed",
        "cleo@reader.example": "unsubscribed",
        "dan@reader.example": "confirmed",
    }


@pytest.mark.parametrize("blocked", ["BLOCKLISTED", "EMAIL_BLACKLISTED"])
def test_brevos_second_choice_for_who_confirmed_is_no(bring, states, blocked: str) -> None:
    brought = bring(
        f"CONTACT ID;EMAIL;VORNAME;DOUBLE_OPT-IN;{blocked};SMS_BLACKLISTED;ADDED_TIME;MODIFIED_TIME\n"
        "1;ann@reader.example;Ann;1;0;1;21-01-2025 07:26:07;\n"
        "2;ben@reader.example;Ben;2;0;;21-01-2025 07:26:07;\n"
        "3;cleo@reader.example;Cleo;1;1;;21-01-2025 07:26:07;\n"
        "4;dan@reader.example;Dan;;0;;21-01-2025 07:26:07;\n"
        "5;eve@reader.example;Eve;No;0;;21-01-2025 07:26:07;\n"
        "6;fay@reader.example;Fay;3;0;;21-01-2025 07:26:07;\n",
    )
    assert brought.format == "Brevo"
    assert states() == {
        "ann@reader.example": "confirmed",
        "ben@reader.example": "unconfirmed",
        "cleo@reader.example": "unsubscribed",
        "dan@reader.example": "confirmed",
        "eve@reader.example": "unconfirmed",
    }
    ((row, reason),) = brought.refused
    assert (row, "put yes, no or a date there" in reason) == (7, True)


def test_an_attribute_of_yes_and_no_in_brevo_is_asked_about_as_in_any_file(bring) -> None:
    head = "EMAIL;DOUBLE_OPT-IN;ADDED_TIME;WOCHENENDE\n"
    with pytest.raises(BadFile, match="'WOCHENENDE' may say who is not to be mailed"):
        bring(f"{head}ann@reader.example;1;21-01-2025;Yes\nben@reader.example;1;21-01-2025;No\n")


def test_a_number_that_is_no_answer_confirms_nobody_in_any_file(bring, states) -> None:
    brought = bring("email,confirmed\nann@reader.example,1\nben@reader.example,2\ncleo@reader.example,3/4/2023\n")
    assert [row for row, _ in brought.refused] == [3]
    assert list(states()) == ["ann@reader.example", "cleo@reader.example"]


def test_the_letters_of_wordpress_newsletter_are_known(bring, roster, states, mailable) -> None:
    head = '"Email";"Name";"Surname";"Gender";"Status";"Date";"Token";"Profile 1";"List 1";"IP";"Country"\n'
    letters = {"ann": "C", "ben": "S", "cleo": "U", "dan": "B", "eve": "P", "fay": "X", "gus": ""}
    brought = bring(head + "".join(
        f'"{who}@reader.example";"{who.title()}";"Lee";"f";"{letter}";"2019-04-02 08:11:00";"a1";"";"1";"";""\n'
        for who, letter in letters.items()
    ))  # fmt: skip
    assert brought.format == "WordPress, Newsletter"
    assert [row for row, _ in brought.refused] == [7, 8]
    assert mailable("weekly") == ["ann@reader.example"]
    assert (states()["ben@reader.example"], states()["cleo@reader.example"]) == ("unconfirmed", "unsubscribed")
    assert roster.show("ann@reader.example").name == "Ann Lee"
