"""Lists every key that digest.toml may hold: what reads it, and what stands for it when it is not given."""

from __future__ import annotations

from digest.config.brand import BRAND, theme
from digest.config.mailboxes import address, domain, guard, mailbox, varied_address
from digest.config.places import host, language, ping_address, variable, web_address, zone
from digest.config.plain import (
    at_least,
    duration,
    empty_or,
    flag,
    lines,
    list_of,
    one_of,
    plain_name,
    points,
    rate,
    text,
    whole,
)
from digest.config.public import network
from digest.config.segments import expression, segment_name
from digest.config.signs import public_key, selector, sender_id
from digest.config.table import Key, Layout, Named, Reader
from digest.config.tagging import tag, tag_rule, tag_words
from digest.errors import suggestion
from digest.model.edition import CatchUp, QuietDay
from digest.model.finding import RuleName, Severity
from digest.model.letter import FOLDER
from digest.model.settings import Security, TransportName
from subscribers.names import list_name


def edition_name(value: object) -> str:
    """Read the name of an edition."""
    name = plain_name(value)
    if name == FOLDER:
        raise ValueError(f"{name!r} is the name of the mails that ask readers to confirm; choose another")
    return name


def schedule(value: object) -> str:
    """Read a cron expression such as `30 6 * * *`."""
    from digest.editorial.slots import check_schedule

    expression = text(value)
    if problem := check_schedule(expression):
        raise ValueError(problem)
    return expression


def _source(value: object) -> str:
    return text(value).casefold()


def _list(value: object) -> str:
    return list_name(text(value))


def _rule(value: object) -> RuleName:
    name = text(value)
    if name in set(RuleName):
        return RuleName(name)
    near = suggestion(name, RuleName)
    raise ValueError(f"there is no rule named {name!r}{near if near.startswith(':') else '; docs/check.md lists them'}")


PUBLICATION: Layout = {
    "name": Key(text, example='"The Harbour Herald"'),
    "url": Key(web_address, example='"https://herald.example"'),
    "postal_address": Key(lines, example='"1 Quay Street, 1200 Lisbon, Portugal"'),
    "language": Key(language, "en"),
    "timezone": Key(zone, "UTC"),
    "database": Key(text, "digest.db"),
    "media": Key(text, None),
}

MAIL: Layout = {
    "from": Key(mailbox, example='"The Harbour Herald <digest@herald.example>"'),
    "reply_to": Key(empty_or(address), ""),
    "transport": Key(one_of(TransportName), "outbox"),
    "rate": Key(rate, None),
    "domain_rates": Named(domain, Key(rate)),
    "only_to": Key(list_of(guard, what="addresses or @domains"), []),
    "unsubscribe_to": Key(empty_or(varied_address), ""),
    "feedback_id": Key(empty_or(sender_id), ""),
    "dkim": {
        "domain": Key(empty_or(domain), ""),
        "selector": Key(selector, "digest"),
        "key_file": Key(text, "dkim.pem"),
    },
    "outbox": {"path": Key(text, "outbox")},
    "smtp": {
        "host": Key(host, "127.0.0.1"),
        "port": Key(whole(1, 65535), 25),
        "security": Key(one_of(Security), "none"),
        "connections": Key(whole(1, 50), 4),
        "username": Key(empty_or(text), ""),
        "password_env": Key(variable, "DIGEST_SMTP_PASSWORD"),
        "password_file": Key(empty_or(text), ""),
        "timeout": Key(duration, "5m"),
        "bounce_address": Key(empty_or(varied_address), ""),
    },
    "sendgrid": {
        "api_key_env": Key(variable, "SENDGRID_API_KEY"),
        "api_key_file": Key(empty_or(text), ""),
        "region": Key(one_of(("global", "eu")), "global"),
        "url": Key(empty_or(web_address), ""),
        "sandbox": Key(flag, default=False),
        "batch": Key(whole(1, 1000), 1000),
        "workers": Key(whole(1, 50), 4),
        "timeout": Key(duration, "60s"),
        "webhook_key": Key(empty_or(public_key), ""),
    },
}

