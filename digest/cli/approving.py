"""`digest issues edit` and `approve`: what a person says of an issue before it goes out."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.desk import By  # noqa: TC001  Typer reads it
from digest.cli.output import Json, counted, note, print_json, say, say_written
from digest.errors import DigestError, Mistakes, UsageError
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from digest.pipeline.issues.editing import Edited
    from digest.pipeline.newsroom import Newsroom

Name = Annotated[
    str, typer.Argument(metavar="ISSUE", help="daily/2026-11-23, also one to come, or daily for the latest.")
]


def approve(ctx: typer.Context, issue: Name, by: By = "", as_json: Json = False) -> None:
    """Approve an issue as it stands; with `approval = true` its edition sends none before.

    Whatever changes the issue after that, a dropped story or a new title, asks for another approval.

    Example: digest issues approve daily
    """
    from digest.pipeline.issues import approving
    from digest.pipeline.issues.plan import document

    with session(ctx).newsroom() as newsroom:
        proposal = approving.approve(newsroom, issue, by=by)
        if as_json:
            print_json(document(proposal))
        elif proposal.rendering and not session(ctx).quiet:
            stories = counted(len(proposal.selection.picks), "story", many="stories")
            say(f"{proposal.name} is approved, with {stories}: {proposal.rendering.subject}")
            now, due = newsroom.now(), proposal.slot.at
            over = "its deadline is over, and digest run sends it no more"
            when = over if now > due + proposal.edition.deadline else "digest run sends it when it is due"
            say(when if now < due else f"{when}; at once: digest send {proposal.name}")


def edit(
    ctx: typer.Context,
    issue: Name,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Write the file there, and end.")] = "",
    from_: Annotated[str, typer.Option("--from", metavar="FILE", help="Read it back from there; - is stdin.")] = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Change an issue in a text file: its lead, order, titles, summaries, what is in and what is not.

    On a terminal it opens in $EDITOR. Mistakes in it are told with their lines, and then nothing is changed.

    Example: digest issues edit daily --out issue.txt
    """
    from digest.pipeline.issues import editing
    from digest.pipeline.issues.plan import document

    if out and from_:
        raise UsageError("--out writes the file and --from reads it; give one of them")
    with session(ctx).newsroom() as newsroom:
        if from_:
            edited = editing.read_back(newsroom, issue, _text(from_), file=from_, by=by)
        else:
            record, text = editing.file_of(newsroom, issue)
            if out or not on_a_terminal():
                newsroom.spare_own_files(out)
                _write(text, out, as_json=as_json)
                return
            edited = _in_editor(newsroom, record.name, text, by=by)
        if as_json:
            words = {"said": list(edited.said), "meanwhile": list(edited.meanwhile)}
            print_json(document(edited.proposal) | words)
            return
    for line in edited.meanwhile:
        note(f"since the file was written, {line}; that stands", quiet=session(ctx).quiet)
    for line in edited.said:
        say(line)
    say(f"{edited.proposal.name} {'stands as you left it' if edited.said else 'is as it was; nothing was changed'}")


def on_a_terminal() -> bool:
    """Tell whether somebody sits there who can edit a file."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _in_editor(newsroom: Newsroom, issue: str, text: str, *, by: str) -> Edited:
    """Let the editor's own program change the file; it is kept where it has mistakes, so that no work is lost."""
    from digest.pipeline.issues import editing

    with NamedTemporaryFile("w", encoding="utf-8", prefix="issue-", suffix=".txt", delete=False) as file:
        file.write(text)
    program = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        ended = subprocess.run([*shlex.split(program), file.name], check=False).returncode  # noqa: S603  it is theirs
    except (OSError, ValueError) as error:
        raise UsageError(f"the editor {program!r} cannot be run ({error}); name another in $EDITOR") from None
    if ended:
        raise UsageError(f"the editor {program!r} ended with {ended}; nothing was changed")
    try:
        edited = editing.read_back(newsroom, issue, _text(file.name), file=file.name, by=by)
    except (DigestError, RosterError) as error:
        then = f"mend it, then: digest issues edit {issue} --from {file.name}"
        raise Mistakes([*str(error).splitlines(), then]) from None
    Path(file.name).unlink()
    return edited


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text; save it as UTF-8") from None


def _write(text: str, out: str, *, as_json: bool) -> None:
    if not out or out == "-":
        if as_json:
            print_json({"files": [], "text": text})
        else:
            typer.echo(text, nl=False)
        return
    try:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}") from None
    say_written([Path(out)], as_json=as_json)
