import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.headers import clean
from digest.deliver.letter import encode_letter
from digest.deliver.sendgrid_request import RequestTemplate, Unsendable, category_of, html_key, recipient, shown_name
from digest.drill.sendgrid_judge import judge
from digest.model.issue import Marks, Rendering, Variant
from tests.deliver.sendgrid_kit import filled
from tests.deliver.test_message import ENVELOPE, shared

MARKS = Marks(token="tokenMark7f3a9c", reason="reasonMark51d0e2")


def variant_of(html=f"<p>{MARKS.reason}</p></body></html>", text=f"{MARKS.reason}\n", subject="News", **changes):
    rendering = Rendering(subject=subject, preheader="", html=html, text=text, language="en")
    message = shared(rendering, **changes)
    return Variant(rendering=rendering, message=message, sender="digest@herald.example", marks=MARKS)


def template(sandbox=False, **changes):
    return RequestTemplate(variant_of(**changes), category="digest-daily", sandbox=sandbox)


def request_for(*envelopes, of=None):
    of = of or template()
    return json.loads(text_of(of, *envelopes))


def text_of(of, *envelopes):
    return b"".join(of.body([of.personalization(one, address=recipient(one.address)) for one in envelopes]))


def words_of(request):
    """Return both parts as the first recipient gets them."""
    own = request["personalizations"][0]["substitutions"]
    return [filled(content["value"], own) for content in request["content"]]


def test_plain_text_comes_first():
    assert [content["type"] for content in request_for(ENVELOPE)["content"]] == ["text/plain", "text/html"]


def test_a_reason_in_lines_keeps_them():
    assert words_of(request_for(ENVELOPE._replace(reason="You joined\nDaily.")))[0].startswith("You joined\nDaily.\n")


def test_the_reason_is_plain_in_the_text_and_escaped_in_the_html():
    text, html = words_of(request_for(ENVELOPE._replace(reason="You joined <b>“R&D”</b>.")))
    assert text.startswith("You joined <b>“R&D”</b>.\n")
    assert "<p>You joined &lt;b&gt;“R&amp;D”&lt;/b&gt;.</p>" in html


@given(st.from_regex(r"t[0-9a-f]{21}", fullmatch=True), st.from_regex(r"r[0-9a-f]{31}", fullmatch=True))
def test_no_key_is_part_of_another(token, reason):
    keys = (token, reason, html_key(reason))
    assert not [(one, other) for one in keys for other in keys if one is not other and one in other]


@pytest.mark.parametrize(("html", "text"), [("<p>News</p></body></html>", "News\n"), ("News", "News"), ("é", "é\n")])
def test_both_parts_hold_a_character_beyond_latin_1_so_that_neither_goes_out_as_iso_8859_1(html, text):
    for content in request_for(ENVELOPE, of=template(html=html, text=text))["content"]:
        assert content["value"].count("\u200c") == 1


def test_that_character_ends_no_link():
    text, html = words_of(request_for(ENVELOPE, of=template(text=f"https://herald.example/u/{MARKS.token}")))
    assert text.splitlines()[0] == f"https://herald.example/u/{ENVELOPE.token}"
    assert html.endswith("\u200c</body></html>")


def test_each_recipient_has_the_whole_set_of_headers_and_the_request_none():
    other = ENVELOPE._replace(address="bo@readers.example", message_id="<2@herald.example>", token="z" * 22)
    request = request_for(ENVELOPE, other, of=template(feedback_id="daily:12:news:herald"))
    assert "headers" not in request
    assert [one["headers"] for one in request["personalizations"]] == [
        {
            "Message-ID": envelope.message_id,
            "List-Id": "<daily.herald.example>",
            "List-Unsubscribe": f"<https://herald.example/u/{envelope.token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Archive": "<https://herald.example/archive/daily>",
            "Feedback-ID": "daily:12:news:herald",
            "Precedence": "list",
        }
        for envelope in (ENVELOPE, other)
    ]


def test_a_letter_says_that_a_program_wrote_it():
    letter = encode_letter(
        Rendering(
            subject="Please confirm", preheader="", html="<p>Please</p></body></html>", text="Please\n", language="en"
        ),
        sender_name="The Harbour Herald",
        sender_address="digest@herald.example",
        reply_to="",
        date=datetime(2026, 11, 23, 7, tzinfo=UTC),
        marks=MARKS,
    )
    of = RequestTemplate(replace(variant_of(), message=letter), category="digest-letters", sandbox=False)
    own = request_for(ENVELOPE, of=of)["personalizations"][0]["headers"]
    assert own == {"Message-ID": ENVELOPE.message_id, "Auto-Submitted": "auto-generated", "Precedence": "bulk"}


def test_a_message_without_headers_to_carry_is_asked_for_in_json_too():
    bare = replace(variant_of(), message=b"From: <digest@herald.example>\r\n\r\nNews\r\n")
    of = RequestTemplate(bare, category="digest-daily", sandbox=False)
    assert request_for(ENVELOPE, of=of)["personalizations"][0]["headers"] == {"Message-ID": ENVELOPE.message_id}


def test_no_header_is_set_that_sendgrid_keeps_for_itself():
    forbidden = re.compile(r"to|from|subject|reply-to|cc|bcc|content-.*|dkim-signature|received|x-sg-.*", re.IGNORECASE)
    headers = request_for(ENVELOPE)["personalizations"][0]["headers"]
    assert not [name for name in headers if forbidden.fullmatch(name)]


