"""Makes settings of the values read from digest.toml, all of them right by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.config.brand import build_brand
from digest.model.edition import Edition
from digest.model.finding import CheckSettings
from digest.model.issue import Publication
from digest.model.links import media_url
from digest.model.ranking import Ranking
from digest.model.settings import (
    DkimSettings,
    FetchSettings,
    HealthSettings,
    KeepSettings,
    LogSettings,
    MailSettings,
    OutboxSettings,
    PagesSettings,
    SendgridSettings,
    Settings,
    SmtpSettings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Values = dict[str, Any]


def build_settings(values: Values, *, file: Path, home: str) -> Settings:
    """Return the settings; paths start from the folder of `file` (absolute), those that begin with ~/ from `home`."""

    def place(path: str) -> Path:
        return file.parent / (Path(home, path[2:]) if home and path.startswith("~/") else path)

    publication = values["publication"]
    database, media = publication.pop("database"), publication.pop("media")
    return Settings(
        file=file,
        publication=Publication(**publication),
        database=place(database),
        media=place(media) if media else None,
        mail=_mail(values["mail"], publisher=publication["name"], place=place),
        brand=build_brand(values["brand"], media_url=media_url(publication["url"])),
        pages=_pages(values["pages"]),
        fetch=FetchSettings(**values["fetch"]),
        editions={
            name: _edition(name, edition, place=place, ranking=values["ranking"])
            for name, edition in values["editions"].items()
        },
        segments=values["segments"],
        tag_words=values["tags"],
        check=CheckSettings(**values["check"]),
        keep=KeepSettings(**{kind: length or None for kind, length in values["keep"].items()}),
        health=HealthSettings(**values["health"]),
        log=LogSettings(**_with_place(values["log"], "file", place)),
    )


def _mail(mail: Values, *, publisher: str, place: Callable[[str], Path]) -> MailSettings:
    sender, dkim = mail["from"], mail["dkim"]
    return MailSettings(
        from_name=sender.name or publisher,
        from_address=sender.address,
        reply_to=mail["reply_to"],
        transport=mail["transport"],
        rate=mail["rate"],
        domain_rates=mail["domain_rates"],
        only_to=mail["only_to"],
        unsubscribe_to=mail["unsubscribe_to"],
        feedback_id=mail["feedback_id"],
        dkim=DkimSettings(**dkim | {"key_file": place(dkim["key_file"])}) if dkim["domain"] else None,
        outbox=OutboxSettings(path=place(mail["outbox"]["path"])),
        smtp=SmtpSettings(**_with_place(mail["smtp"], "password_file", place)),
        sendgrid=SendgridSettings(**_with_place(mail["sendgrid"], "api_key_file", place)),
    )


def _pages(pages: Values) -> PagesSettings:
    return PagesSettings(**pages | {"remind_after": pages["remind_after"] or None})


def _with_place(values: Values, key: str, place: Callable[[str], Path]) -> Values:
    """Return the values with the place of a file that need not be named."""
    return values | {key: place(values[key]) if values[key] else None}


def _edition(name: str, edition: Values, *, place: Callable[[str], Path], ranking: Values) -> Edition:
    """Return an edition, titled and listed by its own name where nothing else is said."""
    title = edition["title"] or name.replace("-", " ").capitalize()
    theme = str(place(edition["theme"]).resolve()) if "/" in edition["theme"] else edition["theme"]
    return Edition(
        name=name,
        **(
            edition
            | {
                "title": title,
                "lists": edition["lists"] or (name,),
                "theme": theme,
                "ranking": _ranking(ranking, edition["ranking"]),
            }
        ),
    )


def _ranking(general: Values, own: Values) -> Ranking:
    """Return what is said of the ranking: for all editions, and over that for this one."""
    weights = {name: general[name] | own[name] for name in ("source_weights", "tag_weights")}
    said = {name: value for values in (general, own) for name, value in values.items() if value is not None}
    return Ranking(**said | weights)
