"""Says what an answer of SendGrid's means for the request: taken, turned away, for now or for good, or in doubt."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from digest.deliver.headers import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.deliver.sendgrid_wire import Answer

LONGEST_WAIT = 600.0  # seconds; who says longer is asked again after this
_LONGEST_WORDS = 300  # characters of what the other side says that are kept
_MOST_ERRORS = 1000  # of one answer that are read
# What else may stand in a personalization, such as headers, is the same for all of them: no recipient is to blame.
_PERSONALIZATION = re.compile(r"personalizations[.\[](\d{1,4})\]?(\.(to|substitutions)\b.*)?")
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?")


class Said(Enum):
    """What an answer comes to."""

    TAKEN = auto()  # queued, or found good in the sandbox
    BLAMES = auto()  # nothing was sent, because of the recipients in `blamed`
    TOO_LARGE = auto()  # nothing was sent; half of it may pass
    SLOW_DOWN = auto()  # nothing was sent; after `wait` it may be
    TURNED_AWAY = auto()  # nothing was sent, nor will it be before a person has seen to it
    IN_DOUBT = auto()  # it may have been sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an answer means; `words` are the other side's own, on one line.

    `blamed` gives the words for each recipient at fault by its place in the request, from 0; `wait` is in seconds, 0
    where the answer does not say.
    """

    said: Said
    words: str = ""
    blamed: Mapping[int, str] = field(default_factory=dict)
    wait: float = 0.0


def verdict_on(answer: Answer, *, size: int, sandbox: bool) -> Verdict:
    """Judge the answer to a request of `size` recipients; see SendGrid's Mail Send errors and rate limits."""
    status = answer.status
    if status == 202 or (status == 200 and sandbox):
        return Verdict(said=Said.TAKEN, words=_bounded(answer.headers.get("X-Message-Id") or ""))
    words = said_in(answer)
    if status == 400 and (blamed := _blamed(answer, size)):
        return Verdict(said=Said.BLAMES, words=words, blamed=blamed)
    if status == 413:
        return Verdict(said=Said.TOO_LARGE, words=words)
    if status == 429:
        return Verdict(said=Said.SLOW_DOWN, words=words, wait=wait_of(answer.headers, now=time.time()))
    return Verdict(said=Said.TURNED_AWAY if 300 <= status < 500 else Said.IN_DOUBT, words=words)


def wait_of(headers: Mapping[str, str], *, now: float) -> float:
    """Return the seconds an answer asks us to wait, at most LONGEST_WAIT; 0 where it does not say.

    Retry-After counts seconds or is a date (RFC 9110, 10.2.3); X-RateLimit-Reset is a moment in seconds since 1970,
    compared with the other side's own clock where it tells the time. `now` stands in for that clock.
    """
    now = _moment(headers.get("Date")) or now
    asked = headers.get("Retry-After") or ""
    if (wait := _number(asked)) is None and (until := _moment(asked) or _number(headers.get("X-RateLimit-Reset"))):
        wait = max(until - now, 1.0)
    return min(wait or 0.0, LONGEST_WAIT)


def _blamed(answer: Answer, size: int) -> dict[int, str]:
    """Return what is said of each recipient that is named."""
    found: dict[int, str] = {}
    for field_name, message in _errors(answer):
        place = _PERSONALIZATION.fullmatch(field_name)
        if place and int(place[1]) < size:
            found.setdefault(int(place[1]), f"400 {message}")
    return found


def said_in(answer: Answer) -> str:
    """Return the status and what is said with it, on one line."""
    said = [f"{message} ({name})" if name else message for name, message in _errors(answer)]
    words = _bounded("; ".join(said[:5]) or answer.body[:_LONGEST_WORDS].decode("utf-8", "replace"))
    return f"{answer.status} {words}".strip()


def _errors(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the field, where one is named, and the message of each error in the body."""
    try:
        errors = json.loads(answer.body)["errors"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return
    for error in errors[:_MOST_ERRORS] if isinstance(errors, list) else ():
        if isinstance(error, dict):
            name = error.get("field")
            yield _bounded(name) if isinstance(name, str) and name != "null" else "", _bounded(error.get("message"))


def _bounded(text: object) -> str:
    return clean(str(text)[:_LONGEST_WORDS]) if text else ""


def _number(text: str | None) -> float | None:
    return float(text) if text and _NUMBER.fullmatch(text) else None


def _moment(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (ValueError, OverflowError):
        return None
