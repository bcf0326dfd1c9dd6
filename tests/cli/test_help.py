"""Every command explains itself, and asking for help loads nothing heavy."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from digest.cli.table import COMMANDS, build
from digest.cli.usage import arguments, options, summary

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


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_shows_an_example_that_fits_on_a_line(path: tuple[str, ...]) -> None:
    """It is copied from a terminal of 80 columns, where it stands two to the right."""
    command = build(path[0])
    for name in path[1:]:
        command = command.commands[name]
    examples = [part for part in inspect.cleandoc(command.help).split("\n\n") if part.startswith("Example")]
    assert examples
    for example in examples:
        assert re.match(rf"Example: .*digest .*{' '.join(path)}", example)
        assert len(example) <= 78
        assert "\n" not in example


@pytest.mark.parametrize("name", [name for name in COMMANDS if hasattr(build(name), "commands")])
def test_the_list_of_a_groups_commands_cuts_nobody_short(name: str) -> None:
    for command in build(name).commands.values():
        told = summary(command)
        assert "..." not in told
        assert " ".join(command.help.split()).startswith(told)


def test_usage_and_arguments_are_written_as_the_documentation_writes_them() -> None:
    command = build("themes").commands["eject"]
    assert [one.written for one in arguments(command.params)] == ["NAME", "DIR", "[TEMPLATE...]"]
    said = {one.written: one.meaning for one in options(build("serve").params)}
    assert said["--port PORT"] == "0 is any free port.  [default: 8000; 0 to 65535]"
    assert "--private / --public" in {one.written for one in options(build("lists").commands["edit"].params)}
    assert "[may be repeated]" in options(build("plan").params)[1].meaning


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
