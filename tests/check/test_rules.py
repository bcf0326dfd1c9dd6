"""Every rule fires on what it is for, and none does on the mails of our own theme."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.check.mail import Answer, Repeat
from digest.check.registry import RULES
from digest.model.finding import RuleName
from digest.render.theme_file import theme_names
from tests.check.samples import found, good, names, sample, with_body, with_html
from tests.contracts.issues import arabic, bare, crowded, issue_of, item, morning, odd

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.check.mail import Sample
    from digest.model.issue import Issue

LINK = "https://wire.example/ferry?from=feed&day=23"
HREF = 'href="https://wire.example/ferry?from=feed&amp;day=23"'
PICTURE = "https://pictures.example/ferry.png"
UNSUBSCRIBE = "https://herald.example/u/Abcdefghij-_0123456789"
PREFERENCES = "https://herald.example/p/Abcdefghij-_0123456789"
ADDRESS = "1 Quay Street, 1200 Lisbon, Portugal"


def message(old: bytes, new: bytes) -> Sample:
    assert old in good().message
    return replace(good(), message=good().message.replace(old, new, 1))


def text(old: str, new: str) -> Sample:
    assert old in good().text
    return replace(good(), text=good().text.replace(old, new))


def answers(address: str, answer: Answer) -> Sample:
    return replace(good(), answers={address: answer})


def pictures_alone() -> Sample:
    image = '<img src="https://pictures.example/all.png" alt="" width="600">'
    address = f'<p>{ADDRESS} <a href="{UNSUBSCRIBE}">Unsubscribe</a></p>'
    return replace(good(), html=f"<html lang=en><body>{image * 3}{address}</body></html>")


WRONG: dict[str, Callable[[], Sample]] = {
    "html-size": lambda: with_body(f"<!-- {'x' * 95_000} -->"),
    "html-size-near": lambda: with_body(f"<!-- {'x' * (90_000 - len(good().html.encode()))} -->"),
    "subject-empty": lambda: replace(good(), subject=" "),
    "subject-long": lambda: replace(good(), subject="The ferry sails again " * 4),
    "subject-repeated": lambda: replace(good(), recent_subjects=(good().subject,)),
    "subject-shouts": lambda: replace(good(), subject="FERRY CREWS AGREE"),
    "preheader-empty": lambda: replace(good(), preheader=""),
    "preheader-long": lambda: replace(good(), preheader="Council backs the flood wall. " * 6),
    "preheader-repeats-subject": lambda: replace(good(), preheader=good().subject),
    "link-placeholder": lambda: with_html(HREF, 'href="#"'),
    "link-relative": lambda: with_html(HREF, 'href="/ferry"'),
    "link-example": lambda: with_html(HREF, 'href="https://www.example.com/ferry"'),
    "link-shortened": lambda: with_html(HREF, 'href="https://bit.ly/3xyz"'),
    "link-text": lambda: with_html("Read the full story", "Click here"),
    "link-dead": lambda: answers(LINK, Answer(status=404)),
    "link-unsure": lambda: answers(LINK, Answer(trouble="timed out after 20s")),
    "image-alt": lambda: with_html('alt="The old quay under water"', ""),
    "image-alt-name": lambda: with_html('alt="A white ferry at the quay before dawn"', 'alt="IMG_2041.jpg"'),
    "image-address": lambda: with_html(PICTURE, "ferry.png"),
    "image-insecure": lambda: with_html(PICTURE, "http://pictures.example/ferry.png"),
    "image-width": lambda: with_html('width="600"', ""),
    "image-format": lambda: with_html(PICTURE, "https://pictures.example/ferry.webp?w=600"),
    "image-count": lambda: with_body(f'<img src="{PICTURE}" alt="" width="9">' * 40),
    "image-weight": lambda: answers(PICTURE, Answer(status=200, size=600_000)),
    "image-dead": lambda: answers(PICTURE, Answer(status=404)),
    "template-mark": lambda: with_html("Read the full story", "Dear {{ name }}"),
    "mjml-element": lambda: with_body("<mj-text>Hello</mj-text>"),
    "template-unknown": lambda: replace(good(), strays=("_leed.mjml.j2: is no template; take it out",)),
    "mjml-attribute": lambda: replace(good(), templates={"_lead.mjml.j2": '<mj-text colour="red"/>'}),
    "text-unreadable": lambda: with_html("color:#1a1a1a", "color:#f7f7f7", count=-1),
    "contrast": lambda: with_html("color:#5c5c5c", "color:#999999", count=-1),
    "contrast-dark": lambda: with_html(".ink { color: #ededed !important; }", ".ink { color: #666666 !important; }"),
    "language": lambda: with_html('lang="en"', 'lang="und"'),
    "direction": lambda: replace(sample(arabic()), html=sample(arabic()).html.replace('dir="rtl"', "")),
    "title": lambda: replace(good(), html=re.sub("<title>.*?</title>", "", good().html)),
    "heading-order": lambda: with_body("<h2>One</h2><h5>Two</h5>"),
    "table-role": lambda: with_body("<table><tr><td>Two</td></tr></table>"),
    "html-headline": lambda: with_html("Night buses return to Hill Street", "Night buses"),
    "text-empty": lambda: replace(good(), text="\n"),
    "text-headline": lambda: text("* Night buses return to Hill Street", "* Night trains return"),
    "text-link": lambda: text(LINK, "https://wire.example/"),
    "postal-address": lambda: with_html(ADDRESS, "Lisbon"),
    "unsubscribe-link": lambda: with_html(UNSUBSCRIBE, PREFERENCES),
    "reader-links": lambda: with_html(PREFERENCES, UNSUBSCRIBE, count=-1),
    "unsubscribe-header": lambda: message(b"List-Unsubscribe-Post:", b"X-Post:"),
    "unsubscribe-insecure": lambda: message(b"List-Unsubscribe: <https:", b"List-Unsubscribe: <http:"),
    "message-headers": lambda: message(b"Message-ID:", b"X-ID:"),
    "message-structure": lambda: message(b"text/plain", b"text/calendar"),
    "message-lines": lambda: message(b"Precedence: list", b"Precedence: " + b"list" * 300),
    "active-content": lambda: with_body("<script>alert(1)</script>"),
    "client-html": lambda: with_body('<video src="https://pictures.example/ferry.mp4"></video>'),
    "client-css": lambda: with_body('<div style="display:flex">Two</div>'),
    "exclamation-marks": lambda: replace(good(), subject="Ferry sails again!! Read it!"),
    "images-only": pictures_alone,
    "few-words": lambda: replace(good(), html=f"<html lang=en><p>{ADDRESS}</p></html>"),
    "story-repeated": lambda: replace(good(), repeats=(Repeat("Ferry crews agree", "daily/2026-11-22"),)),
}


@pytest.mark.parametrize("name", RuleName, ids=str)
def test_a_rule_fires_on_what_it_is_for(name: RuleName) -> None:
    assert name in names(WRONG[name]())


@pytest.mark.parametrize("issue", [morning, arabic, bare, odd, crowded], ids=lambda make: make.__name__)
@pytest.mark.parametrize("theme", theme_names())
def test_no_rule_fires_on_a_mail_of_our_own_themes(issue: Callable[[], Issue], theme: str) -> None:
    expected = {"image-count"} if issue is crowded else set()
    mail = sample(replace(issue(), theme=theme))
    assert names(mail) <= expected, found(mail)


def test_an_element_that_html_does_not_have_is_told_with_the_nearest() -> None:
    (finding,) = found(with_body("<tdd>Price</tdd><tdd>More</tdd>"))
    assert (finding.rule, finding.where) == ("client-html", 'HTML: <tdd> "Price"')
    assert finding.message == "is no element of HTML and does nothing; did you mean <td>?"
    assert names(with_body("<o:p>Price</o:p><picture></picture><main><bdi>a</bdi></main>")) == set()
    assert "path" not in str(found(with_body("<svg><path d='M0 0'/></svg>")))


@pytest.mark.parametrize("theme", ["classic", "modern"])
def test_a_picture_that_classic_outlook_cannot_show_is_left_out_there_and_told(theme: str) -> None:
    address = "https://pictures.example/{}.webp"
    lead, *briefs = (replace(one, image=address.format(at)) for at, one in enumerate(morning().items))
    mail = sample(replace(morning(), theme=theme, lead=lead, briefs=tuple(briefs)))
    assert {one.rule for one in found(mail)} == {"image-format"}
    left_out = re.findall(r"<!--\[if !mso\]><!-->(?:<a [^>]*>)?<img [^>]*>(?:</a>)?<!--<!\[endif\]-->", mail.html)
    assert len(left_out) == mail.html.count("<img ") == len(found(mail))
    for one in found(mail):
        assert "which Outlook on Windows cannot show, where the story goes without it; use JPEG" in one.message


def test_what_is_read_in_the_place_of_a_picture_is_read_against_what_is_behind_it() -> None:
    image = '<img src="https://pictures.example/x.png" alt="{}" width="9">'
    logo = f'<p style="color:#dddddd"><picture>{image}</picture></p>'
    assert "text-unreadable" in names(with_body(logo.format("The Herald")))
    assert "contrast" in names(with_body(logo.format("The Herald").replace("#dddddd", "#888888")))
    assert names(with_body(logo.format(" "))).isdisjoint({"text-unreadable", "contrast"})


def test_a_link_that_nobody_hears_needs_no_words() -> None:
    link = '<a href="https://wire.example/x"{}><img src="https://pictures.example/x.png" alt="" width="9"></a>'
    assert "link-text" in names(with_body(link.format("")))
    assert "link-text" not in names(with_body(link.format(' aria-hidden="true" tabindex="-1"')))


def test_every_name_has_a_rule_and_every_rule_a_name() -> None:
    assert [rule.name for rule in RULES] == list(RuleName)


def test_every_rule_says_in_a_sentence_what_it_finds() -> None:
    for rule in RULES:
        assert rule.finds.endswith("."), rule.name


@pytest.mark.parametrize("name", RuleName, ids=str)
def test_a_finding_says_what_which_and_what_next_in_one_line(name: RuleName) -> None:
    for one in found(WRONG[name]()):
        assert "\n" not in one.message + one.where
        assert "; " in one.message, "what, and after it what next"
        assert one.where
        assert len(one.message) < 300


@pytest.mark.parametrize("words", ["{{ x }}", "{% if x %}", "<script>alert(1)</script>", "mj-section", "*|FNAME|*"])
def test_what_a_story_says_is_no_mistake_of_the_theme(words: str) -> None:
    hostile = item(f"Why {words} is in every template, told by those who write them", f"A look at {words}. " * 20)
    mail = sample(issue_of(hostile, hostile, morning().lead))
    assert names(mail) == set()
    leftover = replace(mail, html=mail.html.replace("Read the full story", f"{{{{ name }}}} {words}"))
    assert "template-mark" in names(leftover), "and a mark beside it is still found"


def test_an_address_that_stands_in_several_links_is_told_once_at_the_first_that_has_words() -> None:
    assert good().html.count(HREF) > 2
    said = {404: "answers 404", 503: "answers 503", 0: "there is no host named wire.example"}
    for status, trouble in said.items():
        (finding,) = found(answers(LINK, Answer(status=status, trouble="" if status else trouble)))
        assert finding.where == 'HTML: <a> "Ferry crews agree to end six-day strike after night of talk…"'
        assert trouble in finding.message
