"""What the editor's desk shows of an issue is what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.pipeline.looking import look
from digest.pipeline.showing import shown
from tests.pipeline.conftest import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


def test_a_story_bears_the_title_that_an_editor_gave_it(desk: Desk, opened: Callable[..., Sent]) -> None:
    desk.story("Ferry strike ends")
    desk.ok("stories", "edit", "1", "--title", "Ferries sail again")
    newsroom = opened(desk.folder, desk.now).newsroom
    seen = shown(newsroom, look(newsroom, "daily", at=None, tags=()), name="daily", usual_theme="classic")
    assert [one.title for one in seen.picks] == ["Ferries sail again"]
