"""Says what there is where a template asks for what there is not."""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateRuntimeError, UndefinedError
from jinja2.utils import missing

from digest.errors import suggestion

_CALLED = {"Entry": "a story", "LetterPage": "page"}  # as the documentation of themes calls them


class Unknown(StrictUndefined):
    """What a name stands for that there is not; any use of it is an error, which names the nearest one."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,  # noqa: ANN401  whatever a template looks into
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        """Take what Jinja knows: the object, or none for a name that stands alone, and the name."""
        if hint is None and obj is not missing and isinstance(name, str):
            hint = f"{_called(obj)} has no {name!r}{suggestion(name, _names(obj))}"
        super().__init__(hint, obj, name, exc)


def _called(obj: object) -> str:
    kind = type(obj).__name__
    return str(obj.__name__) if isinstance(obj, TemplateModule) else _CALLED.get(kind, kind.lower())


def _names(obj: object) -> list[str]:
    return [name for name in getattr(obj, "_fields", dir(obj)) if not name.startswith("_")]
