"""The command `digest`: its options, and the one boundary where every error becomes one line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from digest.cli.context import Session
from digest.cli.table import CommandTable

app = typer.Typer(
    name="digest",
    cls=CommandTable,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    ctx: typer.Context,
    config: Annotated[
        str | None,
        typer.Option("--config", metavar="FILE", help="The configuration (else $DIGEST_CONFIG, ./digest.toml)."),
    ] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more of what is done, on stderr.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    _wants_version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and end.", is_eager=True, callback=lambda value: _version(wanted=value)
        ),
    ] = False,
) -> None:
    """A newsroom's daily digest: take in stories, look at the issue, send it, each mail exactly once."""
    ctx.obj = Session(config=config, quiet=quiet and not verbose, verbose=verbose and not quiet)


NEW_OBJECTS = 20_000  # between two looks for those in circles


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command line and end the process with the contract's exit code."""
    gc.set_threshold(NEW_OBJECTS, 20, 20)  # fewer looks for rings of objects, of which one command makes few
    _mend_streams()
    code = _written(_exit_code(arguments))
    gc.freeze()  # what is left goes with the process: no rings need be looked for
    sys.exit(code)


def _written(code: int) -> int:
    """Write what stdout still holds, so that no failure of it comes after the last of our words."""
    try:
        if not sys.stdout.closed:  # as it is where what wrote bytes to it could not
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python tries once more when it ends
        return code or _known(error)
    return code


def _mend_streams() -> None:
    """Let a closed stream swallow what is written, and one that lacks a letter show a sign in its place."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("r+", encoding="utf-8"))  # noqa: SIM115  open for good
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@cache
def _program() -> Any:  # noqa: ANN401  Typer's commands have no public type
    return typer.main.get_command(app)


def _exit_code(arguments: list[str] | None) -> int:
    try:
        code = _program()(args=arguments, prog_name="digest", standalone_mode=False)
    except typer.Abort:
        return _failed("stopped", code=130)
    except Exception as error:  # noqa: BLE001  the one boundary where errors become words
        return _usage(error) if hasattr(error, "format_message") else _known(error)
    return code if isinstance(code, int) else 0


NO_NUMBER = {"int_parsing": "is not a whole number", "float_parsing": "is not a number"}  # by pydantic's word


def _usage(error: Exception) -> int:
    """Print a mistake in the command line, as Typer words it, with where to read on."""
    ctx, words = getattr(error, "ctx", None), error.format_message()  # type: ignore[attr-defined]
    option = getattr(error, "option_name", "")
    if ctx and any(option in one.opts for one in ctx.find_root().command.params):
        return _failed(f"{option} stands before the command, as in: digest {option} {_rest(option, ctx)}", code=2)
    for wrong in getattr(error.__cause__, "errors", list)():
        if said := NO_NUMBER.get(wrong["type"]):
            words = words.replace(wrong["msg"], f"{wrong['input']!r} {said}")  # Typer's words do not name it
    if words.startswith("Usage:"):
        typer.echo(words)  # a group called without a command answers with its help
        return 2
    return _failed(f"{words.rstrip('.')}; see: {ctx.command_path} --help" if ctx else words, code=2)


def _rest(option: str, ctx: Any) -> str:  # noqa: ANN401
    """Return what follows an option of digest itself."""
    return f"{'FILE ' if option == '--config' else ''}{ctx.command_path.removeprefix('digest ')}"


def _known(error: Exception) -> int:
    """Print an error of ours in one line each; let any other through, since it is a fault of the program."""
    from digest.cli.failures import in_words

    if (failure := in_words(error)) is None:
        raise error
    drawing = getattr(error, "drawing", "") if sys.stderr.isatty() else ""
    return _failed(*failure.lines, *drawing.splitlines(), code=failure.exit_code)


def _failed(*lines: str, code: int) -> int:
    from digest.cli.output import printable

    for line in lines:
        typer.echo(f"digest: {' '.join(printable(line).splitlines())}", err=True)
    return code


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"digest {version('newsletter-digest')}")
        raise typer.Exit
