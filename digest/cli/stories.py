"""`digest stories`: take stories in, find them again, and see to their tags."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli import desk
from digest.cli.context import session
from digest.cli.output import Json, asks, counted, note, print_json, printable, say, table
from digest.cli.usage import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.story import Story
    from digest.model.tags import TagChange
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.stories.intake import Intake

SHOWN = 10  # stories named after they were added

group = Group("Take stories in; list, search, show and tag them; say which go in, and how they are told.")

Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="T", help="A tag.")]


@group.command("add")
def add(
    ctx: typer.Context,
    places: Annotated[list[str], typer.Argument(metavar="PATH|URL|-", help="Files, folders, pages, feeds, or stdin.")],
    tag: Tags = None,
    title: Annotated[str, typer.Option(help="The title, over the story's own.")] = "",
    url: Annotated[str, typer.Option(help="Where the story stands on the web.")] = "",
    published: Annotated[str, typer.Option(metavar="TIME", help="When it was published.")] = "",
    source: Annotated[str, typer.Option(help="Where it comes from, as readers see it.")] = "",
    as_json: Json = False,
) -> None:
    """Take in text, Markdown with front matter, HTML, JSON lines and feed files.

    Example: digest stories add stories/ --tag local
    """
    from digest.pipeline.stories.intake import Given, add_stories

    given = Given(tags=tuple(tag or ()), title=title, url=url, source=source, published=published)
    with session(ctx).newsroom() as newsroom:
        intake = add_stories(newsroom, places, given=given, stdin=sys.stdin.buffer.read)
        if as_json:
            print_json(_intake_document(intake))
        else:
            _print_intake(newsroom, intake, quiet=session(ctx).quiet)
    if not intake.taken.total:
        raise typer.Exit(1)


@group.command("list")
def list_(
    ctx: typer.Context,
    tag: Tags = None,
    since: Annotated[str, typer.Option(metavar="24h", help="Only those published within this time.")] = "",
    search: Annotated[str, typer.Option(metavar="Q", help="Only those with all these words.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 1000,
    as_json: Json = False,
) -> None:
    """List stories, the newest first.

    Example: digest stories list --tag world --since 24h --search "ferry strike"
    """
    from digest.clock import parse_duration
    from digest.model.tags import normal_tag
    from digest.store.stories import stories

    with session(ctx).newsroom() as newsroom:
        earliest = newsroom.now() - parse_duration(since) if since else None
        tags = [normal_tag(one) for one in tag or ()]
        found = stories.listed(newsroom.db, tags=tags, since=earliest, search=search, limit=limit)
        if as_json:
            print_json([story_document(story) for story in found])
            return
        lines = [
            (story.id, _local(newsroom, story), story.source, ", ".join(story.tags), story.title) for story in found
        ]
        asked = tags or since or search
        empty = "no story fits" if asked else "no stories; add some with: digest stories add"
        table(("id", "published", "source", "tags", "title"), lines, empty=empty)


@group.command("show")
def show(ctx: typer.Context, story_id: Annotated[int, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """Show one story whole, with all that editors said of it.

    Example: digest stories show 12
    """
    from digest.store.stories import desk as desk_words

    with session(ctx).newsroom() as newsroom:
        story = _story(newsroom, story_id)
        if as_json:
            print_json(story_document(story) | {"words": desk.words_said(newsroom, story_id)})
            return
        say(story.title)
        say(f"{story.source} · {_local(newsroom, story)} · {', '.join(story.tags) or 'no tags'}")
        for word in desk_words.on_story(newsroom.db, story_id):
            where, text = (f", in {word.edition}" if word.edition else ""), (f": {word.text}" if word.text else "")
            say(f"{word}{where}{text}")
        for line in (story.url, story.summary, story.body):
            if line:
                say(f"\n{line}")


# Without -h, or a tag such as -harbour would be taken for it.
@group.command("tag", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
def tag_(
    ctx: typer.Context,
    story_id: Annotated[int, typer.Argument(metavar="ID")],
    changes: Annotated[list[str], typer.Argument(metavar="+TAG|-TAG", help="+tag adds, -tag takes away.")],
    as_json: Json = False,
) -> None:
    """Add tags to a story or take them away; no later fetch undoes it.

    Example: digest stories tag 12 +world -sport
    """
    from digest.errors import UsageError
    from digest.store.stories.story_tags import edit_tags

    if wrong := [one for one in changes if one[0] not in "+-" or one.startswith("--") or not one[1:].strip()]:
        raise UsageError(f"{wrong[0]!r} is neither +tag nor -tag")
    with session(ctx).newsroom() as newsroom:
        _story(newsroom, story_id)
        add_, remove = ([one[1:] for one in changes if one[0] == sign] for sign in "+-")
        edit_tags(newsroom.db, story_id, add=add_, remove=remove)
        story = _story(newsroom, story_id)
    if as_json:
        print_json(story_document(story))
    else:
        say(f"story {story_id}: {', '.join(story.tags) or 'no tags'}")


@group.command("retag")
def retag(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Make the changes, without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Show which tags the words in [tags] now give to stories and take from them, and change them if you agree.

    Only tags that came from [tags] go; what a source or an editor gave stays, and what an editor took away stays away.
    On a terminal it asks; elsewhere it changes nothing without --yes.

    Example: digest stories retag --yes
    """
    from digest.pipeline.stories.retagging import change, proposed

    with session(ctx).newsroom() as newsroom:
        looked_at, changes = proposed(newsroom)
        if not as_json:
            _print_changes(looked_at, changes)
        agreed = yes or (not as_json and asks(yes=yes) and typer.confirm("Change them?", err=True))
        made = bool(changes) and agreed
        if made:
            change(newsroom, changes)
    if as_json:
        documents = [
            {"id": one.story_id, "title": one.title, "added": list(one.added), "removed": list(one.removed)}
            for one in changes
        ]
        print_json({"looked_at": looked_at, "changes": documents, "made": made})
    elif changes:
        say("changed" if made else "nothing changed; to change them: digest stories retag --yes")


