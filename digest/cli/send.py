"""`digest send`: the issue to its recipients, or a test copy to a few addresses."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, asks, counted, note, print_json, progress, say
from digest.cli.plan import At, moment
from digest.cli.plan_text import print_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from digest.errors import DigestError
    from digest.pipeline.delivery.standing import Hooks, Standing
    from digest.pipeline.newsroom import Newsroom

NOTHING_DONE = "dry run: nothing was handed over, nothing was stored"

TrustClock = Annotated[bool, typer.Option("--trust-clock", help="The clock is right, though it seems to have jumped.")]


def send(
    ctx: typer.Context,
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Or a stored issue, such as an extra one.")],
    at: At = "",
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADDRESS", help="A marked test copy to these alone.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    despite_errors: Annotated[
        bool, typer.Option("--despite-errors", help="Send it though digest check finds errors in it.")
    ] = False,
    trust_clock: TrustClock = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but hand over, and store nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Send the edition's issue of this slot: each recipient gets it once, however often you call this.

    Exit codes: 0 sent (also: already sent); 1 failed, wrong by digest check, paused for a fault of ours, or cancelled;
    2 wrong usage or configuration; 3 nothing to send; 4 deferred or unknown deliveries remain, mails were
    given up at the deadline, or it was stopped half way (Ctrl-C, SIGTERM, or paused by a person): it can go on; 5
    another run is sending it.

    Example: digest send daily --yes
    """
    from digest.errors import DigestError, UsageError
    from digest.pipeline.delivery import sending
    from digest.pipeline.delivery.standing import Hooks

    shortfall: DigestError | None = None
    with session(ctx).newsroom() as newsroom:
        when = moment(newsroom, at)
        try:
            if to:
                _test_copies(newsroom, edition, to, when, dry_run=dry_run, as_json=as_json)
            elif dry_run:
                _dry_run(newsroom, edition, when, despite_errors=despite_errors, as_json=as_json)
            else:
                hooks = Hooks(despite_errors=despite_errors, trust_clock=trust_clock)
                shortfall = _send(ctx, newsroom, edition, when, hooks=hooks, yes=yes, as_json=as_json)
        except DigestError as error:
            if as_json and not isinstance(error, UsageError):
                print_json(sending.unsent_document(newsroom, edition, at=when))
            raise
    if shortfall:
        raise shortfall


def _send(
    ctx: typer.Context,
    newsroom: Newsroom,
    edition: str,
    when: datetime | None,
    *,
    hooks: Hooks,
    yes: bool,
    as_json: bool,
) -> DigestError | None:
    """Send the issue, print how it stands, and return why not all of the work is done, if so."""
    from digest.pipeline.delivery import sending

    with _Watch(edition) as watch:
        watched = replace(hooks, begin=watch.begin, confirm=watch.ask if asks(yes=yes) else hooks.confirm)
        result = sending.send(newsroom, edition, at=when, hooks=watched)
    if as_json:
        print_json(result.as_dict())
    elif not session(ctx).quiet:
        if result.again:
            note("sent before; nothing was handed over now")
        print_standing(result)
    return result.shortfall


class _Watch:
    """Turns signals into a sign to stop and shows a bar, from the first mail on; not while a question stands."""

    def __init__(self, edition: str) -> None:
        self._edition = edition
        self._stack = ExitStack()
        self._begun: tuple[threading.Event, Callable[[int, int], None]] | None = None

    def __enter__(self) -> _Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def begin(self) -> tuple[threading.Event, Callable[[int, int], None]]:
        """Return the sign to stop, and whom to tell how far the send is."""
        if self._begun is None:
            stop = self._stack.enter_context(stopping())
            self._begun = stop, self._stack.enter_context(progress(f"sending {self._edition}"))
        return self._begun

    def ask(self, name: str, recipients: int) -> bool:
        """Ask whether to send; Ctrl-C then ends the command at once."""
        self._stack.close()
        self._begun = None
        return typer.confirm(f"Send {name} to {counted(recipients, 'recipient')}?", err=True)


def _test_copies(
    newsroom: Newsroom, edition: str, to: list[str], when: datetime | None, *, dry_run: bool, as_json: bool
) -> None:
    from digest.pipeline.delivery import sending
    from digest.pipeline.delivery.copies import send_test_copies

    receipts = send_test_copies(newsroom, edition, to, at=when, dry_run=dry_run)
    if as_json:
        document = sending.unsent_document(newsroom, edition, at=when)
        print_json(document | {"test_copies": receipts})
    else:
        for receipt in receipts:
            say(f"{receipt['address']}: {receipt['status']} {receipt['detail']}".rstrip())
        if dry_run:
            note(NOTHING_DONE)
    if any(receipt["status"] != ("pending" if dry_run else "accepted") for receipt in receipts):
        raise typer.Exit(1)


def _dry_run(newsroom: Newsroom, edition: str, when: datetime | None, *, despite_errors: bool, as_json: bool) -> None:
    from digest.pipeline.delivery import sending
    from digest.pipeline.issues import plan

    planned = sending.rehearse(newsroom, edition, at=when, despite_errors=despite_errors)
    if as_json:
        print_json(sending.rehearsed_document(newsroom, planned) | {"plan": plan.document(planned)})
    else:
        print_plan(planned, newsroom.zone)
        note(NOTHING_DONE)


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Turn SIGTERM and Ctrl-C into a sign to stop: what is in flight is finished and recorded; twice ends at once."""
    stop = threading.Event()

    def ask(number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        note(f"\nstopping ({signal.Signals(number).name}): mail in flight is finished first")
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def print_standing(result: Standing) -> None:
    """Print how an issue stands, in two lines, and why some do not get it, as a plan does."""
    counts = {name: count for name, count in result.counts.as_dict().items() if count}
    mailed = counts.pop("recipients", 0) - counts.pop("skipped", 0)
    say(f"{result.record.name}: {result.record.state}  {result.record.subject}".rstrip())
    if result.record.note:
        say(result.record.note)
    words = ", ".join(f"{count} {name}" for name, count in counts.items())
    shared = f" of {result.variants:,} variants" if result.variants > 1 else ""
    say(f"{counted(mailed, 'recipient')}{shared}: {words or 'none yet'}")
    for why, count in result.counts.skipped.items():
        say(f"  {count:,} not: {why or 'erased'}")
