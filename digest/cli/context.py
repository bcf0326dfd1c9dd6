"""What every command starts from: the options before it, and the newsroom those options name."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import typer

    from digest.model.settings import Settings
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Session:
    """The options that stand before every command; `-q` and `-v` together are neither."""

    config: str | None
    quiet: bool = False
    verbose: bool = False

    def settings(self) -> Settings:
        """Read the configuration; raises ConfigError with every mistake in it."""
        from digest.config import load_settings

        return load_settings(self.config_file(), environ=os.environ)

    def config_file(self) -> Path:
        """Return which configuration file is meant."""
        from pathlib import Path

        from digest.config import find_config

        return find_config(Path(self.config) if self.config else None, environ=os.environ, cwd=Path.cwd())

    @contextmanager
    def newsroom(self, *, complain: Callable[[str], None] | None = None) -> Iterator[Newsroom]:
        """Open the newsroom for a command; `complain`, or stderr, hears why its log cannot be written."""
        from digest import clock
        from digest.pipeline.newsroom import open_newsroom
        from digest.store.faults import explaining

        settings = self.settings()
        self._set_up_logging(settings, complain)
        opened = open_newsroom(settings, clock=lambda: clock.now(os.environ), environ=os.environ)
        with explaining(settings.database), opened as newsroom:
            yield newsroom

    def _set_up_logging(self, settings: Settings, complain: Callable[[str], None] | None) -> None:
        """Let the log go where the settings say."""
        from digest.cli.logs import set_up
        from digest.cli.output import note

        set_up(settings.log, verbose=self.verbose, complain=complain or (lambda line: note(f"digest: {line}")))


def session(ctx: typer.Context) -> Session:
    """Return the session of a command's context."""
    found: Session = ctx.find_root().obj
    return found
