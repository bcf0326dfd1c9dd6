"""Reads digest.toml, once and at the edge, into settings that hold whatever was not written too."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any

from digest.config.brand import brand_problems
from digest.config.build import build_settings
from digest.config.layout import FILE
from digest.config.segments import segment_problems
from digest.config.table import Reader
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.model.settings import Settings

CONFIG_NAME = "digest.toml"
CONFIG_VARIABLE = "DIGEST_CONFIG"


def find_config(option: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """Return the file to read: the one given with --config, else $DIGEST_CONFIG, else digest.toml in `cwd`."""
    return cwd / (option or environ.get(CONFIG_VARIABLE) or CONFIG_NAME)


def load_settings(file: Path, *, environ: Mapping[str, str]) -> Settings:
    """Read the configuration; `environ` is asked for HOME alone, and no secret is read.

    Raises:
        ConfigError: the file cannot be read, or holds mistakes; all of them are named.
    """
    return read_settings(_parse(file), file=file, environ=environ)


def read_settings(raw: Mapping[str, Any], *, file: Path, environ: Mapping[str, str]) -> Settings:
    """Make settings of what a TOML file held; relative paths start from the folder of `file`.

    Raises:
        ConfigError: there are mistakes; all of them are named.
    """
    reader = Reader()
    values = reader.table(raw, FILE)
    if problems := reader.problems or [*segment_problems(values), *brand_problems(values)]:
        raise ConfigError([f"{file.name}: {problem}" for problem in problems])
    settings = build_settings(values, file=file.absolute(), home=environ.get("HOME", ""))
    if os.path.isdir(settings.database):  # noqa: PTH112  raises nothing
        raise ConfigError([f"{file.name}: publication.database: {settings.database} is a folder; name a file in it"])
    return settings


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError([f"no {file.name} in {file.absolute().parent}; make one with: digest init"]) from None
    except OSError as error:
        raise ConfigError(
            [f"{file}: cannot be read: {error.strerror}; name a file that this account may read"]
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{file.name}: line {line} is not UTF-8 text; save the file as UTF-8"]) from None
    except RecursionError:
        raise ConfigError([f"{file.name}: is not TOML: its tables or lists are nested too deep"]) from None
    except ValueError as error:
        raise ConfigError([f"{file.name}: is not TOML: {error}"]) from None
