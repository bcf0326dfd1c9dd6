"""The page behind the one link of a confirmation mail: looking at it changes nothing, its button confirms.

Whose address is suppressed learns here, and only here, that no mail would come of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from digest.pipeline.letters import asking, readers
from digest.pipeline.letters.list_mail import halted, next_issue_of
from digest.web.offers import shown
from digest.web.premises import Site, origin_of
from digest.web.press import Message, Step
from subscribers.choices import choices
from subscribers.model import State

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from digest.model.letter import Halted
    from digest.pipeline.letters.readers import Reader
    from digest.pipeline.newsroom import Newsroom
    from subscribers.choices import Choice


class ConfirmPages:
    """Shows what waits for a reader's word, takes it, and offers a new mail where the link has expired."""

    def __init__(self, site: Site, *, check_url: str) -> None:
        self._site, self._check_url = site, check_url

    async def show(self, request: Request) -> Response:
        """Show what waits, with the button that confirms it."""
        return await self._show(request.path_params["token"])

    async def post(self, request: Request) -> Response:
        """Confirm the lists that the page showed."""
        token = request.path_params["token"]
        form = await self._site.own_form(request)
        reader, valid = await self._site.desk.read(lambda newsroom: readers.whose_question(newsroom, token))
        if not self._site.is_fresh(form, f"confirm {token}"):
            return await self._show(token, problem="error_stale")
        if not valid or await self._site.is_barred(reader):
            return await self._show(token)
        lists, origin = form.all("list"), origin_of(request)
        say = self._site.press.interface(reader.language).say
        wording = f"{say('confirm_title')} {say('confirm_button')}"
        done = await self._site.desk.write(
            lambda newsroom: readers.confirm(newsroom, reader, lists, wording=wording, origin=origin)
        )
        if not done and await self._site.desk.read(lambda newsroom: bool(readers.waiting(newsroom, reader))):
            return await self._show(token, problem="error_changed")
        return await self._confirmed(reader, lists)

    async def again(self, request: Request) -> Response:
        """Have a new mail sent to whom the link was mailed, and to nobody else."""
        token = request.path_params["token"]
        form = await self._site.own_form(request)
        reader, _ = await self._site.desk.read(lambda newsroom: readers.whose_question(newsroom, token))
        if not self._site.is_fresh(form, f"again {token}"):
            return await self._show(token, problem="error_stale")
        if await self._site.is_barred(reader):
            return await self._show(token)
        self._site.allow_letter(request)
        origin = origin_of(request)
        await self._site.desk.write(lambda newsroom: asking.ask_again(newsroom, reader.id, origin=origin))
        self._site.wake()
        return RedirectResponse(self._check_url, 303)

    async def _show(self, token: str, *, problem: str = "") -> Response:
        def look(newsroom: Newsroom) -> tuple[Reader, bool, tuple[Choice, ...], tuple[str, ...]]:
            reader, valid = readers.whose_question(newsroom, token)
            topics = readers.preferences(newsroom, reader).topics
            return reader, valid, readers.waiting(newsroom, reader), topics

        reader, valid, waiting, topics = await self._site.desk.read(look)
        press, language = self._site.press, reader.language
        if await self._site.is_barred(reader):
            return press.message(self._site.barred(reader), language=language, status=422 if problem else 200)
        if not waiting:
            return await (self._confirmed(reader) if valid else self._settled(reader, valid=False))
        message = self._question(reader, token, waiting, topics) if valid else self._expired(reader, token)
        return press.message(message, language=language, problem=problem)

    def _question(self, reader: Reader, token: str, waiting: tuple[Choice, ...], topics: tuple[str, ...]) -> Message:
        press = self._site.press
        say, words = press.interface(reader.language).say, press.words(reader.language)
        lists = tuple(("list", one.name) for one in waiting)
        seal = ("seal", self._site.seal(f"confirm {token}"))
        chosen = words.enumerated([shown(topic) for topic in topics])
        return Message(
            title=say("confirm_title"),
            items=tuple((one.title, "") for one in waiting),
            below=say("topics_chosen", topics=chosen) if topics else "",
            step=Step(action=f"{press.base}/c/{token}", button=say("confirm_button"), fields=(seal, *lists)),
            hint=say("confirm_ignore"),
        )

    def _expired(self, reader: Reader, token: str) -> Message:
        press = self._site.press
        say = press.interface(reader.language).say
        seal = ("seal", self._site.seal(f"again {token}"))
        return Message(
            title=say("expired_title"),
            text=say("expired_text"),
            step=Step(action=f"{press.base}/c/{token}/again", button=say("expired_button"), fields=(seal,)),
        )

    async def _confirmed(self, reader: Reader, lists: tuple[str, ...] | None = None) -> Response:
        """Say which of these lists, or of all, mail the reader now."""

        def look(newsroom: Newsroom) -> tuple[list[tuple[Choice, datetime | None]], str, Halted | None]:
            theirs = [one for one in choices(newsroom.db, reader.id) if one.state is State.CONFIRMED]
            meant = [one for one in theirs if lists is None or one.name in lists]
            why = halted(newsroom, reader.id, [one.name for one in meant])
            skipped = readers.preferences(newsroom, reader).skipped_editions
            due = [(one, None if why else next_issue_of(newsroom, one.name, skipped=skipped)) for one in meant]
            return due, readers.link_of(newsroom, reader), why

        meant, link, why = await self._site.desk.read(look)
        if not meant:
            return await self._settled(reader, valid=True)
        press, now = self._site.press, self._site.desk.now()
        say, words = press.interface(reader.language).say, press.words(reader.language)
        message = Message(
            title=say("confirmed_title"),
            text=say("confirmed_text", publication=self._site.desk.settings.publication.name),
            items=tuple(
                (one.title, say("next_issue", when=words.moment(due, today=words.day(now))) if due else "")
                for one, due in meant
            ),
            hint=press.halted(why, language=reader.language),
            links=((say("to_preferences"), f"{press.base}/p/{link}"),),
        )
        return press.message(message, language=reader.language)

    async def _settled(self, reader: Reader, *, valid: bool) -> Response:
        """Say that there is nothing to confirm; who holds a fresh link may go on to their preferences."""
        press = self._site.press
        say = press.interface(reader.language).say
        links = ((say("subscribe"), f"{press.base}/subscribe"),)
        if valid:
            link = await self._site.desk.read(lambda newsroom: readers.link_of(newsroom, reader))
            links = ((say("preferences_title"), f"{press.base}/p/{link}"),)
        message = Message(title=say("settled_title"), text=say("settled_text"), links=links)
        return press.message(message, language=reader.language)
