"""Opens the sink of a transport, and says how a newsroom is set up to send to it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.drill.outbox_sink import OutboxSink
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.smtp_sink import SmtpSink
from digest.model.settings import TransportName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_CONNECTIONS = 4
_WORKERS = 3
_REQUESTS = 20  # for each kill, where batches of these sizes allow it; so a drill's are smaller than a real send's
_SMALLEST_BATCH, _LARGEST_BATCH = 2, 1000
_QUICK = 0.005  # seconds that a mail takes where nobody thinks about it, about
_LEISURE = 0.1  # seconds of sending that there should be for each kill, at least
_SHORTEST = 0.002  # seconds; a server that thinks for less than that is quick enough as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Sink:
    """Where a drill's mails end, in this process.

    `reached` is quick and says how many addresses have a mail so far. `taken` says how many each has, and is for when
    no run is at work. `in_doubt` is how many mails one kill may leave `unknown`; `a_mail` is about how many seconds
    one takes from claim to receipt.
    """

    mail: str  # lines of digest.toml's `[mail]` table
    environ: Mapping[str, str] = field(default_factory=dict)
    in_doubt: int
    a_mail: float
    reached: Callable[[], int]
    taken: Callable[[], Counter[str]]


@contextmanager
def open_sink(transport: TransportName, *, folder: Path, mails_per_kill: float) -> Iterator[Sink]:
    """Open the sink of a transport for the newsroom in `folder`.

    It is slow enough for each kill to find a tenth of a second of sending to fall into.
    """
    if transport is TransportName.OUTBOX:
        yield _outbox(folder)
    elif transport is TransportName.SENDGRID:
        batch = max(_SMALLEST_BATCH, min(_LARGEST_BATCH, int(mails_per_kill / _REQUESTS)))
        pause = _pause(_WORKERS * batch, mails_per_kill)
        with SendgridFake(delay=pause) as api:
            yield _sendgrid(api, batch=batch, pause=pause)
    else:
        with SmtpSink(pause=_pause(_CONNECTIONS, mails_per_kill)) as server:
            yield _smtp(server)


def _pause(in_flight: int, mails_per_kill: float) -> float:
    """Return for how many seconds to think about what is in flight together."""
    pause = min(_LEISURE, _LEISURE * in_flight / mails_per_kill)
    return pause if pause > _SHORTEST else 0.0


def _outbox(folder: Path) -> Sink:
    outbox = OutboxSink(folder / "outbox")
    return Sink(mail='transport = "outbox"', in_doubt=0, a_mail=_QUICK, reached=outbox.reached, taken=outbox.taken)


def _sendgrid(api: SendgridFake, *, batch: int, pause: float) -> Sink:
    where = f'[mail.sendgrid]\nurl = "{api.url}"\nbatch = {batch}\nworkers = {_WORKERS}'
    return Sink(
        mail=f'transport = "sendgrid"\n{where}',
        environ={"SENDGRID_API_KEY": api.key, "no_proxy": "127.0.0.1"},
        in_doubt=_WORKERS * batch,
        a_mail=pause + _QUICK,
        reached=lambda: len(api.taken),
        taken=lambda: Counter(api.taken),
    )


def _smtp(server: SmtpSink) -> Sink:
    return Sink(
        mail=f'transport = "smtp"\n[mail.smtp]\nport = {server.port}\nconnections = {_CONNECTIONS}',
        in_doubt=_CONNECTIONS,
        a_mail=server.pause + _QUICK,
        reached=server.reached,
        taken=server.taken,
    )
