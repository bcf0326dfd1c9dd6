"""The page behind the unsubscribe link of every mail: one click by a mail program (RFC 8058), or one on its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.pipeline.letters import readers
from digest.pipeline.letters.list_mail import halted
from digest.web.forms import read_form
from digest.web.premises import Site, origin_of
from digest.web.press import Message, Step

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from digest.pipeline.letters.readers import Reader
    from digest.pipeline.newsroom import Newsroom
    from digest.web.forms import Form
    from subscribers.choices import Choice

# RFC 8058, 3.2: what the body of the POST says; the page's own button says the same. Some programs write it in small
# letters, or end the line.
ONE_CLICK = ("List-Unsubscribe", "One-Click")


class LeavePages:
    """Lets a reader off the lists that led to a mail, by POST alone: scanners follow links, and press no buttons."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: Request) -> Response:
        """Show what would be left, with the button for it."""
        token = request.path_params["token"]
        reader = await self._site.desk.read(lambda newsroom: readers.whose(newsroom, token))
        return await self._show(reader, token)

    async def post(self, request: Request) -> Response:
        """Leave, and answer once no mail can come any more, without a redirect (RFC 8058, 3.1).

        It takes no seal and comes from anywhere: mail programs post it, and the token is proof enough.
        """
        token = request.path_params["token"]
        form = await read_form(request)
        origin = origin_of(request)
        reader = await self._site.desk.read(lambda newsroom: readers.whose(newsroom, token))
        if not _is_one_click(form):
            return await self._show(reader, token, status=400)

        def leave(newsroom: Newsroom) -> tuple[Choice, ...]:
            meant = readers.led_to(newsroom, reader)
            readers.leave(newsroom, reader, [one.name for one in meant], origin=origin)
            return meant

        meant = await self._site.desk.write(leave)
        await self._site.settled(reader)
        return await self._left(reader, token, meant)

    async def undo(self, request: Request) -> Response:
        """Let the reader take it back."""
        token = request.path_params["token"]
        form = await self._site.own_form(request)
        reader = await self._site.desk.read(lambda newsroom: readers.whose(newsroom, token))
        if not self._site.is_fresh(form, f"undo {token}"):
            return await self._show(reader, token, problem="error_stale")
        press = self._site.press
        say, origin = press.interface(reader.language).say, origin_of(request)
        back = await self._site.desk.write(
            lambda newsroom: readers.undo(newsroom, reader, wording=say("undo_button"), origin=origin)
        )
        if not back:
            return await self._show(reader, token)
        return press.message(await self._back(reader, token, back), language=reader.language)

    async def _back(self, reader: Reader, token: str, back: tuple[Choice, ...]) -> Message:
        """Return what to say to somebody who took it back; also where no mail comes of it all the same."""
        press = self._site.press
        say = press.interface(reader.language).say
        links = ((say("to_preferences"), f"{press.base}/p/{token}"),)
        if await self._site.is_barred(reader):
            return self._site.barred(reader, links=links)
        why = await self._site.desk.read(lambda newsroom: halted(newsroom, reader.id, [one.name for one in back]))
        return Message(
            title=say("back_title"),
            text=say("back_text"),
            items=tuple((one.title, "") for one in back),
            hint=press.halted(why, language=reader.language),
            links=links,
        )

    async def _show(self, reader: Reader, token: str, *, status: int = 200, problem: str = "") -> Response:
        press = self._site.press
        say = press.interface(reader.language).say
        meant = await self._site.desk.read(lambda newsroom: readers.led_to(newsroom, reader))
        held = [one for one in meant if one.held]
        if not held:
            return await self._left(reader, token, meant, status=status, problem=problem)
        message = Message(
            title=say("leave_title"),
            text=say("leave_text"),
            items=tuple((one.title, "") for one in held),
            step=Step(action=f"{press.base}/u/{token}", button=say("leave_button"), fields=(ONE_CLICK,)),
            links=((say("leave_instead"), f"{press.base}/p/{token}"),),
        )
        return press.message(message, language=reader.language, status=status, problem=problem)

    async def _left(
        self, reader: Reader, token: str, meant: tuple[Choice, ...], *, status: int = 200, problem: str = ""
    ) -> Response:
        press = self._site.press
        say = press.interface(reader.language).say
        undoable = await self._site.desk.read(lambda newsroom: readers.to_undo(newsroom, reader))
        seal = ("seal", self._site.seal(f"undo {token}"))
        message = Message(
            title=say("left_title"),
            text=say("left_text") if meant else say("not_on_it"),
            items=tuple((one.title, "") for one in undoable or meant),
            step=Step(action=f"{press.base}/u/{token}/undo", button=say("undo_button"), fields=(seal,), plain=True)
            if undoable
            else None,
            hint=say("left_hint") if meant else "",
            links=((say("preferences_title"), f"{press.base}/p/{token}"),),
        )
        return press.message(message, language=reader.language, status=status, problem=problem)


def _is_one_click(form: Form) -> bool:
    wanted = tuple(words.lower() for words in ONE_CLICK)
    return any((name.strip().lower(), value.strip().lower()) == wanted for name, value in form.fields)