PAGES: Layout = {
    "topics": Key(list_of(tag, what="tags"), None),
    "languages": Key(list_of(language, what="languages"), []),
    "privacy_url": Key(empty_or(web_address), ""),
    "confirm_within": Key(at_least("1h"), "7d"),
    "remind_after": Key(empty_or(duration), "3d"),
    "trusted_proxies": Key(list_of(network, what="addresses or networks"), ["127.0.0.1", "::1"]),
}

FETCH: Layout = {
    "allow_private": Key(flag, default=False),
    "timeout": Key(duration, "20s"),
    "max_bytes": Key(whole(1, 10**12), 10_000_000),
}

# None stands for what is said elsewhere: an edition's table over the file's own, that over the program's.
RANKING: Layout = {
    "fresh": Key(points, None),
    "sources": Key(points, None),
    "full_text": Key(points, None),
    "picture": Key(points, None),
    "headline_only": Key(points, None),
    "tags": Key(points, None),
    "editor": Key(points, None),
    "same_source": Key(points, None),
    "same_tag": Key(points, None),
    "perhaps_told": Key(points, None),
    "per_source": Key(whole(0, 50), None),
    "per_tag": Key(whole(0, 50), None),
    "source_weights": Named(_source, Key(points)),
    "tag_weights": Named(tag, Key(points)),
}


def ranking(value: object) -> dict[str, object]:
    """Read an edition's own table of points, such as `{fresh = 3}`."""
    reader = Reader()
    found = reader.table(value, RANKING)
    if reader.problems:
        raise ValueError("; ".join(problem.removeprefix(": ") for problem in reader.problems))
    return found


EDITION: Layout = {
    "title": Key(text, None),
    "tags": Key(tag_rule, []),
    "lists": Key(list_of(_list, what="list names", least=1), None),
    "segment": Key(empty_or(expression), ""),
    "schedule": Key(empty_or(schedule), ""),
    "deadline": Key(duration, "6h"),
    "max_age": Key(duration, "36h"),
    "briefs": Key(whole(0, 50), 8),
    "min_stories": Key(whole(1, 1000), 1),
    "theme": Key(theme, "classic"),
    "quiet_day": Key(one_of(QuietDay), "skip"),
    "catch_up": Key(one_of(CatchUp), "merge"),
    "public": Key(flag, default=True),
    "approval": Key(flag, default=False),
    "ranking": Key(ranking, {}),
    "sections": Key(flag, default=False),
}

CHECK: Layout = {
    "ignore": Key(list_of(_rule, what="names of rules"), []),
    "rules": Named(_rule, Key(one_of(Severity))),
}

# SendGrid repeats events for a day, and a link of a mail is to work for two months.
KEEP: Layout = {
    "deliveries": Key(empty_or(at_least("7d")), "90d"),
    "events": Key(empty_or(at_least("2d")), "30d"),
    "letters": Key(empty_or(at_least("30d")), "90d"),
    "stories": Key(empty_or(at_least("7d")), "400d"),
    "runs": Key(empty_or(at_least("2d")), "30d"),
}

HEALTH: Layout = {
    "start_url": Key(empty_or(ping_address), ""),
    "success_url": Key(empty_or(ping_address), ""),
    "failure_url": Key(empty_or(ping_address), ""),
    "timeout": Key(duration, "5s"),
}

LOG: Layout = {
    "file": Key(empty_or(text), ""),
    "stderr": Key(flag, default=False),
    "format": Key(one_of(("text", "json")), "text"),
    "level": Key(one_of(("info", "warning", "error")), "info"),
}

FILE: Layout = {
    "publication": PUBLICATION,
    "mail": MAIL,
    "brand": BRAND,
    "pages": PAGES,
    "fetch": FETCH,
    "editions": Named(edition_name, EDITION, needed="there is none; add one with a line [editions.daily]"),
    "ranking": RANKING,
    "segments": Named(segment_name, Key(expression)),
    "tags": Named(tag, Key(tag_words)),
    "check": CHECK,
    "keep": KEEP,
    "health": HEALTH,
    "log": LOG,
}
