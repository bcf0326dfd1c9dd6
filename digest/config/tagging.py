"""Reads the tags of digest.toml: which an edition wants, and the words that give a story one."""

from __future__ import annotations

from digest.config.plain import list_of, text
from digest.editorial.tagging import NOT, parsed
from digest.model.tags import TagRule, normal_tag


def tag_rule(value: object) -> TagRule:
    """Read an edition's tags, such as `["world", "-sport", "eu+economy"]`."""
    return TagRule.parse(list_of(_tag_term, what="tags")(value))


def _tag_term(value: object) -> str:
    term = text(value)
    TagRule.parse([term])
    return term


def tag(value: object) -> str:
    """Read one tag, which is given and not asked for."""
    given = normal_tag(text(value))
    if given.startswith("-") or "+" in given:
        raise ValueError(f"{given!r} is not one tag; write it without + and without - before it")
    return given


def tag_words(value: object) -> tuple[str, ...]:
    """Read the words that give a tag, such as `["ferry", "-\\"ferry tale\\""]`."""
    phrases = list_of(_phrase, what="words", least=1)(value)
    if all(phrase.startswith(NOT) for phrase in phrases):
        raise ValueError(f"{phrases[0]!r} only takes the tag away; name a word that gives it as well")
    return phrases


def _phrase(value: object) -> str:
    phrase = text(value)
    parsed(phrase)
    return phrase
