import base64
import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.address import Unmailable
from digest.deliver.headers import clean
from digest.deliver.message import MessageTemplate, encode
from digest.deliver.smtp_session import stuffed
from digest.model.delivery import Envelope
from digest.model.issue import Marks, Rendering

MARKS = Marks(token="tokenMark7f3a9c", reason="reasonMark51d0e2")
JUDGES = Path(__file__).parents[1] / "judges"
ENVELOPE = Envelope(
    delivery_id=1,
    address="ana@readers.example",
    name="Ana Silva",
    message_id="<1.daily@herald.example>",
    token="Abcdefghij-_0123456789",
    reference="0123456789abcdef0123456789abcdef",
    reason="You joined “Daily” on 3 March <2026> & stayed.",
)
RENDERING = Rendering(
    subject="The ferry sails again",
    preheader="",
    html=f'<p>Grüße.</p><a href="https://herald.example/u/{MARKS.token}">Leave</a> {MARKS.reason}',
    text=f".\nFrom the quay\nhttps://herald.example/u/{MARKS.token}\n\n{MARKS.reason}\n",
    language="en",
)


def shared(rendering=RENDERING, **changes):
    settings = {
        "sender_name": "The Harbour Herald",
        "sender_address": "digest@herald.example",
        "reply_to": "desk@herald.example",
        "date": datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        "list_id": "daily.herald.example",
        "base_url": "https://herald.example",
        "archive_url": "https://herald.example/archive/daily",
        "marks": MARKS,
    }
    return encode(rendering, **(settings | changes))


def filled(rendering=RENDERING, envelope=ENVELOPE, **changes):
    return MessageTemplate(shared(rendering, **changes), MARKS).fill(envelope)


def put_in(text, envelope, *, html):
    reason = normal(escape(envelope.reason) if html else envelope.reason)
    return text.replace(MARKS.token, envelope.token).replace(MARKS.reason, reason)


def normal(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_octets(message):
    assert message.isascii()
    assert b"\r" not in message.replace(b"\r\n", b"")
    assert b"\n" not in message.replace(b"\r\n", b"")
    head, _, body = message.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76


def parts(message):
    plain, html = message_from_bytes(message, policy=policy.default).iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return [part.get_payload(decode=True).decode().replace("\r\n", "\n") for part in (plain, html)]


def test_the_headers_are_the_contracts_in_full():
    head = filled(feedback_id="daily:herald:x:harbour").partition(b"\r\n\r\n")[0].decode()
    assert head.replace("\r\n ", " ").split("\r\n")[:-1] == [
        'To: "Ana Silva" <ana@readers.example>',
        "Message-ID: <1.daily@herald.example>",
        'From: "The Harbour Herald" <digest@herald.example>',
        "Subject: The ferry sails again",
        "Date: Mon, 23 Nov 2026 06:30:00 +0000",
        "Reply-To: desk@herald.example",
        "List-Id: <daily.herald.example>",
        "List-Unsubscribe: <https://herald.example/u/Abcdefghij-_0123456789>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "List-Archive: <https://herald.example/archive/daily>",
        "Feedback-ID: daily:herald:x:harbour",
        "Precedence: list",
        "MIME-Version: 1.0",
    ]


def test_reply_to_and_feedback_id_are_left_out_when_not_configured():
    message = message_from_bytes(filled(reply_to=""), policy=policy.default)
    assert "Reply-To" not in message
    assert "Feedback-ID" not in message


def test_list_unsubscribe_stays_on_one_raw_line_however_long():
    base = "https://news.harbour-herald-publishing-company.example/reader-service/digest"
    envelope = ENVELOPE._replace(token="t" * 200)
    line = f"\r\nList-Unsubscribe: <{base}/u/{'t' * 200}>\r\n".encode()
    assert line in filled(base_url=base, envelope=envelope)


def test_a_mailbox_that_unsubscribes_stands_behind_the_link_on_the_same_line():
    line = (
        b"\r\nList-Unsubscribe: <https://herald.example/u/Abcdefghij-_0123456789>, "
        b"<mailto:leave+0123456789abcdef0123456789abcdef@herald.example?subject=unsubscribe>\r\n"
    )
    message = filled(unsubscribe_to="leave@herald.example")
    assert message.count(line) == 1
    assert MARKS.reference.encode() not in message
    check_octets(message)


def test_the_mark_of_the_reference_follows_from_that_of_the_token_and_tells_nothing_of_it():
    assert MARKS.reference == replace(MARKS, reason="another").reference
    assert MARKS.reference != replace(MARKS, token="another").reference
    assert len(MARKS.reference) == len(ENVELOPE.reference)
    assert MARKS.reference.isalnum()
    assert MARKS.token not in MARKS.reference


def test_the_same_in_gives_the_same_out():
    assert shared() == shared()
    assert filled() == filled()


def test_idn_domains_of_sender_and_reader_go_in_a_labels():
    message = filled(sender_address="digest@münchen.example", envelope=ENVELOPE._replace(address="ana@bücher.example"))
    assert b"<digest@xn--mnchen-3ya.example>" in message
    assert b"<ana@xn--bcher-kva.example>" in message
    check_octets(message)


def test_a_local_part_that_is_not_ascii_stands_as_utf8_in_to_alone():
    message = filled(envelope=ENVELOPE._replace(address="zoë@readers.example"))
    to, rest = message.split(b"\r\n", 1)
    assert to == 'To: "Ana Silva" <zoë@readers.example>'.encode()
    assert rest.isascii()


def test_an_address_that_would_break_out_is_unmailable():
    with pytest.raises(Unmailable):
        filled(envelope=ENVELOPE._replace(address="a@b.example>\r\nBcc: <c@d.example"))


def test_the_reason_is_escaped_in_the_html_part_only():
    text, html = parts(filled())
    assert ENVELOPE.reason in text
    assert "&lt;2026&gt; &amp; stayed." in html


def test_a_story_about_mime_cannot_forge_a_part():
    forged = "\r\n--=_x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + MARKS.reason
    rendering = replace(RENDERING, text=forged, html=forged)
    text, html = parts(filled(rendering))
    assert text == normal(put_in(forged, ENVELOPE, html=False))
    assert html == normal(put_in(forged, ENVELOPE, html=True))


# Hypothesis draws on the constants of this file too; nobody foreign knows a mark, since they are derived from a secret.
FOREIGN = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.text('ab \t\r\n.=é😀-_<&"', max_size=200)
).filter(lambda words: not any(mark in words for mark in (MARKS.token, MARKS.reason, MARKS.reference)))
BODY = st.lists(FOREIGN | st.sampled_from([MARKS.token, MARKS.reason]), max_size=6).map("".join)


