"""What the desk shows of a mail and of menus."""

from __future__ import annotations

from digest.model.finding import Finding, RuleName, Severity
from digest.web.look import Checked, Mail, Menu, Option


def test_sizes_are_counted_in_bytes_and_only_html_is_bounded():
    mail = Mail("é", "日本", b"A: b\r\nC: d\r\n\r\nbody", ())
    assert mail.sizes == (
        ("HTML", 2, 95_000),
        ("Plain text", 6, 0),
        ("Headers", 10, 0),
        ("As sent", 18, 0),
    )


def test_the_head_is_what_stands_before_the_first_empty_line():
    assert Mail("", "", b"A: b\r\n c\r\n\r\nD: e\r\n\r\n", ()).head == "A: b\r\n c"


def test_a_menu_bears_the_title_of_what_is_shown():
    options = (Option("", "everybody"), Option("eu", "Europe"))
    assert Menu("eu", options).title == "Europe"
    assert Menu("gone", options).title == "gone"


def test_a_rule_that_found_several_things_counts_once():
    found = Finding(rule=RuleName.LINK_TEXT, severity=Severity.WARNING, message="has no words", where="HTML: <a>")
    assert Checked((found, found), (("title", "No title."),)).rules == 2
