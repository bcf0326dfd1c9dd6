"""What the pages offer to every reader: topics and languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.core import Locale

if TYPE_CHECKING:
    from digest.model.settings import Settings


def topics_offered(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the topics to choose from, each as it is stored and as it is shown."""
    topics = settings.pages.topics
    if topics is None:
        rules = (edition.tags for edition in settings.editions.values() if edition.public)
        topics = tuple(dict.fromkeys(tag for rule in rules for wanted in rule.any_of for tag in sorted(wanted)))
    return tuple((topic, shown(topic)) for topic in topics)


def languages_offered(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the languages to choose from, each by its tag and in its own words; the publication's is first."""
    tags = dict.fromkeys((settings.publication.language, *settings.pages.languages))
    return tuple((tag, _own_name(tag)) for tag in tags)


def shown(topic: str) -> str:
    """Return a topic, which is stored without capitals, as a word that stands alone."""
    return topic[:1].upper() + topic[1:]


def _own_name(tag: str) -> str:
    locale = Locale.parse(tag, sep="-")
    return shown(locale.get_display_name(locale) or tag)
