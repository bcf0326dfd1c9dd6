"""What the pages offer to choose from: what the settings say, else what the editions look for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from digest.config import load_settings
from digest.web.offers import languages_offered, topics_offered

if TYPE_CHECKING:
    from digest.model.settings import Settings
    from tests.conftest import Desk


def settings(desk: Desk, pages: str = "", edition: str = "") -> Settings:
    desk.configure(mail=f"[pages]\n{pages}", edition=edition)
    return load_settings(desk.folder / "digest.toml", environ=os.environ)


def test_topics_are_the_tags_that_public_editions_look_for_each_once(desk: Desk) -> None:
    more = '[editions.evening]\ntags = ["local", "eu+economy"]\n[editions.hidden]\npublic = false\ntags = ["secret"]'
    assert topics_offered(settings(desk, edition=more)) == (
        ("world", "World"),
        ("local", "Local"),
        ("economy", "Economy"),
        ("eu", "Eu"),
    )


@pytest.mark.parametrize(("said", "offered"), [("[]", ()), ('["Sea", "sky"]', (("sea", "Sea"), ("sky", "Sky")))])
def test_unless_the_settings_say_which(desk: Desk, said: str, offered: tuple[tuple[str, str], ...]) -> None:
    assert topics_offered(settings(desk, f"topics = {said}")) == offered


def test_languages_are_named_in_their_own_words_the_publications_first(desk: Desk) -> None:
    found = languages_offered(settings(desk, 'languages = ["de", "pt-BR", "ar", "en"]'))
    assert found[0] == ("en", "English")
    assert found[1] == ("de", "Deutsch")
    assert [tag for tag, _ in found] == ["en", "de", "pt-BR", "ar"]
    assert "العربية" in found[3]
