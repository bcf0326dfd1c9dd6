"""A newsroom is opened by as many commands at once as there are jobs in cron."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.config import load_settings
from digest.pipeline.newsroom import open_newsroom
from digest.store.database import migrate, open_database
from subscribers.lists import Lists

if TYPE_CHECKING:
    from pathlib import Path

NOW = from_iso("2026-11-23T08:00:00Z")
CROWD = 8
LISTS = 40


def test_a_list_that_only_editions_out_of_sight_go_to_is_private_when_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text(
        '[publication]\nname = "H"\nurl = "https://h.example"\npostal_address = "1 Quay"\n'
        '[mail]\nfrom = "d@h.example"\n[editions.daily]\nlists = ["daily", "all"]\n'
        '[editions.press]\ntitle = "For the trade"\nlists = ["Press", "all"]\npublic = false\n'
    )
    settings = load_settings(tmp_path / "digest.toml", environ={})
    migrate(settings.database)
    with open_newsroom(settings, clock=lambda: NOW, environ={}) as newsroom:
        made = {one.name: one.private for one in Lists(newsroom.db).list()}
    assert {name.lower(): private for name, private in made.items()} == {"all": False, "daily": False, "press": True}


def test_commands_that_open_a_new_newsroom_at_once_all_find_its_lists(tmp_path: Path) -> None:
    names = [f"list-{number}" for number in range(LISTS)]
    (tmp_path / "digest.toml").write_text(
        '[publication]\nname = "H"\nurl = "https://h.example"\npostal_address = "1 Quay"\n'
        f'[mail]\nfrom = "d@h.example"\n[editions.daily]\nlists = {names}\n'
    )
    settings = load_settings(tmp_path / "digest.toml", environ={})
    migrate(settings.database)
    together = Barrier(CROWD)

    def opened(_: int) -> None:
        together.wait()
        with open_newsroom(settings, clock=lambda: NOW, environ={}):
            pass

    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(opened, range(CROWD)))
    with closing(open_database(settings.database)) as db:
        assert sorted(one.name for one in Lists(db).list()) == sorted(names)
