"""The judge: every rule in its turn, by the newsroom's settings, in the order of places, and never an exception."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.finding import CheckReport, RuleName, Severity
from tests.check.samples import found, good, names, with_body, with_html

BROKEN = with_body('<a href="#">here</a><img src="http://pictures.example/a.webp" alt="a.webp"><h6>Six</h6>')

PIECES = (
    *(
        "<p>",
        "</p>",
        "<table>",
        "<td bgcolor=",
        "<a href=",
        '"#"',
        "<img src=",
        "<style>",
        "</style>",
        "@media",
        "{",
        "}",
    ),
    *("color:", "background:", "rgb(", "hsl(", "#fff", "!important", ";", "url(", "'", '"', "{{ x }}", "%NAME%", "mj-"),
    *(
        "<h1>",
        "<h6>",
        "<!--",
        "-->",
        "<![CDATA[",
        "\x00",
        "\ud800",
        "&#x0;",
        "<script>",
        "://",
        "[",
        "]",
        "font-size:9e9px",
    ),
    *(
        "<html lang=",
        "dir=rtl",
        "<base href=//",
        "style=",
        "display:none",
        "(prefers-color-scheme: dark)",
        "<svg/>",
        "é",
    ),
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60))
def test_no_html_makes_it_raise(pieces: list[str]) -> None:
    found(replace(good(), html=" ".join(pieces)))
    found(with_body("".join(pieces)))


@given(st.text(max_size=80), st.text(max_size=80), st.binary(max_size=200))
def test_no_subject_text_or_message_makes_it_raise(subject: str, text: str, message: bytes) -> None:
    found(replace(good(), subject=subject, preheader=text, text=text, message=message, titles=(subject, text)))


@pytest.mark.parametrize(
    "html", ["", " ", "<", "plain words", "<p>" * 3000, "\ufeff", "<html/>" * 9, "<a href='http://[::1'>x"]
)
def test_html_that_is_hardly_any_is_judged_like_any_other(html: str) -> None:
    assert "postal-address" in names(replace(good(), html=html))


def test_findings_come_in_the_order_of_their_places() -> None:
    mail = replace(BROKEN, subject="", text="", message=b"")
    places = [one.where.partition(":")[0] for one in found(mail)]
    order = ["headers", "subject", "HTML", "text"]
    assert places == sorted(places, key=order.index)
    assert set(places) == set(order)


def test_what_stands_earlier_in_the_page_is_told_first() -> None:
    told = [str(one.rule) for one in found(BROKEN) if one.where.startswith("HTML: <")]
    assert told == [
        *("link-placeholder", "link-text", "image-alt-name", "image-insecure", "image-width", "image-format"),
        "heading-order",
    ]


def test_an_ignored_rule_is_not_heard_of() -> None:
    assert "link-text" in {str(one.rule) for one in found(BROKEN)}
    assert "link-text" not in {str(one.rule) for one in found(BROKEN, ignore=(RuleName.LINK_TEXT,))}


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
def test_a_newsroom_says_how_grave_a_rule_is(severity: Severity) -> None:
    (one,) = [x for x in found(BROKEN, rules={RuleName.LINK_TEXT: severity}) if x.rule is RuleName.LINK_TEXT]
    assert one.severity is severity


def test_a_rule_that_is_off_finds_nothing() -> None:
    mail = with_html("Read the full story", "Click here")
    assert found(mail, rules={RuleName.LINK_TEXT: Severity.OFF}) == ()


def test_the_report_parts_errors_from_warnings_to_the_letter_of_the_contract() -> None:
    report = CheckReport("daily/2026-11-23", found(with_html("Read the full story", "Click {{ here }}")))
    assert report.as_dict() == {
        "issue": "daily/2026-11-23",
        "nothing_to_judge": None,
        "errors": [
            {
                "rule": "template-mark",
                "message": "still says {{ here }}; fill it in, or take it out of the template",
                "where": 'HTML: <a> "Click {{ here }}"',
            }
        ],
        "warnings": [],
    }


def test_the_same_mail_gives_the_same_findings() -> None:
    assert found(BROKEN) == found(BROKEN)
