"""Prints letters: one rendering, message and carrier for all letters that say the same."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, NamedTuple

from digest.deliver.letter import encode_letter
from digest.model.delivery import Envelope
from digest.model.issue import Variant
from digest.model.letter import ASKING, FOLDER, Halted, LetterKind, ListNamed
from digest.pipeline.issues.carriers import carrier
from digest.pipeline.issues.personal import marks
from digest.pipeline.letters.list_mail import going_to, halted
from digest.render.letter import render_letter
from digest.render.theme_file import PLAINEST
from subscribers.former import epoch_of_questions
from subscribers.keys import secret, signing_keys
from subscribers.tokens import Purpose, TokenMint

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.letter import Letter
    from digest.pipeline.issues.carriers import Carrier
    from digest.pipeline.newsroom import Newsroom

_HOUR = 3600  # seconds


class Sort(NamedTuple):
    """What letters have in common that say the same; `day` is that of the folder an outbox puts them in."""

    kind: LetterKind
    language: str
    lists: tuple[ListNamed, ...]
    day: str
    halted: Halted | None = None


class Stationery:
    """Makes carriers and envelopes of letters; each sort is rendered once."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._mint = TokenMint(signing_keys(newsroom.db))
        self._secret = secret(newsroom.db, "letters")
        self._carriers: dict[Sort, Carrier] = {}

    def sort(self, letter: Letter) -> Sort:
        """Return which sort of letter it is."""
        day = letter.created_at.astimezone(self._newsroom.zone).date()
        why = halted(self._newsroom, letter.subscriber_id, [one.name for one in letter.lists])
        return Sort(letter.kind, letter.language, letter.lists, day.isoformat(), why)

    def carrier(self, sort: Sort) -> Carrier:
        """Return what carries letters of a sort.

        Raises:
            RenderError: the theme's template of letters is wrong.
            TransportError: the transport cannot be made as configured.
        """
        if sort not in self._carriers:
            self._carriers[sort] = carrier(self._newsroom, f"{FOLDER}/{sort.day}", self._variant(sort))
        return self._carriers[sort]

    def envelope(self, letter: Letter) -> Envelope:
        """Return what is the reader's own; the link of a question says when it was mailed, since it expires."""
        if letter.kind in ASKING:
            epoch = epoch_of_questions(self._newsroom.db, letter.subscriber_id, epoch=letter.epoch)
            token = self._mint.mint(
                letter.subscriber_id, hours(self._newsroom.now()), epoch=epoch, purpose=Purpose.CONFIRM
            )
        else:
            token = self._mint.mint(letter.subscriber_id, 0, epoch=letter.epoch)
        domain = self._newsroom.settings.mail.from_address.rpartition("@")[2]
        return Envelope(
            delivery_id=letter.id,
            address=letter.address,
            name=letter.name,
            message_id=f"<letter.{self._name(letter)}@{domain}>",
            token=token,
            reference=self._mint.reference(letter.subscriber_id, 0),
            reason="",
        )

    def _name(self, letter: Letter) -> str:
        """Return a name for the letter, always the same, that tells nobody how many there are."""
        return hmac.new(self._secret, str(letter.id).encode(), hashlib.sha256).hexdigest()[:32]

    def _variant(self, sort: Sort) -> Variant:
        mail, publication = self._newsroom.settings.mail, self._newsroom.settings.publication
        marked, now = marks(self._newsroom, FOLDER), self._newsroom.now()
        rendering = render_letter(
            sort.kind,
            [one.title for one in sort.lists],
            publication=publication,
            language=sort.language,
            until=now + self._newsroom.settings.pages.confirm_within,
            theme=self._newsroom.theme(self._theme(sort)),
            marks=marked,
            halted=sort.halted,
        )
        message = encode_letter(
            rendering,
            sender_name=mail.from_name,
            sender_address=mail.from_address,
            reply_to=mail.reply_to,
            date=now,
            marks=marked,
        )
        return Variant(rendering=rendering, message=message, sender=mail.from_address, marks=marked)

    def _theme(self, sort: Sort) -> str:
        """Return the theme of the first edition that goes to one of the lists."""
        going = going_to(self._newsroom, [one.name for one in sort.lists])
        return next((edition.theme for edition in going), PLAINEST)


def hours(moment: datetime) -> int:
    """Return the hours since 1970: what stands in a confirmation link in the place of an issue."""
    return int(moment.timestamp()) // _HOUR
