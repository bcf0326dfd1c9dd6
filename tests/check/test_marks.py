"""Marks that a template left standing are found, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.check.samples import found, good, names, sample, with_html
from tests.contracts.issues import issue_of, item

STORY = "Read the full story"


@pytest.mark.parametrize(
    "mark",
    [
        "{{ name }}",
        "{% endif %}",
        "{# note #}",
        "*|FNAME|*",
        "%FIRST_NAME%",
        "%%emailaddr%%".upper(),
        "<%= name %>",
        "${name}",
        "{{{ name }}}",
        "[[FIRST NAME]]",
    ],
)
def test_a_mark_is_found_in_the_html_in_the_text_and_in_the_subject(mark: str) -> None:
    escaped = mark.replace("<", "&lt;")
    assert "template-mark" in names(with_html(STORY, f"Dear {escaped}"))
    assert "template-mark" in names(
        with_html('title="', f'title="{escaped}')
        if 'title="' in good().html
        else with_html('alt="A', f'alt="{escaped} A')
    )
    assert "template-mark" in names(replace(good(), text=good().text + mark))
    assert "template-mark" in names(replace(good(), subject=f"Dear {mark}"))


@pytest.mark.parametrize(
    "words",
    ["100 % of 50 %", "%AB%CD%EF", "{ x }", "a | b", "5% VAT, 10% off", "$name", "{{", "}}", "[[a note]]", "[SIC]"],
)
def test_what_only_looks_like_a_mark_is_none(words: str) -> None:
    assert names(with_html(STORY, f"All of {words} today")) == set()


def test_a_mark_in_a_headline_that_was_cut_short_is_the_storys_own() -> None:
    title = "How {{ braces }} came into every template there is, and why nobody can be rid of them now"
    mail = sample(issue_of(item(title, "A look back at them. " * 9)))
    assert "{{ braces }}" in mail.subject
    assert mail.subject.endswith("…")
    assert names(mail) == set()


@pytest.mark.parametrize(("opening", "closing"), [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("*|", "|*")])
def test_what_a_title_opens_and_a_summary_closes_is_no_mark(opening: str, closing: str) -> None:
    """Or whoever writes a story could keep the newsroom from sending."""
    story = item(f"How {opening} braces came", f"Into {closing} use, long ago already. " * 9)
    assert names(sample(issue_of(story))) == set()


def test_a_mark_in_an_address_of_a_story_is_its_own() -> None:
    mail = sample(issue_of(item("Ferry crews agree", "A deal at last. " * 9, url="https://wire.example/{{x}}/%NAME%")))
    assert names(mail) == set()


@pytest.mark.parametrize("mark", ["{{{x}}}", "%%FIRST%%", "%FIRST_NAME%"])
def test_a_mark_is_quoted_whole(mark: str) -> None:
    (one,) = [one for one in found(with_html(STORY, f"Dear {mark}")) if one.rule == "template-mark"]
    assert f"still says {mark};" in one.message


def test_each_mark_of_a_place_is_told_once() -> None:
    told = [one for one in found(with_html(STORY, "{{ a }} {{ a }} {{ b }}")) if one.rule == "template-mark"]
    assert len(told) == 2


def test_an_element_of_mjml_is_named() -> None:
    (one,) = found(with_html("</body>", "<mj-colum></mj-colum></body>"))
    assert (str(one.rule), "<mj-colum>" in one.message) == ("mjml-element", True)
