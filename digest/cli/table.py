"""The table of commands: what each is called and is for, and where it stands, imported only when it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command_from_info, get_command_name, get_group

from digest.cli.usage import Command, Commands

# Every command and group: its module in this package with the name of its function or Typer, and one line of help.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init:init", "Start a newsroom: a commented digest.toml and a database"),
    "demo": ("demo:demo", "Try everything on a newsroom that comes with the program"),
    "stories": ("stories:group", "Take stories in, find and tag them; pin, lead, hold, drop"),
    "sources": ("sources:group", "The feeds, folders and pages stories come from"),
    "fetch": ("sources:fetch", "Get what is new from the sources"),
    "plan": ("plan:plan", "Which stories the next issue carries and why, and who gets it"),
    "compose": ("plan:compose", "Store a draft issue, to look at and send later"),
    "preview": ("plan:preview", "See the issue in a browser, or write it to files"),
    "check": ("check:check", "Judge the issue before it goes out"),
    "themes": ("themes:group", "List themes, make one your own, and try it"),
    "send": ("send:send", "Send the issue, each mail exactly once"),
    "run": ("run:run", "Fetch, then send what is due: what cron calls"),
    "status": ("issues:status", "How issues stand, and who got what"),
    "report": ("report:report", "How issues, readers and sources did, as a page of charts"),
    "issues": ("issues:group", "List, show, edit and approve issues; pause, resume, cancel"),
    "subscribers": ("subscribing:group", "Add, list, show, change and unsubscribe readers"),
    "lists": ("lists:group", "What readers join"),
    "segments": ("segments:group", "Named filters over readers, and how many they choose"),
    "suppressions": ("suppressions:group", "Addresses that must not be mailed"),
    "events": ("events:group", "Take in what came back: bounces, complaints, deliveries"),
    "serve": ("serve:serve", "The public pages: subscribe, confirm, preferences, archive"),
    "archive": ("archive:group", "Build the public issues as files for any web server"),
    "doctor": ("doctor:doctor", "What is wrong, from the configuration to the DNS, and what helps"),
    "cron": ("cron:group", "The crontab line or systemd units for this configuration"),
    "drill": ("drill:drill", "See for yourself that a killed send doubles and loses nothing"),
    "db": ("database:group", "Make, check, back up and prune the database; take a copy over"),
}


class CommandTable(Commands):
    """A group that imports and builds a command when it is called, so that `digest --help` loads none of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  Typer's context has no public type
        """Return the names of all commands, in the order a newsroom meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Import and build one command; None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        return build(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@cache
def build(name: str) -> Any:  # noqa: ANN401
    """Import the module of a command and return the command or group it defines."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(f"digest.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        frame = copy(found)
        frame.registered_commands = []
        made: Any = get_group(frame)  # and not get_command, which adds the options of completion
        made.commands = BuiltWhenAsked(found)
        made.name = name
        return made
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    alone.command(name, cls=Command)(found)
    return next(iter(BuiltWhenAsked(alone).values()))


class BuiltWhenAsked(Mapping[str, Any]):
    """The commands of a group by name, each built when it is asked for: to build them all costs more than most do."""

    def __init__(self, group: typer.Typer) -> None:
        self._group = group
        self._infos = {
            one.name or get_command_name(one.callback.__name__): one
            for one in group.registered_commands
            if one.callback
        }
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        if name not in self._built:
            self._built[name] = get_command_from_info(
                self._infos[name],
                pretty_exceptions_short=self._group.pretty_exceptions_short,
                rich_markup_mode=self._group.rich_markup_mode,
            )
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)