def _print_changes(looked_at: int, changes: Sequence[TagChange]) -> None:
    for one in changes:
        signed = [f"+{tag}" for tag in one.added] + [f"-{tag}" for tag in one.removed]
        say(f"story {one.story_id} {' '.join(signed)}  {one.title}")
    say(f"{counted(looked_at, 'story', many='stories')} looked at, {len(changes)} to change")


for _verb in (desk.pin, desk.lead, desk.hold, desk.drop, desk.release, desk.join, desk.part, desk.edit):
    group.command(_verb.__name__)(_verb)


def story_document(story: Story) -> dict[str, Any]:
    """Return a story as the contract's JSON object."""
    from digest.clock import iso

    names = ("id", "guid", "title", "url", "body", "summary", "source", "language", "image", "author", "revision")
    document: dict[str, Any] = {name: getattr(story, name) for name in names}
    times = {"published_at": iso(story.published_at), "first_seen_at": iso(story.first_seen_at)}
    return document | times | {"tags": list(story.tags)}


def _story(newsroom: Newsroom, story_id: int) -> Story:
    from digest.pipeline.issues.desk import story_of

    return story_of(newsroom, story_id)


def _local(newsroom: Newsroom, story: Story) -> str:
    pattern = "%Y-%m-%d" if story.day_only else "%Y-%m-%d %H:%M"
    return story.published_at.astimezone(newsroom.zone).strftime(pattern)


def _intake_document(intake: Intake) -> dict[str, Any]:
    return {
        "added": list(intake.taken.added),
        "revised": list(intake.taken.revised),
        "unchanged": list(intake.taken.unchanged),
        "refused": [{"where": refusal.where, "reason": refusal.reason} for refusal in intake.refused],
        "fields_not_read": list(intake.unread),
    }


def _print_intake(newsroom: Newsroom, intake: Intake, *, quiet: bool) -> None:
    for refusal in intake.refused:
        note(f"digest: {refusal.where}: {refusal.reason}")
    if quiet:
        return
    if intake.unread:
        note(_unread(intake.unread))
    taken = intake.taken
    say(f"{len(taken.added)} added, {len(taken.revised)} revised, {len(taken.unchanged)} unchanged")
    for story_id in (*taken.added, *taken.revised)[:SHOWN]:
        story = _story(newsroom, story_id)
        say(f"  {story.id:>4}  {_local(newsroom, story)}  {story.title}")
    if (more := len(taken.added) + len(taken.revised) - SHOWN) > 0:
        say(f"  and {more} more")
    if taken.added and (hint := too_old(newsroom, taken.added)):
        note(hint)


def _unread(names: Sequence[str]) -> str:
    from digest.pipeline.stories.intake import STORY_FIELDS

    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"note: not read: {printable(', '.join(names[:SHOWN]))}{more}; a story has: {', '.join(STORY_FIELDS)}"


def too_old(newsroom: Newsroom, added: tuple[int, ...]) -> str:
    """Say it when every new story is older than any edition would carry, since the next `plan` would be a riddle."""
    longest = max(edition.max_age for edition in newsroom.settings.editions.values())
    oldest_carried = newsroom.now() - longest
    if any(_story(newsroom, story_id).published_at >= oldest_carried for story_id in added):
        return ""
    hours = int(longest.total_seconds() // 3600)
    return f"note: published more than {hours} h ago, so no edition will carry it; --published TIME says otherwise"
