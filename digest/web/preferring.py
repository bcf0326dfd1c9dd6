"""The page of a reader's own preferences: lists, topics, editions, language, a pause, and the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse

from digest.pipeline.letters import readers
from digest.pipeline.letters.list_mail import in_order, public_editions
from digest.web.offers import languages_offered, shown, topics_offered
from digest.web.premises import Site, origin_of
from subscribers.choices import choices

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from digest.model.edition import Edition
    from digest.pipeline.letters.readers import Reader
    from digest.pipeline.newsroom import Newsroom
    from digest.web.forms import Form
    from subscribers.choices import Choice
    from subscribers.preferences import Preferences

LONGEST_PAUSE = timedelta(days=366)
LEAVE_ALL = "leave-all"

_SAID = ("saved", "unchanged")  # what came of a button, as the address of the page tells
_BUTTONS = frozenset({LEAVE_ALL, "pause", "resume", "save"})
_STALE, _CHANGED = ("stale", "error_stale"), ("changed", "error_changed")


class EditionShown(NamedTuple):
    """An edition as a reader sees it: it goes to a list of theirs, and they may do without it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a reader stands: what the page is filled with."""

    reader: Reader
    lists: tuple[Choice, ...]
    wanted: Preferences
    editions: tuple[EditionShown, ...]  # to choose among
    barred: bool  # their address is suppressed


class PreferencePages:
    """Shows a reader how they stand, and does what its buttons say."""

    def __init__(self, site: Site) -> None:
        self._site = site
        settings = site.desk.settings
        self._topics, self._languages = topics_offered(settings), languages_offered(settings)
        self._zone = ZoneInfo(settings.publication.timezone)

    async def show(self, request: Request) -> Response:
        """Show how the reader stands."""
        token = request.path_params["token"]
        standing = await self._site.desk.read(lambda newsroom: _standing(newsroom, token))
        said = next((word for word in _SAID if word in request.query_params), "")
        return self._page(standing, token, said=said)

    async def post(self, request: Request) -> Response:
        """Do what the pressed button says, and show what came of it."""
        token = request.path_params["token"]
        form = await self._site.own_form(request)
        standing = await self._site.desk.read(lambda newsroom: _standing(newsroom, token))
        if not self._site.is_fresh(form, f"preferences {token}"):
            return self._page(standing, token, problem=_STALE)
        if problem := await self._do(standing, form, origin=origin_of(request)):
            return self._page(standing, token, problem=problem, until=form.one("until"))
        if form.one("do") == LEAVE_ALL:
            link = await self._site.desk.read(lambda newsroom: readers.link_of(newsroom, standing.reader))
            return RedirectResponse(f"{self._site.press.base}/u/{link}", 303)
        after = await self._site.desk.read(lambda newsroom: _standing(newsroom, token))
        said = "unchanged" if after == standing else "saved"
        return RedirectResponse(f"{self._site.press.base}/p/{token}?{said}", 303)

    async def _do(self, standing: Standing, form: Form, *, origin: str) -> tuple[str, str] | None:
        """Do what the pressed button says; return the field and the words where that cannot be done.

        What the page does not offer comes of one that stood open while that was changed, or is made up.
        """
        reader, held = standing.reader, [one.name for one in standing.lists if one.held]
        if not self._offers(standing, form):
            return _CHANGED
        if name := form.one("leave"):
            await self._leave(reader, [one for one in held if one == name], origin=origin)
        elif name := form.one("join"):
            wording = self._site.press.interface(reader.language).say("join_one")
            joined = await self._site.desk.write(
                lambda newsroom: readers.join(newsroom, reader, name, wording=wording, origin=origin)
            )
            return None if joined else _CHANGED
        elif form.one("do") == LEAVE_ALL:
            await self._site.desk.write(lambda newsroom: readers.leave_all(newsroom, reader, origin=origin))
            await self._site.settled(reader)
        elif form.one("do") == "pause":
            until = self._until(form.one("until"))
            if until is None:
                return "until", "error_date"
            await self._prefer(reader, replace(standing.wanted, paused_until=until), origin=origin)
        elif form.one("do") == "resume":
            await self._prefer(reader, replace(standing.wanted, paused_until=None), origin=origin)
        elif form.one("do") == "save":
            await self._prefer(reader, self._wanted(standing, form), origin=origin)
        return None

    def _offers(self, standing: Standing, form: Form) -> bool:
        """Tell whether the page has all that the form names, and a button that was pressed."""
        lists, topics = {one.name for one in standing.lists}, self._known_topics(standing)
        editions, languages = {one.name for one in standing.editions}, dict(self._languages)
        return (
            bool(form.one("leave") or form.one("join") or form.one("do") in _BUTTONS)
            and {*form.all("leave"), *form.all("join")} <= lists
            and topics.issuperset(form.all("topic"))
            and editions.issuperset(form.all("edition"))
            and set(form.all("language")) <= languages.keys()
        )

    def _known_topics(self, standing: Standing) -> set[str]:
        return {topic for topic, _ in self._topics} | set(standing.wanted.topics)

    async def _leave(self, reader: Reader, lists: list[str], *, origin: str) -> None:
        await self._site.desk.write(lambda newsroom: readers.leave(newsroom, reader, lists, origin=origin))
        await self._site.settled(reader)

    async def _prefer(self, reader: Reader, wanted: Preferences, *, origin: str) -> None:
        await self._site.desk.write(lambda newsroom: readers.prefer(newsroom, reader, wanted, origin=origin))

    def _wanted(self, standing: Standing, form: Form) -> Preferences:
        """Return what the form says of what it showed; the rest stays as it was."""
        before = standing.wanted
        editions = {one.name for one in standing.editions}
        skipped = editions - set(form.all("edition"))
        own, language = self._languages[0][0], before.language
        if form.one("language"):
            language = "" if form.one("language") == own else form.one("language")
        return replace(
            before,
            topics=form.all("topic"),
            skipped_editions=tuple((set(before.skipped_editions) - editions) | skipped),
            language=language,
        )

    def _until(self, text: str) -> datetime | None:
        """Return the first moment of the day that a pause ends with; None where it is no day to come."""
        try:
            moment = datetime.combine(date.fromisoformat(text), time(), tzinfo=self._zone)
        except ValueError:
            return None
        now = self._site.desk.now()
        return moment if now < moment <= now + LONGEST_PAUSE else None

    def _page(
        self, standing: Standing, token: str, *, said: str = "", problem: tuple[str, str] | None = None, until: str = ""
    ) -> Response:
        press, reader, wanted = self._site.press, standing.reader, standing.wanted
        words = press.words(reader.language)
        today = words.day(self._site.desk.now())
        known = {topic for topic, _ in self._topics}
        topics = (*self._topics, *((topic, shown(topic)) for topic in wanted.topics if topic not in known))
        return press.page(
            "preferences.html.j2",
            language=reader.language,
            status=422 if problem else 200,
            url=f"{press.base}/p/{token}",
            seal=self._site.seal(f"preferences {token}"),
            address=veiled(reader.address),
            standing=standing,
            contact=self._site.address,
            topics=topics,
            languages=self._languages,
            chosen_language=wanted.language or self._languages[0][0],
            paused=words.long_date(words.day(wanted.paused_until)) if wanted.paused_until else "",
            first_day=today + timedelta(days=1),
            last_day=today + LONGEST_PAUSE - timedelta(days=1),
            said=said,
            problem=problem,
            until=until,
        )


def veiled(address: str) -> str:
    """Return enough of an address for its owner to know it by: a mail may be passed on, and its links with it.

    >>> veiled("ana.silva@reader.example")
    'a…@reader.example'
    """
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _standing(newsroom: Newsroom, token: str) -> Standing:
    reader = readers.whose(newsroom, token)
    found = (one for one in choices(newsroom.db, reader.id) if one.held or not one.private)
    lists = tuple(in_order(newsroom, found))
    held = [one.name for one in lists if one.held]
    return Standing(
        reader=reader,
        lists=lists,
        wanted=readers.preferences(newsroom, reader),
        editions=_to_choose(public_editions(newsroom), held),
        barred=readers.is_barred(newsroom, reader),
    )


def _to_choose(editions: list[Edition], held: list[str]) -> tuple[EditionShown, ...]:
    """Return the editions that a reader may do without: those that share a list of theirs with another one."""
    shared: dict[str, str] = {}
    for name in held:
        going = [one for one in editions if one.goes_to([name])]
        if len(going) > 1:
            shared |= {one.name: one.title for one in going}
    return tuple(EditionShown(one.name, one.title) for one in editions if one.name in shared)
