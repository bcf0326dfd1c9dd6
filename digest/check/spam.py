"""Judges what spam filters count against a mail, and what readers take for spam."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail

_FEWEST_WORDS = 20
_WORDS_A_PICTURE = 8  # a mail with fewer is its pictures
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def exclamation_marks(mail: Mail) -> Iterator[Fault]:
    """Several exclamation marks in the subject."""
    count = len(re.findall("[!！]", mail.sample.subject))
    if count > 1:
        yield Fault(Place(Part.SUBJECT), f"has {count} exclamation marks, which spam filters count; leave one, or none")


def images_only(mail: Mail) -> Iterator[Fault]:
    """A mail that says little beside its pictures: nothing is left of it where they are off."""
    pictures, words = len(mail.document.named("img")), _count(mail)
    if pictures and words < pictures * _WORDS_A_PICTURE:
        yield Fault(Place(Part.HTML), f"has {words} words beside {pictures} pictures; write what they say as text")


def few_words(mail: Mail) -> Iterator[Fault]:
    """A mail of fewer than 20 words, which looks like the bait that spam sends out."""
    words = _count(mail)
    if words < _FEWEST_WORDS:
        yield Fault(Place(Part.HTML), f"has {words} words, fewer than {_FEWEST_WORDS}; give its stories summaries")


def _count(mail: Mail) -> int:
    """Count the words that can be seen; where words are not parted by spaces, two characters are about one."""
    text = mail.document.words(mail.document.root)
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + unspaced // 2
