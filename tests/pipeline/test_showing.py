"""What the editor's desk shows of an issue is what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.errors import RenderError
from digest.pipeline.issues.named import propose_named
from digest.pipeline.preview.editors_desk import EditorsDesk
from digest.pipeline.preview.showing import shown
from digest.web.asked import Subject
from tests.pipeline.conftest import opened, send_issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


def test_a_story_bears_the_title_that_an_editor_gave_it(desk: Desk, opened: Callable[..., Sent]) -> None:
    desk.story("Ferry strike ends")
    desk.ok("stories", "edit", "1", "--title", "Ferries sail again")
    newsroom = opened(desk.folder, desk.now).newsroom
    seen = shown(newsroom, propose_named(newsroom, "daily"), name="daily", usual_theme="classic", fixed=False)
    assert [one.title for one in seen.picks] == ["Ferries sail again"]


def test_an_issue_that_was_sent_is_shown_so_and_the_configured_theme_is_tried(
    desk: Desk, opened: Callable[..., Sent]
) -> None:
    send_issues(desk, 1)
    desk.reader("late@reader.example")
    desk.ok("themes", "eject", "classic", "themes/house", "_masthead.mjml.j2")
    desk.configure(edition='theme = "themes/house"')
    house = desk.folder / "themes/house"
    (house / "_masthead.mjml.j2").write_text("{{ kit.nonsense() }}")
    studio = EditorsDesk(opened(desk.folder, desk.now).newsroom, "daily", at=None, tags=())
    sent = studio.look(Subject())
    offered = [(one.value, one.title, one.note) for one in sent.themes.options]
    assert (sent.state, sent.themes.shown, sent.themes.title) == ("sent", "", "classic, as it was sent")
    assert offered[:3] == [
        ("", "classic, as it was sent", ""),
        (str(house), "house", "as configured, to try"),
        ("classic", "classic", "to try"),
    ]
    with pytest.raises(RenderError, match="nonsense"):
        studio.look(Subject(theme=str(house)))
    (house / "_masthead.mjml.j2").write_text("<mj-section><mj-column><mj-text>Ours</mj-text></mj-column></mj-section>")
    tried = studio.look(Subject(theme=str(house)))
    assert tried.mail
    assert "Ours" in tried.mail.html
    assert tried.themes.shown == str(house)
    assert [(one.readers.total, one.readers.gone) for one in (sent, tried)] == [(3, True), (3, True)]
    studio.close()
