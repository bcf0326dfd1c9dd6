"""The fixed words of letters and pages: all of them, in every language that issues speak."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.render import interface as module
from digest.render.catalogue import catalogue
from digest.render.interface import interface, spoken
from digest.render.theme_file import templates_dir

ROOT = Path(module.__file__).parents[2]
PARTS = ("letter", "page")


def test_every_phrase_is_said_somewhere_and_none_that_there_is_not() -> None:
    modules = [file for file in (ROOT / "digest").rglob("*.py") if file.parent.name != "cli"]  # whose `say` prints
    sources = [*modules, *(templates_dir() / "web").glob("*.j2")]
    text = "\n".join(file.read_text("utf-8") for file in sources)
    said = set(re.findall(r"say\(\"(\w+)\"", text)) | set(re.findall(r"say\('(\w+)'", text))
    keys = (key.split(".") for key in catalogue("en").messages)
    known = {name for part, name in keys if part in PARTS}
    assert said <= known
    built = {f"{kind}_{what}" for kind in ("ask", "remind", "welcome") for what in ("subject", "heading", "text")}
    built |= {f"{kind}_{why}" for kind in ("ask", "welcome") for why in ("off", "paused")}
    failures = ("lost", "missing", "refused", "failed", "many")
    built |= {f"{what}_{part}" for what in failures for part in ("title", "text")}
    built |= {"busy_text", "error_stale", "error_date"}
    assert known - said - built == set()


def test_a_language_without_words_is_spoken_to_in_english_and_says_so() -> None:
    assert interface("page", "fi").language == "en"
    assert interface("page", "pt-BR").language == "pt-BR"
    assert interface("letter", "de-CH").say("ask_button") == "Bestätigen"


def test_a_reader_whose_language_has_no_words_is_spoken_to_in_the_publications() -> None:
    assert spoken("fi", home="de") == "de"
    assert spoken("pt-BR", home="de") == "pt-BR"
    assert spoken("", home="de") == "de"


def test_a_value_is_set_apart_where_text_runs_from_the_right() -> None:
    assert interface("letter", "en").say("ask_subject", publication="Herald") == "Please confirm: Herald"
    assert "\u2068Herald\u2069" in interface("letter", "ar").say("ask_subject", publication="Herald")


def test_a_phrase_or_value_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        interface("page", "en").say("nonsense")
    with pytest.raises(KeyError):
        interface("page", "en").say("latest")


def test_braces_in_a_value_are_just_braces() -> None:
    assert interface("page", "en").say("latest", subject="{0} {x}") == "Latest issue: {0} {x}"
