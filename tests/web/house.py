"""A newsroom whose public pages are being served: readers knock, and letters are written when told to."""

from __future__ import annotations

import http.client
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as modern
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from digest.pipeline.letters import asking
from digest.pipeline.letters.corresponding import correspond
from digest.pipeline.letters.stationery import hours
from digest.pipeline.publishing.serving import app_of
from digest.store.issues import issues
from digest.web.seal import Seals
from subscribers.keys import secret, signing_keys
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.tokens import Purpose, TokenMint
from tests.pipeline.conftest import opened, send_issues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.pipeline.newsroom import Newsroom
    from subscribers.model import State
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["House", "Page", "assert_not_ours", "house", "houses", "opened"]

ANA, BEN = "ana@reader.example", "ben@reader.example"
URLENCODED = {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Page:
    """An answer."""

    status: int
    headers: Any
    body: str

    @property
    def title(self) -> str:
        """What the page's heading says."""
        found = re.search(r"<h1>(.*?)</h1>", self.body, re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""

    @property
    def text(self) -> str:
        """The words of the page's main part, on one line."""
        main = self.body.partition("<main>")[2].partition("</main>")[0]
        return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))

    def value(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.body)
        return unescape(found[1]) if found else ""


def assert_not_ours(page: Page) -> None:
    """See that a form is refused in the words that a form gets which no page of ours sent."""
    assert (page.status, page.title) == (403, "This did not get through")
    assert "It did not come from our page" in page.text


@dataclass
class House:
    """The newsroom, its folder, and the port that its pages are served at."""

    newsroom: Newsroom
    desk: Desk
    port: int
    woken: list[bool] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            answer = connection.getresponse()
            return Page(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Page:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict[str, Any] | Sequence[tuple[str, str]] = (), **headers: str) -> Page:
        return self.ask("POST", path, urlencode(fields, doseq=True), **URLENCODED | headers)

    def sign_up(self, address: str, *lists: str, **more: Any) -> Page:
        """Fill in the form as a browser does."""
        seal = self.get("/subscribe").value("seal")
        headers = {name: more.pop(name) for name in tuple(more) if name.startswith(("x_", "sec_", "origin"))}
        fields = {"seal": seal, "address": address, "list": lists or ("daily",)} | more
        return self.post("/subscribe", fields, **headers)

    def old_seal(self, page: str) -> str:
        """The seal of a page that has stood open for more than a day."""
        return Seals(secret(self.newsroom.db, "forms")).make(page, now=self.newsroom.now() - timedelta(hours=25))

    def write_letters(self) -> None:
        """Do what the clerk does."""
        asking.act_on_signups(self.newsroom)
        correspond(self.newsroom)

    def link(self, address: str = ANA, *, issue: str = "daily") -> str:
        """The token that a reader's mail of an issue bears; of none where that is empty."""
        number = issues.named(self.newsroom.db, issue).id if issue else 0
        person = find(self.newsroom.db, address)
        return self.mint.mint(person, number, epoch=Roster(self.newsroom.db).epoch(person) or 0)

    def question(self, address: str, *, age: timedelta = timedelta()) -> str:
        """The token of a confirmation mail so old."""
        person, at = find(self.newsroom.db, address), hours(self.newsroom.now() - age)
        return self.mint.mint(person, at, epoch=0, purpose=Purpose.CONFIRM)

    def mailed(self, address: str) -> str:
        """The plain text of the letter that somebody was mailed."""
        (path,) = (self.desk.folder / "outbox" / "confirmations").rglob(f"{address}.eml")
        body = message_from_bytes(path.read_bytes(), policy=modern).get_body(("plain",))
        assert body
        return str(body.get_content())

    def state(self, address: str = ANA, list_name: str = "daily") -> State | None:
        """Where somebody stands with a list."""
        found = {one.list: one.state for one in Roster(self.newsroom.db).show(address).subscriptions}
        return found.get(list_name)

    @property
    def mint(self) -> TokenMint:
        return TokenMint(signing_keys(self.newsroom.db))

    def count(self, table: str) -> int:
        return int(self.newsroom.db[table].count)


def build(desk: Desk, *, pages: str, edition: str, path: str, language: str) -> None:
    """Daily went to three readers once; weekend is public too; desk is private; German is spoken as well."""
    more = f'[pages]\nlanguages = ["de"]\nprivacy_url = "https://herald.example/privacy"\n{pages}'
    desk.configure(mail=more, edition=edition)
    file = desk.folder / "digest.toml"
    publication = f'"https://herald.example{path}"\nlanguage = "{language}"'
    file.write_text(file.read_text().replace('"https://herald.example"', publication))
    desk.ok("lists", "create", "weekend", "--title", "Weekend reads")
    desk.ok("lists", "create", "desk", "--private")
    send_issues(desk, 1)


@pytest.fixture
def houses(
    live: Callable[..., Desk],
    opened: Callable[[Any, str], Sent],
    served: Callable[..., Any],
) -> Iterator[Callable[..., House]]:
    """Open a house, see `build`; each is built once and copied for whoever wants the same."""
    with ExitStack() as stack:

        def open_one(*, pages: str = "", edition: str = "", path: str = "", language: str = "en") -> House:
            desk = live(build, pages=pages, edition=edition, path=path, language=language)
            woken: list[bool] = []
            newsroom, own = (opened(desk.folder, desk.now).newsroom for _ in range(2))
            app = stack.enter_context(app_of(own, patience=timedelta(seconds=0.3), wake=lambda: woken.append(True)))
            port = urlsplit(stack.enter_context(served(app))).port
            assert port
            return House(newsroom, desk, port, woken)

        yield open_one


@pytest.fixture
def house(houses: Callable[..., House]) -> House:
    """The house as most tests find it."""
    return houses()
