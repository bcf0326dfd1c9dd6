"""Reads from the program what there is to say of each command, and holds what stands in no command's help."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import typer

from digest.cli.main import app
from digest.cli.table import COMMANDS, build
from digest.cli.usage import Word, arguments, options

EXIT_CODES = {
    "0": "done; also: sent already, nothing due, or nothing but refusals by recipients' servers",
    "1": "failed, or a check found errors; add, import and fetch: nothing came in",
    "2": "wrong usage or configuration",
    "3": "send: nothing to send (a quiet day); run returns 0",
    "4": "send: deferred or unknown deliveries remain, mails were given up at the deadline, or it was stopped; run: "
    "so, unless all that remains is deferred, which the next runs try again",
    "5": "send: another run holds the lock; run returns 0",
    "130": "stopped by Ctrl-C at a question, or by a second Ctrl-C",
}
ENVIRONMENT = {
    "DIGEST_CONFIG": "The configuration, where --config names none; else ./digest.toml.",
    "DIGEST_EDITOR": "Who is recorded for an editor's word, where --by names nobody; else the login.",
    "DIGEST_NOW": "Replaces the wall clock (ISO-8601), for drills and tests.",
    "DIGEST_SMTP_PASSWORD": "The SMTP password; [mail.smtp] password_env may name another variable.",
    "EDITOR": "What issues edit opens.",
    "NO_COLOR": "If set, nothing is coloured.",
    "SENDGRID_API_KEY": "SendGrid's API key; [mail.sendgrid] api_key_env may name another variable.",
    "SSL_CERT_FILE": "Certificates of authorities to trust in place of the system's.",
}
FILES = {
    "digest.toml": "The configuration; digest init writes one that explains every key.",
    "digest.db": "The database: everything but configuration and themes.",
    "digest.db.home": "Shows that the database is at home, and no copy of it.",
    "outbox/": "Where the transport outbox puts mails, as EDITION/DATE/ADDRESS.eml.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its name, usage, what it does, examples, and its words with their meanings."""

    name: str
    usage: str
    says: tuple[str, ...]
    examples: tuple[str, ...]
    arguments: tuple[Word, ...]
    options: tuple[Word, ...]


def root() -> Entry:
    """Return the entry of `digest` itself, with the options that stand before every command."""
    return _entry("digest", typer.main.get_command(app), usage="[OPTIONS] COMMAND [ARGS]...")


def commands() -> list[Entry]:
    """Return every command that does something, in the order of `digest --help`."""
    found: list[Entry] = []
    for name in COMMANDS:
        made = build(name)
        for path, command in {
            f"{name} {one}": it for one, it in getattr(made, "commands", {name: made}).items()
        }.items():
            found.append(_entry(f"digest {path}" if hasattr(made, "commands") else f"digest {name}", command))
    return found


def _entry(name: str, command: Any, *, usage: str = "") -> Entry:  # noqa: ANN401  Typer's commands have no public type
    parts = [" ".join(part.split()) for part in inspect.cleandoc(command.help).split("\n\n")]
    words = tuple(arguments(command.params))
    taken = "[OPTIONS] " if options(command.params) else ""
    return Entry(
        name=name,
        usage=usage or f"{taken}{' '.join(word.written for word in words)}".strip(),
        says=tuple(part for part in parts if not part.startswith("Example: ")),
        examples=tuple(part.removeprefix("Example: ") for part in parts if part.startswith("Example: ")),
        arguments=tuple(word for word in words if word.meaning),
        options=tuple(options(command.params)),
    )
