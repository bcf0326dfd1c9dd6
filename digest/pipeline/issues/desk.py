"""Takes the editor's word on a story, and says what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import UsageError
from digest.model.desk import PLACING, TYING, WORDING, Verb, Word
from digest.store.issues import issues
from digest.store.stories import desk, stories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model.issue import IssueRecord
    from digest.model.story import Story
    from digest.pipeline.newsroom import Newsroom

LONGEST_TITLE = 300  # characters
LONGEST_SUMMARY = 1000
LATEST = 5  # issues of an edition that are looked at for one that waits

_DONE = {
    Verb.PIN: "is in the next issue",
    Verb.LEAD: "leads the next issue",
    Verb.HOLD: "is held back until the next issue has gone out",
    Verb.DROP: "will never be carried",
    Verb.RELEASE: "stands as the program chooses",
    Verb.TITLE: "has a title of yours",
    Verb.SUMMARY: "has a summary of yours",
    Verb.JOIN: "tells one event with",
    Verb.PART: "tells another event than",
}


def say(newsroom: Newsroom, story_id: int, verb: Verb, *, edition: str = "", text: str = "", by: str = "") -> str:
    """Write down what an editor says of a story, and return in words what comes of it.

    Raises:
        UsageError: there is no such story, or the text is too long.
        UnknownName: there is no such edition.
    """
    word = word_of(newsroom, story_id, verb, edition=edition, text=text, by=by)
    desk.say(newsroom.db, [word])
    taken_back = verb in WORDING and not word.text
    what = f"has its own {verb} again" if taken_back else _DONE[verb]
    everywhere = ", in each edition" if verb in PLACING and not edition and len(newsroom.settings.editions) > 1 else ""
    return f"{_named(newsroom, story_id)} {what}{everywhere or _where(edition)}"


def tie(
    newsroom: Newsroom, verb: Verb, story_id: int, others: Sequence[int], *, edition: str = "", by: str = ""
) -> list[str]:
    """Write down that a story tells one event with each of the others, or another, and return it in words.

    Raises:
        UsageError: there is no such story, or one is named twice.
        UnknownName: there is no such edition.
    """
    ids = [story_id, *others]
    if twice := next((one for place, one in enumerate(ids) if one in ids[:place]), None):
        raise UsageError(f"story {twice} is named twice; name two stories or more")
    words = [word_of(newsroom, story_id, verb, edition=edition, by=by, other_id=other) for other in others]
    desk.say(newsroom.db, words)
    first = f"{_named(newsroom, story_id)} {_DONE[verb]}"
    return [f"{first} {_named(newsroom, other)}{_where(edition)}" for other in others]


def overruled(
    newsroom: Newsroom, story_id: int, verb: Verb, *, edition: str = "", by: str = "", other_id: int | None = None
) -> Word | None:
    """Return another editor's word on the place of a story, or on two of them, where this one said now undoes it."""
    kind = TYING if verb in TYING else PLACING
    said = [word for word in desk.on_story(newsroom.db, story_id) if word.verb in kind and word.other_id == other_id]
    last = next((word for word in reversed(said) if not edition or word.edition in ("", edition)), None)
    if last is None or verb not in (PLACING | TYING) - {Verb.RELEASE} or last.verb in (verb, Verb.RELEASE):
        return None
    return last if last.by != (by or editor(newsroom.environ)) else None


def word_of(
    newsroom: Newsroom,
    story_id: int,
    verb: Verb,
    *,
    edition: str,
    text: str = "",
    by: str,
    other_id: int | None = None,
) -> Word:
    """Return an editor's word on a story, made now; raises what `say` and `tie` do."""
    for known in filter(None, (story_id, other_id)):
        story_of(newsroom, known)
    if edition:
        newsroom.edition(edition)
    text = " ".join(text.split())
    most = {Verb.TITLE: LONGEST_TITLE, Verb.SUMMARY: LONGEST_SUMMARY}.get(verb, len(text))
    if len(text) > most:
        raise UsageError(f"the {verb} has {len(text):,} characters; {most:,} are the most")
    return Word(
        story_id=story_id,
        edition=edition,
        verb=verb,
        text=text,
        by=by or editor(newsroom.environ),
        at=newsroom.now(),
        other_id=other_id,
    )


def made_before(newsroom: Newsroom, story_id: int, *, edition: str = "") -> list[IssueRecord]:
    """Return the issues that wait to go out with the news of a moment when a story had not come yet."""
    seen = story_of(newsroom, story_id).first_seen_at
    editions = [edition] if edition else list(newsroom.settings.editions)
    latest = [record for name in editions for record in issues.every(newsroom.db, name, limit=LATEST)]
    return [record for record in latest if record.as_it_stands and record.cutoff < seen]


def story_of(newsroom: Newsroom, story_id: int) -> Story:
    """Return a story; raises UsageError when there is none."""
    if story := stories.get(newsroom.db, story_id):
        return story
    raise UsageError(f"no story with id {story_id}; see: digest stories list")


def editor(environ: Mapping[str, str]) -> str:
    """Return who speaks: $DIGEST_EDITOR, else the name they logged in by."""
    names = (environ.get(name, "").strip() for name in ("DIGEST_EDITOR", "LOGNAME", "USER"))
    return next((name for name in names if name), "somebody")


def _named(newsroom: Newsroom, story_id: int) -> str:
    return f'story {story_id} "{story_of(newsroom, story_id).title}"'


def _where(edition: str) -> str:
    return f", in {edition}" if edition else ""
