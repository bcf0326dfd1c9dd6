"""`digest drill`: a send killed at random moments, to see that nothing is mailed twice and nothing lost."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, print_json, say

if TYPE_CHECKING:
    from digest.drill.record import Drill, Kill, Order
    from digest.drill.verdict import Verdict

_MOMENTS = {"starting": "starting up", "in_flight": "with mail in flight", "between": "between mails"}


def drill(
    ctx: typer.Context,
    recipients: Annotated[
        int, typer.Option(min=1, max=1_000_000, metavar="N", help="How many readers to invent.")
    ] = 2000,
    kills: Annotated[int, typer.Option(min=0, max=100_000, metavar="N", help="How often to kill the send.")] = 10,
    transport: Annotated[str, typer.Option(metavar="NAME", help="What carries it: outbox, smtp or sendgrid.")] = "smtp",
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="The seed of an earlier drill: its moments once more.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Send an invented issue to invented readers, kill the send again and again, and compare ledger and mails.

    It is held in a folder of its own, with a mail server of its own that keeps nothing: it touches neither your
    configuration nor your database, and no mail leaves this machine. Exit codes: 0 all is as promised, 1 it is not.

    Example: digest drill --kills 20 --transport smtp
    """
    import os
    import random

    from digest import clock
    from digest.drill.record import Order
    from digest.errors import DigestError, UsageError
    from digest.model.settings import TransportName
    from digest.pipeline.delivery.drilling import hold

    if transport not in tuple(TransportName):
        raise UsageError(f"--transport {transport!r} is not one of {', '.join(TransportName)}")
    chosen = random.randrange(1_000_000) if seed is None else seed
    order = Order(recipients=recipients, kills=kills, transport=TransportName(transport), seed=chosen)
    tells = sys.stderr.isatty() and not session(ctx).quiet
    held = hold(
        order, now=clock.now(os.environ), environ=os.environ, on_kill=lambda one: _tell(one, order) if tells else None
    )
    if as_json:
        print_json(held.as_dict())
    elif not session(ctx).quiet:
        _print(held)
    if held.faults:
        raise DigestError(f"the drill found faults: {'; '.join(held.faults)}; everything is kept in {held.folder}")


def _tell(kill: Kill, order: Order) -> None:
    """Report one kill, as it happens."""
    what = f"{kill.in_flight} in flight" if kill.in_flight else _MOMENTS[kill.moment]
    note(f"kill {kill.number} of {order.kills}: {kill.reached:,} mails out, {what}")


def _print(held: Drill) -> None:
    verdict, moments = held.verdict, Counter(kill.moment for kill in held.kills)
    say(f"{held.order.transport}, {counted(verdict.recipients, 'recipient')}, seed {held.order.seed}")
    words = ", ".join(f"{count:,} {_MOMENTS[moment]}" for moment, count in moments.most_common())
    early = " before the send was over" if len(held.kills) < held.order.kills else ""
    say(f"killed {counted(len(held.kills), 'time')}{early}{': ' if words else ''}{words}")
    say(f"{verdict.once:,} accepted, and arrived once")
    say(f"{verdict.unknown:,} unknown (no more than {verdict.unknown_at_most:,} may be){_of_these(verdict)}")
    if not held.faults:
        say("nobody got it twice, nobody was lost")


def _of_these(verdict: Verdict) -> str:
    arrived, not_arrived = len(verdict.unknown_arrived), len(verdict.unknown_not_arrived)
    return f": {arrived:,} of them arrived, {not_arrived:,} did not" if verdict.unknown else ""
