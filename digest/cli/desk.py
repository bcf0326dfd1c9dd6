"""`digest stories pin|lead|hold|drop|release|join|part|edit`: the editor's word on stories, over every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say
from digest.model.desk import SURELY_IN, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model.desk import Word
    from digest.pipeline.newsroom import Newsroom

Id = Annotated[int, typer.Argument(metavar="ID")]
Others = Annotated[list[int], typer.Argument(metavar="ID", help="One or more.")]
Edition = Annotated[str, typer.Option("--edition", metavar="E", help="For this edition alone; else for all.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so; else $DIGEST_EDITOR, or your login.")]


_AGAIN, _NO_MORE = "and the next issue does so again", "and stays as it was sent; no later issue carries it"
_COMES_AFTER_ALL = {Verb.PIN: _AGAIN, Verb.LEAD: _AGAIN, Verb.DROP: _NO_MORE}  # of a word on a story that was sent


def pin(ctx: typer.Context, story_id: Id, edition: Edition = "", by: By = "", as_json: Json = False) -> None:
    """Have a story surely in the next issue, whatever its age, tags and points.

    Example: digest stories pin 12 --edition daily
    """
    _say(ctx, story_id, [(Verb.PIN, "")], edition=edition, by=by, as_json=as_json)


def lead(ctx: typer.Context, story_id: Id, edition: Edition = "", by: By = "", as_json: Json = False) -> None:
    """Have a story lead the next issue; of several the one named last does, and the others are in.

    Example: digest stories lead 12
    """
    _say(ctx, story_id, [(Verb.LEAD, "")], edition=edition, by=by, as_json=as_json)


def hold(ctx: typer.Context, story_id: Id, edition: Edition = "", by: By = "", as_json: Json = False) -> None:
    """Hold a story, and its event, back from the next issue; the one after may carry it, also if it is old by then.

    Example: digest stories hold 12
    """
    _say(ctx, story_id, [(Verb.HOLD, "")], edition=edition, by=by, as_json=as_json)


def drop(ctx: typer.Context, story_id: Id, edition: Edition = "", by: By = "", as_json: Json = False) -> None:
    """Never carry a story, nor its event in another source's words, unless you pin one of those.

    Example: digest stories drop 12 --edition daily
    """
    _say(ctx, story_id, [(Verb.DROP, "")], edition=edition, by=by, as_json=as_json)


def release(ctx: typer.Context, story_id: Id, edition: Edition = "", by: By = "", as_json: Json = False) -> None:
    """Take back a pin, lead, hold or drop.

    Example: digest stories release 12
    """
    _say(ctx, story_id, [(Verb.RELEASE, "")], edition=edition, by=by, as_json=as_json)


def join(
    ctx: typer.Context, story_id: Id, others: Others, edition: Edition = "", by: By = "", as_json: Json = False
) -> None:
    """Have stories, and what stands with each, be one event; of one that was sent, what came later is an update.

    Example: digest stories join 12 15
    """
    _tie(ctx, Verb.JOIN, story_id, others, edition=edition, by=by, as_json=as_json)


def part(
    ctx: typer.Context, story_id: Id, others: Others, edition: Edition = "", by: By = "", as_json: Json = False
) -> None:
    """Have a story be of another event than others, whatever the program thinks; it takes back a join.

    Example: digest stories part 12 15
    """
    _tie(ctx, Verb.PART, story_id, others, edition=edition, by=by, as_json=as_json)


def edit(
    ctx: typer.Context,
    story_id: Id,
    title: Annotated[str | None, typer.Option(help="Under this title; '' gives back the source's own.")] = None,
    summary: Annotated[str | None, typer.Option(help="With this summary; '' gives back the program's own.")] = None,
    edition: Edition = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Give a story another title or summary in the issues to come; what the source wrote is kept beside it.

    Example: digest stories edit 12 --title "Ferry sinks off Salmar"
    """
    from digest.errors import UsageError

    given = [(Verb.TITLE, title), (Verb.SUMMARY, summary)]
    said = [(verb, text) for verb, text in given if text is not None]
    if not said:
        raise UsageError("nothing to change; give --title TEXT or --summary TEXT")
    _say(ctx, story_id, said, edition=edition, by=by, as_json=as_json)


def _say(
    ctx: typer.Context, story_id: int, said: Sequence[tuple[Verb, str]], *, edition: str, by: str, as_json: bool
) -> None:
    from digest.pipeline.issues import desk
    from digest.store.issues.history import issues_with

    with session(ctx).newsroom() as newsroom:
        undone = desk.overruled(newsroom, story_id, said[0][0], edition=edition, by=by)
        lines = [desk.say(newsroom, story_id, verb, edition=edition, text=text, by=by) for verb, text in said]
        _tell_undone([undone], quiet=session(ctx).quiet)
        if comes := _COMES_AFTER_ALL.get(said[0][0]):
            for before in issues_with(newsroom.db, story_id, edition=edition)[-1:]:
                again = f"note: {before} carried it already, {comes}"
                note(f"{again}; take it back with: digest stories release {story_id}", quiet=session(ctx).quiet)
        if said[0][0] in SURELY_IN:
            for record in desk.made_before(newsroom, story_id, edition=edition):
                upto = f"{record.cutoff.astimezone(newsroom.zone):%Y-%m-%d %H:%M %Z}"
                late = f"note: {record.name} goes out with the news up to {upto}, when the story had not come yet"
                note(f"{late}; to make it anew: digest compose {record.edition}", quiet=session(ctx).quiet)
        if as_json:
            print_json({"story": story_id, "words": words_said(newsroom, story_id)})
            return
    for line in lines:
        say(line)


def _tie(
    ctx: typer.Context, verb: Verb, story_id: int, others: Sequence[int], *, edition: str, by: str, as_json: bool
) -> None:
    from digest.pipeline.issues import desk
    from digest.store.issues.history import issues_with

    quiet = session(ctx).quiet
    with session(ctx).newsroom() as newsroom:
        said = [desk.overruled(newsroom, story_id, verb, edition=edition, by=by, other_id=other) for other in others]
        lines = desk.tie(newsroom, verb, story_id, others, edition=edition, by=by)
        _tell_undone(said, quiet=quiet)
        sent = {one: issues_with(newsroom.db, one, edition=edition) for one in (story_id, *others)}
        if verb is Verb.JOIN and not all(sent.values()):
            for one, carried in sent.items():
                if carried:
                    later = "what was published after it comes as an update, and what was before comes no more"
                    note(f"note: {', '.join(carried)} carried {one} already; {later}", quiet=quiet)
        if as_json:
            print_json({"story": story_id, "words": words_said(newsroom, story_id)})
            return
    for line in lines:
        say(line)


def _tell_undone(words: Iterable[Word | None], *, quiet: bool) -> None:
    """Note each word of another editor that stands no more, now that this one is said."""
    for word in filter(None, words):
        note(f"note: until now it was {word}; that stands no more", quiet=quiet)


def words_said(newsroom: Newsroom, story_id: int) -> list[dict[str, str | int | None]]:
    """Return all that editors ever said of a story, the oldest first, as the contract's JSON objects."""
    from digest.clock import iso
    from digest.store.stories import desk

    return [
        {
            "verb": str(one.verb),
            "edition": one.edition or None,
            "text": one.text,
            "other": one.other_id,
            "by": one.by,
            "at": iso(one.at),
        }
        for one in desk.on_story(newsroom.db, story_id)
    ]