def test_what_comes_back_is_the_reference_alone_and_it_names_nobody():
    request = request_for(ENVELOPE)
    assert request["personalizations"][0]["custom_args"] == {"digest_ref": ENVELOPE.reference}
    assert request["categories"] == ["digest-daily"] == [category_of("daily")]
    assert "custom_args" not in request


def test_every_kind_of_tracking_is_off():
    assert request_for(ENVELOPE)["tracking_settings"] == {
        "click_tracking": {"enable": False, "enable_text": False},
        "open_tracking": {"enable": False},
        "subscription_tracking": {"enable": False},
        "ganalytics": {"enable": False},
    }


@pytest.mark.parametrize("sandbox", [True, False])
def test_the_sandbox_is_on_or_off(sandbox):
    request = request_for(ENVELOPE, of=template(sandbox=sandbox))
    assert request["mail_settings"] == {"sandbox_mode": {"enable": sandbox}}


def test_sender_and_reply_to_are_those_of_the_frozen_message():
    request = request_for(ENVELOPE, of=template(sender_name="Frozen", reply_to="Desk <desk@münchen.example>"))
    assert request["from"] == {"email": "digest@herald.example", "name": "Frozen"}
    assert request["reply_to"] == {"email": "desk@xn--mnchen-3ya.example", "name": "Desk"}
    assert "reply_to" not in request_for(ENVELOPE, of=template(reply_to=""))


def test_the_domain_is_told_in_a_labels():
    assert request_for(ENVELOPE._replace(address="ana@münchen.example"))["personalizations"][0]["to"] == [
        {"email": "ana@xn--mnchen-3ya.example", "name": "Ana Silva"}
    ]


@pytest.mark.parametrize(("address", "code"), [("zoë@readers.example", "5.6.7"), ("a b@c.example", "5.1.3")])
def test_an_address_that_sendgrid_would_not_take_is_refused_without_asking(address, code):
    with pytest.raises(Unsendable) as refused:
        recipient(address)
    assert refused.value.code == code
    assert str(refused.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Silva, Ana; Dr", "Silva  Ana  Dr"), (";,", ""), (" ", ""), ("Ana\r\nBcc: eve", "Ana Bcc: eve"), ("Zoë", "Zoë")],
)
def test_a_name_holds_no_semicolon_comma_or_line_break(name, shown):
    assert shown_name(name) == shown


def test_a_name_of_which_nothing_is_left_is_left_out():
    assert request_for(ENVELOPE._replace(name=" ,"))["personalizations"][0]["to"] == [{"email": ENVELOPE.address}]


def test_words_of_more_than_ten_thousand_bytes_are_refused_and_it_is_said_why():
    keys = len(MARKS.token) + len(MARKS.reason) + len(html_key(MARKS.reason)) + len(ENVELOPE.token)
    most = (10_000 - keys) // 2
    assert request_for(ENVELOPE._replace(reason="x" * most))
    with pytest.raises(Unsendable, match="10000 bytes") as refused:
        request_for(ENVELOPE._replace(reason="x" * (most + 1)))
    assert refused.value.code == "5.3.4"


def test_bytes_are_counted_and_not_characters():
    with pytest.raises(Unsendable):
        request_for(ENVELOPE._replace(reason="é" * 2600))


ANY = st.text(st.characters(codec=None), max_size=80)
ADDRESS = st.emails() | st.from_regex(r"[a-z!#$%&'*+/=?^_`{|}~-]{1,20}@[a-z]{1,9}\.example", fullmatch=True)


@given(name=ANY, address=ADDRESS, reason=ANY, subject=ANY)
def test_whatever_stands_in_them_the_request_is_json_that_says_it_again(name, address, reason, subject):
    envelope = ENVELOPE._replace(name=name, address=address, reason=reason)
    try:
        text = text_of(template(subject=subject), envelope)
    except Unsendable:
        return
    request = json.loads(text)
    to = request["personalizations"][0]["to"][0]
    assert text.isascii()
    assert to["email"] == recipient(address)
    assert clean(to.get("name", "")) == clean(clean(name).replace(",", " ").replace(";", " "))
    assert to.get("name") != ""
    assert request["subject"] == clean(subject)
    lines = "\n".join(map(clean, reason.split("\n")))
    assert words_of(request)[0] == f"{lines}\n\u200c\n"
    json.dumps(request, ensure_ascii=False).encode()  # no half of a surrogate pair


def test_the_judge_of_the_fake_finds_nothing_wrong():
    others = [ENVELOPE._replace(address=f"reader{number}@readers.example") for number in range(1000)]
    _, errors = judge(text_of(template(), *others))
    assert errors == []


def test_the_overhead_is_what_a_request_takes_beside_its_recipients():
    made = template()
    piece = made.personalization(ENVELOPE, address=ENVELOPE.address)
    assert made.overhead + 2 * len(piece) + 1 == len(text_of(made, ENVELOPE, ENVELOPE))


def test_a_mailbox_to_unsubscribe_by_names_the_mail_in_each_personalization():
    made = template(unsubscribe_to="leave@herald.example", base_url="https://herald.example/100%")
    header = request_for(ENVELOPE, of=made)["personalizations"][0]["headers"]["List-Unsubscribe"]
    assert header.endswith(f", <mailto:leave+{ENVELOPE.reference}@herald.example?subject=unsubscribe>")
    assert ENVELOPE.token in header
    assert "100%" in header
