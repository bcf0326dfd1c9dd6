"""The first files of a newsroom: whole, true to the defaults, and never in the way of what is there."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import load_settings
from digest.config.layout import FILE
from digest.config.table import Key, Named
from digest.errors import UsageError
from digest.starter import write_starter

if TYPE_CHECKING:
    from pathlib import Path

    from digest.model.settings import Settings

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def awakened(text: str) -> str:
    """Take the # away from every setting at rest."""
    return re.sub(r'(?m)^#(?=[a-z_]+ =|"[A-Za-z.]+" =)', "", text)


def settings(folder: Path) -> Settings:
    return load_settings(folder / "digest.toml", environ={})


def test_what_is_written_loads_as_it_stands(tmp_path: Path):
    files = write_starter(tmp_path / "new" / "newsroom", now=NOW, name="The Harbour Herald")
    assert [file.name for file in files] == ["digest.toml", ".gitignore"]
    loaded = settings(tmp_path / "new" / "newsroom")
    assert loaded.publication.name == "The Harbour Herald"
    assert list(loaded.editions) == ["daily"]
    assert "on 2026-11-23" in files[0].read_text()


def test_every_setting_is_in_the_file(tmp_path: Path):
    file, _ = write_starter(tmp_path, now=NOW)
    assert_same_keys(tomllib.loads(awakened(file.read_text())), FILE)


def assert_same_keys(table: dict[str, Any], layout: Any) -> None:
    assert table.keys() == layout.keys()
    for key, wanted in layout.items():
        if isinstance(wanted, Named):
            for entry in table[key].values():
                if not isinstance(wanted.each, Key):
                    assert_same_keys(entry, wanted.each)
        elif not isinstance(wanted, Key):
            assert_same_keys(table[key], wanted)


def test_a_setting_at_rest_shows_its_default_unless_marked_as_an_example(tmp_path: Path):
    file, _ = write_starter(tmp_path, now=NOW)
    at_rest, text = settings(tmp_path), file.read_text()
    examples = [line for line in text.splitlines() if "(example)" in line and line.startswith("#")]
    file.write_text(awakened(text))
    awake = settings(tmp_path)
    assert {line.split(" = ")[0] for line in examples[1:]} == {
        "#media",
        "#rate",
        "#logo_width",
        "#logo_height",
        '#"Imprint"',
        '#"Mastodon"',
        '#"mail.example"',
        "#engaged",
        "#topics",
        "#economy",
        "#link-example",
        '#"Herald"',
        "#local",
    }
    assert awake.media == tmp_path / "media"
    assert awake.mail.rate is not None
    assert list(awake.tag_words) == ["economy"]
    assert list(awake.segments) == ["engaged"]
    assert list(awake.mail.domain_rates) == ["mail.example"]
    mail, pages = replace(awake.mail, rate=None, domain_rates={}), replace(awake.pages, topics=None)
    assert [words for words, _ in (*awake.brand.links, *awake.brand.social)] == ["Imprint", "Mastodon"]
    daily = awake.editions["daily"]
    assert (daily.ranking.source_weights, daily.ranking.tag_weights) == ({"herald": 1.0}, {"local": 0.5})
    unweighted = replace(daily.ranking, source_weights={}, tag_weights={})
    quieted = {
        "editions": {"daily": replace(daily, ranking=unweighted)},
        "media": None,
        "brand": at_rest.brand,
        "mail": mail,
        "pages": pages,
        "segments": {},
        "tag_words": {},
        "check": at_rest.check,
    }
    assert replace(awake, **quieted) == at_rest


def test_the_database_its_companions_the_mails_and_private_keys_stay_out_of_version_control(tmp_path: Path):
    _, ignored = write_starter(tmp_path, now=NOW)
    assert {"digest.db*", "outbox/", "*.pem"} <= set(ignored.read_text().splitlines())


@pytest.mark.parametrize("there", ["digest.toml", ".gitignore"])
def test_nothing_is_overwritten_and_nothing_written_beside_it(tmp_path: Path, there: str):
    (tmp_path / there).write_text("mine")
    with pytest.raises(UsageError, match=rf"{re.escape(there)} is there already and stays as it is"):
        write_starter(tmp_path, now=NOW)
    assert [file.name for file in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_a_usage_error(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot be written to \(Not a directory\)"):
        write_starter(tmp_path / "file" / "below", now=NOW)


def test_a_name_that_is_no_line_of_text_is_refused_before_anything_is_written(tmp_path: Path):
    for name in ("", "two\nlines", "\udcff"):
        with pytest.raises(UsageError, match="the publication's name"):
            write_starter(tmp_path / "new", now=NOW, name=name)
    assert not (tmp_path / "new").exists()


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_line_of_text_can_name_the_publication(tmp_path_factory: pytest.TempPathFactory, name: str):
    folder = tmp_path_factory.mktemp("newsroom")
    write_starter(folder, now=NOW, name=name)
    assert settings(folder).publication.name == name.strip()
