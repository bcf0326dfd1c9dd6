"""The desk shows what is asked for, and runs nobody else's templates for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.errors import UnknownName
from digest.pipeline.preview.editors_desk import EditorsDesk
from digest.web.asked import Subject
from tests.pipeline.conftest import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


def themed(folder: Path, mark: Path) -> str:
    """Make a theme that leaves a mark when it is run."""
    folder.mkdir()
    (folder / "theme.toml").write_text('base = "classic"\n')
    writes = f"cycler.__init__.__globals__.os.mkdir({str(mark)!r})"
    (folder / "_masthead.mjml.j2").write_text(f"{{{{ {writes} or '' }}}}")
    return str(folder)


def test_an_address_opens_no_theme_that_the_configuration_does_not_name(
    desk: Desk, opened: Callable[..., Sent], tmp_path: Path
) -> None:
    desk.story("Ferry strike ends")
    mark = tmp_path / "mark"
    other = themed(tmp_path / "other", mark)
    shown = EditorsDesk(opened(desk.folder, desk.now).newsroom, "daily", at=None, tags=())
    with pytest.raises(UnknownName, match="theme"):
        shown.look(Subject(theme=other))
    assert shown.look(Subject(theme="modern")).themes.shown == "modern"
    assert not mark.exists()
    desk.configure(edition=f'theme = "{other}"')
    shown.look(Subject(theme=other))
    shown.close()
    assert mark.exists(), "or the theme would do no harm at all"
