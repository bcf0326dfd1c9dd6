"""Finds the template that a line of expanded MJML came from."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from jinja2.meta import find_referenced_templates

from digest.errors import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_LEAST = 6  # characters that stand in the template as they stand in the line; fewer may come from anywhere
_NEAR = 4  # lines below, of which one must come from the template's next line where several lines fit


def origin_of(source: str, number: int, environment: Environment, template: str) -> Spot | None:
    """Return where line `number` (from 1) of a document that `template` printed was written; None in doubt."""
    if not number:
        return None
    line, *below = [line.strip() for line in source.split("\n")[number - 1 : number + _NEAR]]
    used = templates_used(environment, template)
    found = _printed_by(used, line) or _printed_by(used, line, whole=False)
    if len(found) > 1:
        found = [spot for spot in found if _goes_on(spot, below)]
    return found[0] if len(found) == 1 else None


def _printed_by(used: Mapping[str, str], line: str, *, whole: bool = True) -> list[Spot]:
    """Return the lines of templates that may have printed a line; or how it begins, where one file's end runs on."""
    return [
        Spot(str(file), at, text)
        for file, text in used.items()
        for at, written in enumerate(text.split("\n"), start=1)
        if _may_print(written, line, whole=whole)
    ]


def templates_used(environment: Environment, template: str) -> dict[str, str]:
    """Return by file what a template says, and all that it extends, includes and imports, as far as that is there."""
    assert environment.loader is not None
    texts: dict[str, str] = {}
    waiting = [template]
    while waiting:
        with suppress(TemplateError):
            text, file, _ = environment.loader.get_source(environment, waiting.pop())
            if file and file not in texts:
                texts[file] = text
                waiting += filter(None, find_referenced_templates(environment.parse(text)))
    return texts


def _goes_on(spot: Spot, below: Sequence[str]) -> bool:
    """Tell whether the template's next line with words of its own may have printed one of the lines below."""
    rest = spot.text.split("\n")[spot.line :]
    following = next((written for written in rest if _is_telling(written)), "")
    return any(_may_print(following, line) for line in below)


def _is_telling(written: str) -> bool:
    return len("".join(_JINJA.split(written)).strip()) >= _LEAST


def _may_print(written: str, line: str, *, whole: bool = True) -> bool:
    pattern = ".*?".join(map(re.escape, _JINJA.split(written.strip())))
    return _is_telling(written) and bool(re.fullmatch(pattern if whole else f"{pattern}.+", line))
