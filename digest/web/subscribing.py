"""The page to subscribe on, which answers everybody alike, and the one that says to look for a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from digest.pipeline.letters.asking import LEAST_APART
from digest.pipeline.letters.list_mail import in_order, latest_of, next_issue_of
from digest.web.offers import languages_offered, topics_offered
from digest.web.premises import Site, origin_of
from digest.web.press import Message
from subscribers import signups
from subscribers.addresses import parse
from subscribers.choices import choices
from subscribers.errors import BadAddress
from subscribers.signups import Signup

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from digest.pipeline.newsroom import Newsroom
    from digest.web.forms import Form
    from subscribers.addresses import Address

PAGE = "subscribe"  # what the seal of its form is made for
# A field that no person sees; whoever fills it in is none. A browser does not know such a word of anybody, as it does a
# company or a website, to fill it in for a reader who would not get the mail then.
TRAP = "comment"

# A minute more, so that whoever comes back in the minute that the page names is not too early. It is said to everybody.
AGAIN_AFTER = LEAST_APART + timedelta(minutes=1)

_LONGEST = 254  # characters of what is shown again of an address that is none


class Offer(NamedTuple):
    """A public list; the latest issue that went to it, and when the next will."""

    name: str
    title: str
    latest: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody filled in."""

    address: str = ""
    lists: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""


class SubscribePages:
    """Takes requests down for the letters to answer; what it says itself is the same for every address."""

    def __init__(self, site: Site) -> None:
        self._site = site
        settings = site.desk.settings
        self._topics, self._languages = topics_offered(settings), languages_offered(settings)
        self.check_url = f"{site.press.base}/subscribe/check"

    async def show(self, request: Request) -> Response:
        """Show the form; `?list=` chooses lists beforehand."""
        return await self._form(Given(lists=tuple(request.query_params.getlist("list"))))

    async def post(self, request: Request) -> Response:
        """Take a request down, durably, and say to look for a mail."""
        form = await self._site.own_form(request)
        if form.one(TRAP):
            return self._look_for_a_mail()
        self._site.refuse_pest(request)
        fresh = self._site.is_fresh(form, PAGE)
        offers = await self._offers()
        given = self._given(form, offers)
        address, errors = self._judge(given, form, fresh=fresh)
        if errors or address is None:
            return await self._form(given, errors, status=422)
        self._site.allow_letter(request)
        if self._site.allow_address(address.key):
            await self._take_down(address, given, offers, origin=origin_of(request))
        return self._look_for_a_mail()

    async def check(self, _request: Request) -> Response:
        """Say to look for a mail."""
        press, now = self._site.press, self._site.desk.now()
        say = press.interface().say
        words = press.words()
        when = words.moment(now + AGAIN_AFTER, today=words.day(now))
        return press.message(
            Message(
                title=say("check_title"),
                text=say("check_text"),
                hint=say("check_hint", when=when),
                links=((say("subscribe"), f"{press.base}/subscribe"),),
            )
        )

    async def _form(self, given: Given, errors: dict[str, str] | None = None, *, status: int = 200) -> Response:
        offers = await self._offers()
        if not offers:
            raise HTTPException(404, "no list is public")
        return self._site.press.page(
            "subscribe.html.j2",
            status=status,
            headers={"cache-control": "no-store", "referrer-policy": "same-origin"},
            given=given,
            errors=errors or {},
            lists=[self._shown(one) for one in offers],
            topics=self._topics,
            languages=self._languages,
            trap=TRAP,
            consent=self._consent(),
            seal=self._site.seal(PAGE),
        )

    def _shown(self, offer: Offer) -> dict[str, object]:
        """Return a list as the form shows it."""
        say, words, now = self._site.press.interface().say, self._site.press.words(), self._site.desk.now()
        beside = [say("latest", subject=offer.latest)] if offer.latest else []
        if offer.due:
            beside.append(say("next_issue", when=words.moment(offer.due, today=words.day(now))))
        return {"name": offer.name, "title": offer.title, "beside": beside}

    async def _offers(self) -> tuple[Offer, ...]:
        return await self._site.desk.read(_offers)

    def _given(self, form: Form, offers: tuple[Offer, ...]) -> Given:
        """Return what was filled in, of what is offered."""
        names = [one.name for one in offers]
        topics = [topic for topic, _ in self._topics]
        languages = [language for language, _ in self._languages]
        asked = names if len(names) == 1 else form.all("list")
        return Given(
            address=form.one("address")[:_LONGEST],
            lists=tuple(name for name in names if name in asked),
            topics=tuple(topic for topic in topics if topic in form.all("topic")),
            language=form.one("language") if form.one("language") in languages else "",
        )

    def _judge(self, given: Given, form: Form, *, fresh: bool) -> tuple[Address | None, dict[str, str]]:
        say, errors, address = self._site.press.interface().say, {}, None
        try:
            address = parse(given.address)
        except BadAddress:
            errors["address"] = say("error_address")
        if not given.lists:
            errors["lists"] = say("error_changed") if form.all("list") else say("error_lists")
        if not errors and not fresh:
            errors["consent"] = say("error_stale")
        return address, errors

    async def _take_down(self, address: Address, given: Given, offers: tuple[Offer, ...], *, origin: str) -> None:
        titles = [one.title for one in offers if one.name in given.lists]
        own = self._languages[0][0]
        signup = Signup(
            address=address.display,
            lists=given.lists,
            topics=given.topics,
            language="" if given.language == own else given.language,
            wording=f"{self._consent()} ({self._site.press.words().enumerated(titles)})",
            origin=origin,
        )
        await self._site.desk.write(lambda newsroom: signups.put(newsroom.db, [signup], now=newsroom.now()))
        self._site.wake()

    def _consent(self) -> str:
        name = self._site.desk.settings.publication.name
        return self._site.press.interface().say("consent", publication=name)

    def _look_for_a_mail(self) -> Response:
        return RedirectResponse(self.check_url, 303)


def _offers(newsroom: Newsroom) -> tuple[Offer, ...]:
    found = in_order(newsroom, (one for one in choices(newsroom.db) if not one.private))
    latest = [latest_of(newsroom, one.name) for one in found]
    return tuple(
        Offer(one.name, one.title, issue.subject if issue else "", next_issue_of(newsroom, one.name))
        for one, issue in zip(found, latest, strict=True)
    )
