from __future__ import annotations

from dataclasses import replace

import pytest

from digest.render.fit import LIMIT
from digest.render.issue import render
from digest.render.theme import load_theme
from tests.contracts.issues import MARKS, crowded, issue_of, item, morning

CLASSIC = load_theme("classic")


def test_the_same_issue_gives_the_same_bytes() -> None:
    assert render(morning(), theme=CLASSIC, marks=MARKS) == render(morning(), theme=CLASSIC, marks=MARKS)


def test_a_rendering_names_the_publications_language() -> None:
    assert render(morning(), theme=CLASSIC, marks=MARKS).language == "en"


def test_a_crowded_issue_fits_even_once_a_readers_own_words_stand_in_it() -> None:
    rendering = render(crowded(), theme=CLASSIC, marks=MARKS)
    own = rendering.html.replace(MARKS.reason, "why " * 60).replace(MARKS.token, "t" * 22)
    assert len(own.encode()) <= LIMIT
    assert rendering.shortened
    assert rendering.dropped
    assert f"{rendering.dropped} more stories did not fit" in rendering.text.replace("Nine", "9")
    assert rendering.subject.endswith(f"{90 - rendering.dropped} more")


@pytest.mark.parametrize("briefs", [8, 20])
def test_an_ordinary_issue_is_far_from_the_limit(briefs: int) -> None:
    lead, first = morning().lead, morning().briefs[0]
    rendering = render(issue_of(lead, *[first] * briefs), theme=CLASSIC, marks=MARKS)
    assert len(rendering.html.encode()) < 10_000 + 1_900 * briefs


def test_text_and_html_tell_the_same_stories() -> None:
    rendering = render(morning(), theme=CLASSIC, marks=MARKS)
    joined = " ".join(rendering.text.split())
    for each in morning().items:
        assert each.title in rendering.html
        assert " ".join(each.title.split()) in joined
        assert each.url in rendering.text


@pytest.mark.parametrize(("language", "label"), [("fr", "Préférences :"), ("de", "Einstellungen:")])
def test_the_colon_after_a_label_stands_as_the_language_has_it(language: str, label: str) -> None:
    publication = replace(morning().publication, language=language)
    rendering = render(replace(morning(), publication=publication), theme=CLASSIC, marks=MARKS)
    assert label in rendering.text.splitlines()


def test_a_theme_may_be_any() -> None:
    assert render(replace(morning(), theme="other"), theme=CLASSIC, marks=MARKS).html


def test_a_story_cannot_forge_a_readers_words() -> None:
    rendering = render(issue_of(item("{{ page.reason }} {{ page.unsubscribe_url }}")), theme=CLASSIC, marks=MARKS)
    assert rendering.html.count(MARKS.reason) == 1
    assert "{{ page.reason }}" in rendering.html
