"""`digest themes`: how mails look, and a newsroom's own look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, aside, counted, in_colour, note, print_json, printable, say, table
from digest.cli.usage import Group

if TYPE_CHECKING:
    from digest.model.settings import Settings
    from digest.pipeline.preview.theme_checking import Trial

group = Group("List themes, copy one out to change it, and try one on every kind of issue.")


@group.command("list")
def list_(as_json: Json = False) -> None:
    """List the themes that come with the program.

    Example: digest themes list
    """
    from digest.pipeline.preview import theming

    found = theming.listed()
    if as_json:
        print_json(found)
    else:
        table(("theme", "looks"), [(one["name"], one["summary"]) for one in found], empty="no themes")


@group.command("eject")
def eject(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The theme to begin with.")],
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="A new folder, such as themes/house, or one over that theme.")
    ],
    templates: Annotated[
        list[str] | None, typer.Argument(metavar="TEMPLATE", help="Only these, such as _masthead.mjml.j2.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Copy a theme's templates to a folder of your own, to be changed there.

    What the folder lacks is taken from the theme it came from; so copy, or keep, only what you change. More templates
    of that theme can be copied to the folder later, by their names.

    Example: digest themes eject classic themes/house _masthead.mjml.j2
    """
    from digest.pipeline.preview import theming

    written = theming.eject(name, folder, templates or ())
    if as_json:
        print_json({"files": [str(file) for file in written]})
        return
    say(f"{folder}: {', '.join(file.name for file in written)}")
    own = folder if "/" in folder else f"./{folder}"
    note(f'use it with theme = "{own}" in an edition of digest.toml')


@group.command("check")
def check(
    ctx: typer.Context,
    theme: Annotated[str, typer.Argument(metavar="DIR|NAME", help="The folder of a theme, or the name of one.")],
    as_json: Json = False,
) -> None:
    """Try a theme on every kind of issue: ordinary, hostile, long, from the right, without pictures; and on letters.

    Each is printed and judged as digest check does, in the light and in the dark, in the brand of digest.toml if there
    is one. A mistake in a template is told with its file and line. Exit codes: 0 an issue of any kind could be sent; 1
    one could not.

    Example: digest themes check themes/house
    """
    from digest.model.brand import PLAIN
    from digest.pipeline.preview.own_pictures import missing_logos
    from digest.pipeline.preview.theme_checking import check_theme

    settings = _settings(ctx)
    trials = list(check_theme(theme, brand=settings.brand if settings else PLAIN))
    if as_json:
        print_json({"theme": theme, "specimens": [trial.as_dict() for trial in trials]})
    else:
        _print(trials)
    for file in missing_logos(settings) if settings else ():
        note(f"digest: [brand]: {file}: no such file; readers see the logo's alt text alone")
    if any(trial.failed for trial in trials):
        raise typer.Exit(1)


def _settings(ctx: typer.Context) -> Settings | None:
    """Return the configuration where there is one: a theme can be tried without."""
    return session(ctx).settings() if session(ctx).config_file().is_file() else None


def _print(trials: list[Trial]) -> None:
    told = set[str]()
    for trial in trials:
        failed = in_colour("fails", "red") if trial.failed else in_colour("well", "green")
        typer.echo(f"{failed}  {trial.specimen}" + (f" ({trial.html_bytes:,} bytes)" if trial.html_bytes else ""))
        lines = [trial.problem] if trial.problem else []
        lines += [f"{printable(one.where)}: {one.message} ({one.rule})" for one in trial.findings]
        for line in lines:
            if line not in told:
                aside(f"    {line}")
        if told.intersection(lines):
            aside("    the same" if told.issuperset(lines) else "    and the same as above")
        told.update(lines)
    bad = sum(trial.failed for trial in trials)
    say(f"{counted(bad, 'kind')} of {len(trials)} could not be sent" if bad else f"all {len(trials)} kinds can be sent")
