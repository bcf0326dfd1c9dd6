"""Every command explains itself, and asking for help loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from digest.cli.table import COMMANDS, build

HEAVY = {
    "babel", "charset_normalizer", "cronsim", "cryptography", "email_validator", "feedparser", "jinja2", "lxml",
    "mjml", "nh3", "rich", "sendgrid", "sqlite3", "sqlite_utils", "starlette", "trafilatura", "urllib3", "uvicorn",
    "yaml",
}  # fmt: skip


def commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        made = build(name)
        found += [(name, one) for one in getattr(made, "commands", {})] or [(name,)]
    return found


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_has_help_that_says_what_it_does(path: tuple[str, ...]) -> None:
    command = build(path[0])
    for name in path[1:]:
        command = command.commands[name]
    assert command.help
    assert command.help.splitlines()[0].endswith((".", ":"))
    for parameter in command.params:
        if isinstance(parameter, typer.core.TyperOption) and parameter.name != "help":
            assert parameter.help or parameter.metavar, f"{' '.join(path)} {parameter.opts}"


@pytest.mark.parametrize(
    "path", [path for path in commands() if path[0] in {"subscribers", "lists", "suppressions"}], ids=" ".join
)
def test_the_commands_about_readers_show_an_example(path: tuple[str, ...]) -> None:
    assert f"Example: digest {' '.join(path)} " in f"{build(path[0]).commands[path[1]].help} "


@pytest.mark.parametrize("name", COMMANDS)
def test_only_digest_itself_installs_completion(name: str) -> None:
    options = {option for parameter in build(name).params for option in parameter.opts}
    assert not {"--install-completion", "--show-completion"} & options


def test_help_loads_no_heavy_package() -> None:
    tell = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    code = tell + "import digest.cli.main as m; m.main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "Commands:" in done.stdout
    assert not {name.split(".")[0] for name in done.stderr.split()} & HEAVY


def test_help_of_the_installed_command_names_every_command() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("digest"), "--help"], capture_output=True, text=True, check=True
    )
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
