"""What many tests start from: a newsroom in a folder of its own, and the command line called in this process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from digest.cli.main import main
from digest.store.database import migrate, open_database
from digest.store.upkeep.home import settle
from tests.judges.reference import Reference
from tests.unsynced import answer_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

UNSYNCED = answer_at_once()  # here, so that it is before any thread or process that a test starts

# A property holds or it does not; how fast the machine is today is no part of it. Whoever works on the program searches
# on with every run; where a commit is judged, as by .ci/run, the same examples are tried each time.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("judging", settings.get_profile("searching"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "searching"))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let what these tests compile and remember be theirs alone, and that of the commands that they call."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def mjml_errors() -> Iterator[Callable[[str], str]]:
    """Return what tells what the reference implementation of MJML finds wrong with a document."""
    with Reference() as reference:
        yield reference.errors


NOW = "2026-11-23T07:00:00Z"

CONFIG = """\
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
timezone = "Europe/Lisbon"
database = "digest.db"

[mail]
from = "The Harbour Herald <digest@herald.example>"
reply_to = "desk@herald.example"
{mail}

[fetch]
allow_private = true
timeout = "3s"

[editions.daily]
title = "Daily digest"
tags = ["world", "local", "-sport"]
lists = ["daily"]
schedule = "30 6 * * *"
{edition}

[tags]
harbour = ["ferry", "quay"]
"""


# Before a command: modes of files bind it, which root heeds as little as anybody's.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")


@dataclass(frozen=True)
class Result:
    """What a command did: exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Desk:
    """A newsroom in a folder, and the command line to work on it with."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    now: str = NOW
    environ: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Result:
        for name, value in {"DIGEST_NOW": self.now, **self.environ}.items():
            self.monkeypatch.setenv(name, value)
        self.monkeypatch.chdir(self.folder)
        self.monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), encoding="utf-8"))
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = self.capsys.readouterr()
        return Result(int(ended.value.code or 0), captured.out, captured.err)

    def bound(self, *arguments: str) -> Result:
        """Call a command in a process of its own, which modes of files bind also where the tests run as root."""
        call = [*(BOUND if os.geteuid() == 0 else ()), sys.executable, "-m", "digest.cli", *arguments]
        environ = os.environ | {"DIGEST_NOW": self.now, **self.environ}
        done = subprocess.run(call, cwd=self.folder, env=environ, capture_output=True, text=True, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    def ok(self, *arguments: str) -> Result:
        """Call a command that must succeed."""
        result = self(*arguments)
        assert result.code == 0, result
        return result

    def configure(self, *, mail: str = "", edition: str = "") -> None:
        """Write the configuration, with more keys in [mail] (and tables after it) and in the edition."""
        (self.folder / "digest.toml").write_text(CONFIG.format(mail=mail, edition=edition))

    def write(self, name: str, text: str) -> str:
        """Write a file into the folder and return its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    def story(
        self, title: str, *, tags: str = "world", published: str = "2026-11-23T05:00:00Z", body: str = ""
    ) -> None:
        """Take in one story by way of a JSON line."""
        text = body or f"{title} is the news of the day. Much more is said about it in the second sentence. " * 6
        slug = "-".join(title.lower().split())
        line = {"title": title, "body": text, "published_at": published, "url": f"https://wire.example/{slug}"}
        name = self.write(f"incoming/{slug}.jsonl", json.dumps(line | {"source": "Harbour Wire"}))
        self.ok("stories", "add", name, "--tag", tags)

    def reader(self, address: str, *more: str) -> None:
        """Add a confirmed reader of the daily list."""
        self.ok("subscribers", "add", address, "--list", "daily", "--confirmed", *more)

    def outbox(self) -> list[Path]:
        """Every mail in the outbox."""
        return sorted((self.folder / "outbox").rglob("*.eml"))


def settled(folder: Path) -> Path:
    """Let a newsroom that was copied as a whole be at home in its folder."""
    path = folder / "digest.db"
    db = open_database(path)
    settle(db, path)
    db.close()
    return folder


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, to be copied: migrating one for every test would take a good part of their time."""
    path = tmp_path_factory.mktemp("empty") / "digest.db"
    migrate(path)
    return path


@pytest.fixture
def desk(
    tmp_path: Path, empty_database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """A newsroom with a configuration and an empty database."""
    for name in ("DIGEST_CONFIG", "DIGEST_NOW"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "newsroom"
    folder.mkdir()
    shutil.copy(empty_database, folder)
    made = Desk(settled(folder), capsys, monkeypatch)
    made.configure()
    return made


Lived = dict[tuple[object, ...], tuple["Path", str]]


@pytest.fixture(scope="session")
def lived() -> Lived:
    """What became of newsrooms by what functions did to them: a folder, and the moment it was then."""
    return {}


@pytest.fixture
def live(desk: Desk, lived: Lived, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Desk]:
    """Let the newsroom have gone through what a function does to it: that runs once, and is copied from then on."""

    def go(through: Callable[..., None], **how: object) -> Desk:
        what = (through, *sorted(how.items()))
        if what not in lived:
            through(desk, **how)
            lived[what] = shutil.copytree(desk.folder, tmp_path_factory.mktemp("lived") / "newsroom"), desk.now
        else:
            folder, desk.now = lived[what]
            settled(shutil.copytree(folder, desk.folder, dirs_exist_ok=True))
        return desk

    return go
