"""Times our SendGrid transport against the helper classes of SendGrid's own package, both asking one counting fake.

The fake is a process of its own that takes everything at once and only counts. The package's classes are used as its
README shows them, a batch of 1,000 recipients a request, each with substitutions; and once more with the headers and
the argument that ours carries as well. Neither keeps a ledger here. The two sides take turns; medians are shown.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Category, CustomArg, Header, Mail, Personalization, Substitution, To

from digest.deliver.message import encode
from digest.deliver.sendgrid import SendgridTransport
from digest.deliver.sendgrid_request import RequestTemplate, recipient
from digest.model.delivery import Envelope
from digest.model.issue import Marks, Rendering, Variant
from digest.model.settings import SendgridSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BATCH, BATCHES, ROUNDS = 1000, 10, 7
ALL = BATCH * BATCHES
MARKS = Marks(token="t4f1c09be27d8a3506b1e0", reason="r83be10c7a94d25f6e0b71c48d3f29a56")
STORY = "<p>Work starts in March and closes the lower car park for eleven weeks. Fares stay as they were.</p>\n"
LINK = f"https://herald.example/u/{MARKS.token}"
RENDERING = Rendering(
    subject="Council backs the flood wall",
    preheader="",
    html=f'<html><body>{STORY * 700}<p>{MARKS.reason}</p><a href="{LINK}">Leave</a></body></html>',
    text=f"{'Work starts in March. ' * 300}\n{MARKS.reason}\n{LINK}\n",
    language="en",
)


def variant() -> Variant:
    message = encode(
        RENDERING,
        sender_name="The Harbour Herald",
        sender_address="digest@herald.example",
        reply_to="desk@herald.example",
        date=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        list_id="daily.herald.example",
        base_url="https://herald.example",
        archive_url="https://herald.example/archive/daily",
        marks=MARKS,
    )
    return Variant(rendering=RENDERING, message=message, sender="digest@herald.example", marks=MARKS)


def envelope(number: int) -> Envelope:
    return Envelope(
        delivery_id=number,
        address=f"reader{number}@readers.example",
        name=f"Reader {number}",
        message_id=f"<daily.2026-11-23.{number:026d}@herald.example>",
        token=f"{number:022d}",
        reference=f"{number:026d}",
        reason="You get this because you joined Daily on 3 May 2026.",
    )


def as_the_readme_shows(batch: Sequence[Envelope]) -> Mail:
    people = [
        To(one.address, one.name, substitutions={MARKS.token: one.token, MARKS.reason: one.reason}) for one in batch
    ]
    return Mail(
        from_email=("digest@herald.example", "The Harbour Herald"),
        to_emails=people,
        subject=RENDERING.subject,
        plain_text_content=RENDERING.text,
        html_content=RENDERING.html,
        is_multiple=True,
    )


def with_all_that_ours_carries(batch: Sequence[Envelope]) -> Mail:
    mail = as_the_readme_shows(())
    mail.add_category(Category("digest-daily"))
    for one in batch:
        person = Personalization()
        person.add_to(To(one.address, one.name))
        person.add_substitution(Substitution(MARKS.token, one.token))
        person.add_substitution(Substitution(MARKS.reason, one.reason))
        for name, value in (
            ("Message-ID", one.message_id),
            ("List-Id", "<daily.herald.example>"),
            ("List-Unsubscribe", f"<https://herald.example/u/{one.token}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("List-Archive", "<https://herald.example/archive/daily>"),
            ("Precedence", "list"),
        ):
            person.add_header(Header(name, value))
        person.add_custom_arg(CustomArg("digest_ref", one.reference))
        mail.add_personalization(person)
    return mail


def batches(envelopes: Sequence[Envelope]) -> Iterator[Sequence[Envelope]]:
    return (envelopes[start : start + BATCH] for start in range(0, len(envelopes), BATCH))


def send_theirs(
    make: Callable[[Sequence[Envelope]], Mail], envelopes: Sequence[Envelope], *, url: str, key: str
) -> None:
    client = SendGridAPIClient(key, host=url)
    for batch in batches(envelopes):
        assert client.send(make(batch)).status_code == 202


def send_ours(envelopes: Sequence[Envelope], *, url: str, key: str) -> None:
    settings = SendgridSettings(
        api_key_env="KEY", region="global", url=url, sandbox=False, batch=BATCH, workers=1,
        timeout=timedelta(seconds=30), webhook_key="",
    )  # fmt: skip
    template = RequestTemplate(variant(), category="digest-daily", sandbox=False)
    with SendgridTransport(lambda _: template, settings, sender=variant().sender, environ={"KEY": key}) as transport:
        assert all(receipt.status == "accepted" for receipt in transport.send(iter(envelopes)))


def build_theirs(make: Callable[[Sequence[Envelope]], Mail], envelopes: Sequence[Envelope]) -> None:
    for batch in batches(envelopes):
        json.dumps(make(batch).get()).encode()


def build_ours(envelopes: Sequence[Envelope]) -> None:
    template = RequestTemplate(variant(), category="digest-daily", sandbox=False)
    for batch in batches(envelopes):
        template.body([template.personalization(one, address=recipient(one.address)) for one in batch])


@contextmanager
def counting_fake() -> Iterator[tuple[str, str]]:
    """Run the fake in a process of its own; give its url and key, and check at the end that it counted all."""
    command = (sys.executable, __file__, "fake")
    root = str(Path(__file__).parent.parent)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": root}
    ) as process:
        assert process.stdout
        url, key = process.stdout.readline().split()
        yield url, key
        counted, _ = process.communicate("\n")
        assert int(counted) == 3 * ROUNDS * ALL, counted


def serve() -> None:
    """Be the counting fake until a line comes in."""
    from digest.drill.sendgrid_fake import SendgridFake

    with SendgridFake(judge=False) as fake:
        print(fake.url, fake.key, flush=True)
        sys.stdin.readline()
        print(fake.taken.total(), flush=True)


def medians(*sides: Callable[[], None]) -> list[float]:
    """Return the median of the seconds each side takes for all recipients, the sides taking turns."""
    seconds: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for side, taken in zip(sides, seconds, strict=True):
            begun = time.perf_counter()
            side()
            taken.append(time.perf_counter() - begun)
    return [statistics.median(taken) for taken in seconds]


def show(what: str, taken: Sequence[float]) -> None:
    ours, readme, same = taken
    print(f"{what:6}ours {ALL / ours:9,.0f}/s ({ours / ALL * 1e6:5.1f} us a recipient)")
    for name, theirs in (("as its README shows", readme), ("with what ours carries", same)):
        print(
            f"      theirs, {name:23} {ALL / theirs:9,.0f}/s ({theirs / ALL * 1e6:5.1f} us)  ratio {theirs / ours:5.1f}"
        )


def main() -> None:
    envelopes = [envelope(number) for number in range(ALL)]
    theirs = (as_the_readme_shows, with_all_that_ours_carries)
    show("build", medians(partial(build_ours, envelopes), *(partial(build_theirs, make, envelopes) for make in theirs)))
    with counting_fake() as (url, key):
        sends = [partial(send_theirs, make, envelopes, url=url, key=key) for make in theirs]
        show("send", medians(partial(send_ours, envelopes, url=url, key=key), *sends))


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["fake"] else main()
