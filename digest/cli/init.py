"""`digest init`: a new newsroom."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.output import Json, print_json, say


def init(folder: Annotated[str, typer.Argument(metavar="DIR")] = ".", as_json: Json = False) -> None:
    """Write a commented digest.toml, the database and a .gitignore; overwrites nothing.

    Example: digest init herald
    """
    import os
    from pathlib import Path

    from digest import clock
    from digest.config import load_settings
    from digest.starter import write_starter
    from digest.store import database

    place = Path(folder)
    files = write_starter(place, now=clock.now(os.environ))
    settings = load_settings(place / "digest.toml", environ=os.environ)
    database.migrate(settings.database)
    written = (*files, place / settings.database.name)
    if as_json:
        print_json({"files": [str(path) for path in written]})
        return
    for path in written:
        say(f"wrote {path}")
    where = "" if folder == "." else f"cd {folder}, "
    say(f"next: {where}put your names into digest.toml, then: digest stories add FILE --tag world")
