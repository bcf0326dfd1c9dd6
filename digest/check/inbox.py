"""Judges what a reader sees before opening the mail: the subject, and the preheader after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place, shortened
from digest.check.words import squeezed
from digest.render.plaintext import width
from digest.render.subject import SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail

_PREHEADER_COLUMNS = 150  # what a phone shows at most; hidden text beyond it is taken for a trick
_FEWEST_CAPITALS = 8  # a subject of fewer may be an abbreviation


def subject_empty(mail: Mail) -> Iterator[Fault]:
    """A subject without a word."""
    if not squeezed(mail.sample.subject):
        yield Fault(Place(Part.SUBJECT), "is empty; give the lead a title")


def subject_long(mail: Mail) -> Iterator[Fault]:
    """A subject longer than the 70 columns that lists of mails show."""
    columns = width(mail.sample.subject)
    if columns > SUBJECT_COLUMNS:
        yield _subject(mail, f"takes {columns} columns of {SUBJECT_COLUMNS}; shorten the lead's title")


def subject_repeated(mail: Mail) -> Iterator[Fault]:
    """The subject of an issue before: programs put both into one conversation, and readers think they have read it."""
    if mail.sample.subject and mail.sample.subject in mail.sample.recent_subjects:
        yield _subject(mail, "is that of an issue before; let another story lead, or change the lead's title")


def subject_shouts(mail: Mail) -> Iterator[Fault]:
    """A subject in capitals alone, as spam has it."""
    letters = [sign for sign in mail.sample.subject if sign.lower() != sign.upper()]
    if len(letters) >= _FEWEST_CAPITALS and all(sign == sign.upper() for sign in letters):
        yield _subject(mail, "is all in capitals, which spam filters count; write the lead's title in small letters")


def preheader_empty(mail: Mail) -> Iterator[Fault]:
    """No preheader: the list of mails then shows whatever comes first in the mail."""
    preheader = squeezed(mail.sample.preheader)
    if not preheader:
        yield Fault(Place(Part.PREHEADER), "is empty; give the lead a summary")
    elif preheader not in squeezed(mail.document.all_words()):
        yield Fault(Place(Part.PREHEADER), "is not in the HTML; put an mj-preview with it into the theme")


def preheader_long(mail: Mail) -> Iterator[Fault]:
    """A preheader longer than any list of mails shows."""
    columns = width(mail.sample.preheader)
    if columns > _PREHEADER_COLUMNS:
        message = f"takes {columns} columns of {_PREHEADER_COLUMNS}; hidden text this long counts as a trick"
        yield Fault(Place(Part.PREHEADER), f"{message}; shorten it")


def preheader_repeats_subject(mail: Mail) -> Iterator[Fault]:
    """A preheader that says the subject once more."""
    preheader = mail.sample.preheader
    if squeezed(preheader) and squeezed(preheader) == squeezed(mail.sample.subject):
        yield Fault(Place(Part.PREHEADER), "says the subject once more; give the lead a summary of its own")


def _subject(mail: Mail, message: str) -> Fault:
    return Fault(Place(Part.SUBJECT, words=f'"{shortened(mail.sample.subject)}"'), message)
