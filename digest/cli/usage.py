"""Says how a command is called: the same words in --help, in the man page and in the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SAID = 62  # characters of a line about a command in the list of its group


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line: how it is written, and what it means."""

    written: str
    meaning: str


def arguments(parameters: list[Any]) -> list[Word]:
    """Return the arguments of a command, as its usage line has them."""
    found = [one for one in parameters if one.param_type_name == "argument"]
    return [Word(_argument(one), _meaning(one)) for one in found]


def options(parameters: list[Any]) -> list[Word]:
    """Return the options of a command, with what each takes."""
    found = [one for one in parameters if one.param_type_name == "option" and not one.hidden]
    return [Word(_option(one), _meaning(one)) for one in found]


def summary(command: Any) -> str:  # noqa: ANN401  Typer's commands have no public type
    """Return what a command does in a few words: the beginning of its help."""
    first = " ".join((command.help or "").split("\n\n")[0].split())
    ends = [place for sign in ("; ", ": ", ". ") if 0 < (place := first.find(sign)) <= MOST_SAID]
    return first[: max(ends)] if ends and len(first) > MOST_SAID else first.rstrip(".")


def _argument(one: Any) -> str:  # noqa: ANN401
    written = (one.metavar or one.name.upper()) + ("..." if one.nargs == -1 else "")
    return written if one.required else f"[{written}]"


def _option(one: Any) -> str:  # noqa: ANN401
    written = ", ".join(sorted(one.opts, key=len))
    if one.secondary_opts:
        return f"{written} / {', '.join(one.secondary_opts)}"
    return written if one.is_flag else f"{written} {one.metavar or one.name.upper()}"


def _meaning(one: Any) -> str:  # noqa: ANN401
    is_option = one.param_type_name == "option"
    more = []
    if is_option and one.required:
        more.append("required")
    if is_option and one.multiple:
        more.append("may be repeated")
    if one.default and isinstance(one.default, int | str) and not isinstance(one.default, bool):
        more.append(f"default: {one.default}")
    bounds = getattr(one, "type", one)  # older versions of Typer keep them there
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    if least is not None or most is not None:
        more.append(f"at least {least}" if most is None else f"{least} to {most}")
    return "  ".join(part for part in (one.help or "", f"[{'; '.join(more)}]" if more else "") if part)


class _Written:
    """Writes usage line, arguments and options in these words."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401
        parameters = self.get_params(ctx)  # type: ignore[attr-defined]
        return [self.options_metavar, *(one.written for one in arguments(parameters))]  # type: ignore[attr-defined]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        parameters = self.get_params(ctx)  # type: ignore[attr-defined]
        explained = [one for one in arguments(parameters) if one.meaning]
        for title, found in (("Arguments", explained), ("Options", options(parameters))):
            if found:
                with formatter.section(title):
                    formatter.write_dl([(one.written, one.meaning) for one in found])


class Command(_Written, TyperCommand):
    """A command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Read the words of a call, and refuse an empty one: as a path it is this folder."""
        rest = super().parse_args(ctx, args)
        words: list[Any] = [one for one in self.params if one.param_type_name == "argument"]
        for one in words:
            given = ctx.params.get(one.name)
            if (given == "" and one.default != "") or (one.nargs == -1 and "" in (given or ())):
                raise typer.BadParameter("it is empty; is a variable in the command not set?", ctx=ctx, param=one)
        return rest


class Commands(_Written, TyperGroup):
    """A command with commands of its own, which are listed whole, none cut short."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401
        return [*super().collect_usage_pieces(ctx), self.subcommand_metavar]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary(command)) for name, command in self.commands.items()])


class Group(typer.Typer):
    """What a module of this package gathers its commands in; `says` is what they are for."""

    def __init__(self, says: str) -> None:
        super().__init__(help=says, cls=Commands, no_args_is_help=True, rich_markup_mode=None, add_completion=False)

    def command(  # type: ignore[override]
        self,
        name: str | None = None,
        **settings: Any,  # noqa: ANN401
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Take a function for a command, as Typer does."""
        return super().command(name, cls=Command, **settings)
