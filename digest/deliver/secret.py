"""Finds a password or key where the configuration says it is: in the environment, else in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST = 4096  # characters


def secret(environ: Mapping[str, str], variable: str, *, file: Path | None, named_by: str, what: str) -> str:
    """Return the secret that this variable holds; where it is not set, the first line of the file, stripped.

    `named_by` is the key of digest.toml that names the file, such as `[mail.smtp] password_file`; `what` says whose
    secret it is. Neither the secret nor what else stands in the file is ever part of an error.

    Raises:
        TransportError: there is none.
    """
    if found := environ.get(variable):
        return found
    if file is None:
        raise TransportError(
            f"the environment variable {variable} is not set; it should hold {what} (or name a file that does with "
            f"{named_by})"
        )
    try:
        with file.open(encoding="utf-8") as text:
            first = text.readline(_LONGEST).strip()
    except OSError as error:
        raise TransportError(f"cannot read {file}: {error.strerror or error}; check {named_by}") from error
    except UnicodeDecodeError:
        raise TransportError(f"{file} is no text in UTF-8; its first line should be {what}") from None
    if not first:
        raise TransportError(f"{file} has an empty first line; it should be {what}; check {named_by}")
    return first