@given(
    text=BODY, html=BODY, subject=FOREIGN, name=FOREIGN, reason=FOREIGN, token=st.from_regex(r"[\w-]+", fullmatch=True)
)
def test_any_words_come_back_as_they_were_and_break_out_of_nothing(text, html, subject, name, reason, token):
    token = "".join(letter for letter in token if letter.isascii()) or "t"
    rendering = replace(RENDERING, subject=subject, text=text, html=html)
    envelope = ENVELOPE._replace(name=name, reason=reason, token=token)
    message = filled(rendering, envelope)
    check_octets(message)
    assert parts(message) == [
        normal(put_in(normal(text), envelope, html=False)),
        normal(put_in(normal(html), envelope, html=True)),
    ]
    parsed = message_from_bytes(message, policy=policy.compat32)
    assert len(parsed.keys()) == len(set(parsed.keys())) == 13
    assert parsed["Message-ID"] == "<1.daily@herald.example>"
    assert parsed["List-Unsubscribe"] == f"<https://herald.example/u/{token}>"
    assert message_from_bytes(message, policy=policy.default)["Subject"] == clean(subject)


def test_another_parser_reads_exactly_the_words_that_were_meant():
    """Judged by npm's mailparser, over names, subjects and reasons of many scripts and ill intent."""
    words = [
        "Ana Silva",
        "Zoë Ångström-Müller, Königin der Nordsee und ihrer zahlreichen Küstengewässer",
        "日本語のとても長い件名を持つニュースレターの読者の名前はここに書かれています、はい、とても長い",
        'Robert "Bob" \\ O\'Hara <b@x.example>, (editor); desk: news',
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦 " * 12,
        "=?utf-8?q?no?=",
        "a\r\nBcc: b@x.example",
        "x" * 300,
    ]
    mails = [
        (
            word,
            filled(
                replace(RENDERING, subject=word),
                ENVELOPE._replace(name=word, reason=word),
                unsubscribe_to="leave@herald.example",
            ),
        )
        for word in words
    ]
    judged = subprocess.run(
        ["node", "parse-mail.mjs"],
        cwd=JUDGES,
        input=json.dumps([base64.b64encode(mail).decode() for _, mail in mails]),
        capture_output=True,
        text=True,
        check=True,
    )
    for (word, _), read in zip(mails, json.loads(judged.stdout), strict=True):
        envelope = ENVELOPE._replace(reason=word)
        assert read["subject"] == clean(word)
        assert read["to"] == [{"address": "ana@readers.example", "name": clean(word)}]
        assert read["from"] == [{"address": "digest@herald.example", "name": "The Harbour Herald"}]
        assert read["messageId"] == "<1.daily@herald.example>"
        assert read["list"]["unsubscribe"] == {
            "url": "https://herald.example/u/Abcdefghij-_0123456789",
            "mail": "leave+0123456789abcdef0123456789abcdef@herald.example?subject=unsubscribe",
        }
        assert normal(read["text"]).strip() == normal(put_in(RENDERING.text, envelope, html=False)).strip()
        assert normal(read["html"]).strip() == normal(put_in(RENDERING.html, envelope, html=True)).strip()


@given(st.text(), st.text(alphabet=".a\r\n=", min_size=1), st.text(alphabet=".ä \n"))
def test_no_line_of_a_mail_begins_with_a_dot(text, reason, name):
    rendering = replace(RENDERING, text=f"{text}{MARKS.reason}.{text}", html=f".\n{text}{MARKS.token}.{MARKS.reason}.")
    message = filled(rendering, envelope=ENVELOPE._replace(reason=reason, name=name))
    assert stuffed(message) == message


def test_a_message_frozen_with_leading_dots_is_not_vouched_for():
    assert MessageTemplate(shared(), MARKS).dotless
    assert not MessageTemplate(shared().replace(b"\r\n\r\n", b"\r\n\r\n.", 1), MARKS).dotless
