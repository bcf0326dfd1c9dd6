"""What an error means to whoever edits a template or digest.toml."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from digest.errors import ConfigError, QuietDay, RenderError, Spot, UnknownName
from digest.pipeline.preview.trouble import trouble
from digest.render.theme import open_theme
from digest.web.look import Mistake

TOML = Path("digest.toml")


def test_each_mistake_of_the_configuration_is_shown_in_its_line(tmp_path: Path):
    file = tmp_path / "digest.toml"
    file.write_text("[a]\nb = 1\n[c]\nd = 2\n")
    told = trouble(ConfigError(["digest.toml: a.b: no", "digest.toml: c.d: no"]), config=file)
    assert told.title == "digest.toml cannot be used"
    assert [(one.file, one.line) for one in told.mistakes] == [("digest.toml", 2), ("digest.toml", 4)]
    assert told.mistakes[0].lines == ((1, "[a]"), (2, "b = 1"), (3, "[c]"), (4, "d = 2"))


def test_a_configuration_that_is_gone_has_no_lines(tmp_path: Path):
    told = trouble(ConfigError(["no digest.toml"]), config=tmp_path / "digest.toml")
    assert told.mistakes == (Mistake("no digest.toml", "digest.toml"),)


def test_a_mistake_in_a_template_is_shown_with_three_lines_around_it():
    text = "\n".join(f"line {n}" for n in range(1, 20))
    (mistake,) = trouble(RenderError("oh", spot=Spot("/t/a.j2", 10, text)), config=TOML).mistakes
    assert (mistake.file, mistake.line, [n for n, _ in mistake.lines]) == ("/t/a.j2", 10, [7, 8, 9, 10, 11, 12, 13])
    (mistake,) = trouble(RenderError("oh", spot=Spot("/t/a.j2", 30, text)), config=TOML).mistakes
    assert mistake.lines == ()
    assert trouble(RenderError("does not fit"), config=TOML).mistakes == (Mistake("does not fit"),)


def test_a_mistake_in_a_themes_own_file_is_shown_in_its_line(tmp_path: Path):
    file = tmp_path / "theme.toml"
    for text, line in [('base = "classic"\n[light]\nacent = "#123456"\n', 3), ('base = "classic"\n\n[light\n', 3)]:
        file.write_text(text)
        with pytest.raises(RenderError, match=f"theme.toml, line {line}: ") as error:
            open_theme(tmp_path)
        (mistake,) = trouble(error.value, config=TOML).mistakes
        assert (mistake.file, mistake.line) == (str(file), line)
        assert mistake.lines[line - 1] == (line, text.splitlines()[line - 1])


def test_any_other_error_is_told_by_what_it_says():
    for error, title in [
        (QuietDay("no news"), "There is nothing to show"),
        (UnknownName("theme", "x", ["classic"]), "There is no such thing to show"),
        (sqlite3.OperationalError("disk I/O error"), "The database cannot be used"),
    ]:
        assert (trouble(error, config=TOML).title, trouble(error, config=TOML).mistakes) == (
            title,
            (Mistake(str(error)),),
        )
    assert trouble(ZeroDivisionError("x"), config=TOML).mistakes == (Mistake("ZeroDivisionError: x"),)
