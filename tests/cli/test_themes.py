"""`digest themes`: what there is, a theme of one's own in a few minutes, and what is said of a broken one."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING

import pytest

from digest.demo.specimens import SPECIMENS
from digest.model.letter import LetterKind
from digest.render.theme_file import read_theme, theme_names

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk


def test_the_themes_are_listed_with_how_they_look(desk: Desk) -> None:
    found = desk("themes", "list", "--json").json
    assert [one["name"] for one in found] == ["classic", "minimal", "modern"]
    assert "newspaper" in desk("themes", "list").out


@pytest.mark.parametrize("theme", theme_names())
def test_our_own_themes_bear_every_kind_of_issue_without_a_finding(desk: Desk, theme: str) -> None:
    result = desk("themes", "check", theme, "--json")
    trials = result.json["specimens"]
    assert result.code == 0
    assert [one["specimen"] for one in trials] == [*SPECIMENS, *(f"letter: {kind}" for kind in LetterKind)]
    assert [one for one in trials if one["problem"] or one["errors"] or one["warnings"]] == []
    assert all(0 < one["html"] <= 95_000 for one in trials)


def test_a_copied_theme_is_the_same_theme(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    assert desk("themes", "eject", "modern", str(folder)).code == 0
    assert (folder / "theme.toml").read_text().splitlines()[1] == 'base = "modern"'
    assert {"_masthead.mjml.j2", "_head.mjml.j2", "mail.txt.j2", "letter.mjml.j2"} <= {
        file.name for file in folder.iterdir()
    }
    assert desk("themes", "check", str(folder)).code == 0


def test_one_template_is_enough_for_a_theme(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    assert desk("themes", "eject", "classic", str(folder), "_masthead.mjml.j2").code == 0
    assert {file.name for file in folder.iterdir()} == {"theme.toml", "_masthead.mjml.j2"}
    result = desk("themes", "check", str(folder))
    assert result.out.endswith(f"all {len(SPECIMENS) + len(LetterKind)} kinds can be sent\n")


def test_a_file_named_as_a_template_that_is_none_is_told_with_the_nearest(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    desk.ok("themes", "eject", "classic", str(folder), "_masthead.mjml.j2", "mail.mjml.j2")
    masthead, mail = folder / "_masthead.mjml.j2", folder / "mail.mjml.j2"
    mail.write_text(mail.read_text() + '{% include "_ours.mjml.j2" %}')
    masthead.rename(folder / "_mastheed.mjml.j2")
    for other in ("_ours.mjml.j2", "README", "logo.png", "mail.mjml.j2.bak", ".hidden.mjml.j2"):
        (folder / other).write_text("")
    (folder / "_lead.mjml.j2").mkdir()
    desk.configure(edition=f'theme = "{folder}"')
    desk.story("Ferry crews agree")
    places = [desk("themes", "check", str(folder), "--json").json["specimens"][0], desk("check", "--json").json]
    for found in places:
        assert [one["where"] for one in found["warnings"]] == ["theme: _lead.mjml.j2", "theme: _mastheed.mjml.j2"]
        assert "is a folder" in found["warnings"][0]["message"]
        assert found["warnings"][1]["message"].endswith("did you mean '_masthead.mjml.j2'?")


def test_nothing_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "mine.txt").write_text("mine")
    result = desk("themes", "eject", "classic", str(tmp_path / "house"))
    assert (result.code, "is there already" in result.err) == (2, True)
    assert [file.name for file in (tmp_path / "house").iterdir()] == ["mine.txt"]


def test_more_templates_of_its_theme_are_added_to_a_folder_and_none_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    desk.ok("themes", "eject", "classic", str(folder), "_masthead.mjml.j2")
    (folder / "_masthead.mjml.j2").write_text("mine")
    desk.ok("themes", "eject", "classic", str(folder), "_lead.mjml.j2", "_ways.mjml.j2")
    names = {"theme.toml", "_masthead.mjml.j2", "_lead.mjml.j2", "_ways.mjml.j2"}
    assert {file.name for file in folder.iterdir()} == names
    twice = desk("themes", "eject", "classic", str(folder), "_footer.mjml.j2", "_masthead.mjml.j2")
    other = desk("themes", "eject", "modern", str(folder), "_footer.mjml.j2")
    whole = desk("themes", "eject", "classic", str(folder))
    assert [(one.code, "is there already" in one.err) for one in (twice, other, whole)] == [(2, True)] * 3
    assert {file.name for file in folder.iterdir()} == names
    assert (folder / "_masthead.mjml.j2").read_text() == "mine"


def test_an_unknown_theme_or_template_is_named_with_the_nearest(desk: Desk, tmp_path: Path) -> None:
    assert "did you mean 'classic'" in desk("themes", "eject", "clasic", str(tmp_path / "a")).err
    unknown = desk("themes", "eject", "classic", str(tmp_path / "a"), "_mastheads.mjml.j2")
    assert (unknown.code, "did you mean '_masthead.mjml.j2'" in unknown.err) == (2, True)
    assert not (tmp_path / "a").exists()
    assert desk("themes", "check", str(tmp_path / "gone")).code == 2


def test_a_theme_of_ones_own_without_a_theme_file_is_copied_as_any_other(desk: Desk, tmp_path: Path) -> None:
    house, other = tmp_path / "house", tmp_path / "other"
    desk.ok("themes", "eject", "classic", str(house), "_masthead.mjml.j2")
    (house / "theme.toml").unlink()
    assert desk("themes", "eject", str(house), str(other), "_masthead.mjml.j2").code == 0
    assert (other / "_masthead.mjml.j2").read_bytes() == (house / "_masthead.mjml.j2").read_bytes()
    assert read_theme(other).folders[:2] == (other, house)


def test_no_name_of_a_theme_or_template_leads_out_of_the_folder(desk: Desk, tmp_path: Path) -> None:
    for names in (("../classic",), ("classic/..",), ("classic", "../classic/_lead.mjml.j2"), ("classic", "theme.toml")):
        theme, *templates = names
        refused = desk("themes", "eject", theme, str(tmp_path / "house"), *templates)
        assert (refused.code, refused.err.startswith("digest: no ")) == (2, True), names
        assert not (tmp_path / "house").exists()


def test_a_mistake_in_a_template_is_told_with_file_line_and_cause(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "_masthead.mjml.j2").write_text("<mj-text>\n{{ page.publicaton }}</mj-text>")
    result = desk("themes", "check", str(tmp_path))
    assert result.code == 1
    assert "_masthead.mjml.j2, line 2: page has no 'publicaton': did you mean 'publication'?" in result.out
    assert result.out.count("publicaton") == 1, "what went before is not said again"
    assert "fails  ordinary morning" in result.out
    assert "well  letter: ask" in result.out, "letters have no masthead line"


def test_an_attribute_that_mjml_does_not_have_is_told_once_with_template_and_line(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "_masthead.mjml.j2").write_text('<mj-text\n  colour="red"><h1>{{ page.publication }}</h1></mj-text>')
    (tmp_path / "_letter.mjml.j2").write_text('<mj-section pading="0"><mj-column><mj-text>{{ page.url }}</mj-text>')
    result = desk("themes", "check", str(tmp_path))
    said = "theme: _masthead.mjml.j2, line 2: <mj-text> has no attribute 'colour'"
    assert result.out.count("'colour'") == 1
    assert f"{said}, which does nothing; did you mean 'color'? (mjml-attribute)" in result.out
    assert "_letter.mjml.j2, line 1: <mj-section> has no attribute 'pading'" in result.out
    assert result.out.count("    the same\n") >= len(SPECIMENS) - 1


def test_a_macro_that_is_printed_once_though_issues_differ_in_it_is_found(desk: Desk, tmp_path: Path) -> None:
    macro = "{% macro masthead() %}<mj-text><h1>{{ page.lead.title }}</h1></mj-text>{% endmacro %}{{ once(masthead) }}"
    (tmp_path / "_masthead.mjml.j2").write_text(macro)
    result = desk("themes", "check", str(tmp_path), "--json")
    said = [trial["problem"] for trial in result.json["specimens"] if trial["problem"]]
    assert result.code == 1
    assert all("a macro printed with once or each looks at what differs between issues" in one for one in said)
    assert "Ferry crews agree" in said[0], "the line of another issue is shown"


def test_what_readers_cannot_read_is_found(desk: Desk, tmp_path: Path) -> None:
    name = '<mj-text><h1 style="color:#eeeeee">{{ page.publication }}</h1></mj-text>'
    (tmp_path / "_masthead.mjml.j2").write_text(name)
    result = desk("themes", "check", str(tmp_path), "--json")
    errors = {one["rule"] for trial in result.json["specimens"] for one in trial["errors"]}
    assert (result.code, errors) == (1, {"text-unreadable"})


def test_a_theme_without_the_way_out_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "_footer.mjml.j2").write_text("<mj-text>{{ page.reason }}</mj-text>")
    result = desk("themes", "check", str(tmp_path), "--json")
    errors = {one["rule"] for trial in result.json["specimens"] for one in trial["errors"]}
    assert {"unsubscribe-link", "postal-address"} <= errors


def test_an_edition_goes_out_in_a_theme_of_the_newsrooms_own_and_in_its_brand(desk: Desk) -> None:
    desk.configure(mail='[brand]\naccent = "#0b3d91"', edition='theme = "themes/house"')
    desk.write("themes/house/theme.toml", 'base = "minimal"')
    desk.write(
        "themes/house/_masthead.mjml.j2", '<mj-text><h1 class="ink">{{ page.publication }}, at your door</h1></mj-text>'
    )
    desk.story("Ferry crews end strike")
    desk.reader("ana@reader.example")
    assert desk.ok("themes", "check", "themes/house").out.count("well") == len(SPECIMENS) + len(LetterKind)
    desk.ok("send", "daily", "--yes")
    (mail,) = desk.outbox()
    html = message_from_bytes(mail.read_bytes(), policy=modern).get_body(("html",)).get_content()
    assert "The Harbour Herald, at your door" in html
    assert "#0b3d91" in html
    assert "display:inline" in html, "the rest is minimal's"


def test_a_theme_that_is_not_there_is_told_before_anything_is_sent(desk: Desk) -> None:
    desk.configure(edition='theme = "themes/gone"')
    desk.story("Ferry crews end strike")
    desk.reader("ana@reader.example")
    result = desk("send", "daily", "--yes")
    assert (result.code, "no theme or folder named" in result.err, desk.outbox()) == (2, True, [])


def test_an_attribute_that_mjml_does_not_have_is_told_of_an_issue_until_it_is_frozen(desk: Desk) -> None:
    desk.configure(edition='theme = "themes/house"')
    desk.write(
        "themes/house/_masthead.mjml.j2", '<mj-text colour="red"><h1 class="ink">{{ page.publication }}</h1></mj-text>'
    )
    desk.story("Ferry crews end strike")
    desk.reader("ana@reader.example")
    (found,) = [one for one in desk("check", "daily", "--json").json["warnings"] if one["rule"] == "mjml-attribute"]
    assert found["where"] == "theme: _masthead.mjml.j2, line 1"
    desk.ok("send", "daily", "--yes")
    assert "mjml-attribute" not in desk("check", "daily").out


def test_a_folder_in_which_no_theme_stands_is_not_taken_for_the_plain_one(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.ok("themes", "eject", "modern", "themes/house", "_masthead.mjml.j2")
    desk.configure(edition='theme = "./themes"')
    words = "themes is no theme: neither theme.toml nor a template is in it; name the folder they are in\n"
    for call in (("themes", "check", "themes"), ("send", "daily", "--yes")):
        assert desk(*call).err.endswith(words)
    assert desk.outbox() == []
    desk.configure(edition='theme = "themes/house"')
    desk.ok("send", "daily", "--yes")
