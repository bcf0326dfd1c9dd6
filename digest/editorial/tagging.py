"""Finds the tags that a story's own words give it, for hundreds of tags in one pass over its text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.editorial.pointers import without_pointers
from digest.editorial.tag_words import ANY, Phrase, bare_tokens, folded, forms, gap, parts_a_letter, tokens

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model.story import IncomingStory, Story

NOT = "-"  # before a word or phrase: a story with it does not get the tag
MOST_KNOWN = 200_000  # words of texts of which is kept which phrases they may begin


@dataclass(frozen=True, slots=True)
class _Filed:
    tag: str
    phrase: Phrase
    excludes: bool


class Tagger:
    """The phrases of all tags, filed by their first word; what a word of a text may begin is looked up but once."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """File the words of tags, as `[tags]` of digest.toml holds them."""
        self._whole: defaultdict[str, list[_Filed]] = defaultdict(list)
        self._begins: defaultdict[str, list[_Filed]] = defaultdict(list)
        self._ends: defaultdict[str, list[_Filed]] = defaultdict(list)
        self._within: list[tuple[str, _Filed]] = []
        self._known: dict[str, tuple[_Filed, ...]] = {}
        for tag, phrases in words.items():
            for text in phrases:
                self._file(_Filed(tag, parsed(text), text.strip().startswith(NOT)))
        self._beginnings, self._endings = ({len(bare) for bare in some} for some in (self._begins, self._ends))

    def _file(self, filed: _Filed) -> None:
        first = filed.phrase.words[0]
        bare = first.strip(ANY)
        if first == bare:
            self._whole[bare].append(filed)
        elif first == f"{bare}{ANY}":
            self._begins[bare].append(filed)
        elif first == f"{ANY}{bare}":
            self._ends[bare].append(filed)
        else:
            self._within.append((bare, filed))

    def tags_in(self, text: str) -> tuple[str, ...]:
        """Return the tags of which some word or phrase stands in the text, and none that excludes them; sorted."""
        plain = folded(without_pointers(text))
        if not any(map(self._begun_by, bare_tokens(plain))):
            return ()
        all_ = tokens(plain)
        found, excluded = set[str](), set[str]()
        for index, token in enumerate(all_):
            for filed in self._begun_by(token[0]):
                into = excluded if filed.excludes else found
                if filed.tag not in into and _stands(filed.phrase, all_, index, plain):
                    into.add(filed.tag)
        return tuple(sorted(found - excluded))

    def _begun_by(self, word: str) -> tuple[_Filed, ...]:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = tuple(self._candidates(word))
            self._known[word] = known
        return known

    def _candidates(self, word: str) -> Iterator[_Filed]:
        for form in forms(word):
            yield from self._whole.get(form, ())
            for length in self._beginnings:
                yield from self._begins.get(form[:length], ())
            for length in self._endings:
                yield from self._ends.get(form[-length:], ())
            yield from (filed for bare, filed in self._within if bare in form)


def tags_in(text: str, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the tags that the words of a text earn; sorted.

    >>> tags_in("The Syrian envoy met", {"syria": ("Syria", "Syrian"), "sport": ("cup",)})
    ('syria',)
    """
    if not words:
        return ()
    return _tagger(tuple((tag, tuple(phrases)) for tag, phrases in words.items())).tags_in(text)


def text_of(story: IncomingStory | Story) -> str:
    """Return the words by which a story is tagged: title, summary and its own part of the body."""
    return "\n".join((story.title, story.summary, story.body[: story.own_length]))


def parsed(text: str) -> Phrase:
    """Return the words that a word or phrase of a tag, excluding or not, looks for.

    Raises:
        ValueError: there are none, or a `*` stands inside one.
    """
    return Phrase.parse(text.strip().removeprefix(NOT))


@lru_cache(maxsize=8)
def _tagger(words: tuple[tuple[str, tuple[str, ...]], ...]) -> Tagger:
    return Tagger(dict(words))


def _stands(phrase: Phrase, all_: Sequence[re.Match[str]], index: int, text: str) -> bool:
    """Tell whether a phrase stands in a text from this word on, with nothing else between its words."""
    here = all_[index : index + len(phrase.words)]
    if len(here) < len(phrase.words) or not all(
        _is(word, token[0]) for word, token in zip(phrase.words, here, strict=True)
    ):
        return False
    before, *inner, after = phrase.between
    start, end = here[0].start(), here[-1].end()
    if [gap(text[one.end() : other.start()]) for one, other in pairwise(here)] != inner:
        return False
    return text.endswith(before, 0, start) and text.startswith(after, end) and not parts_a_letter(text, end)


def _is(wanted: str, word: str) -> bool:
    """Tell whether a word of a text is this one of a phrase, whose `*` stands for anything."""
    bare = wanted.strip(ANY)
    open_start, open_end = wanted.startswith(ANY), wanted.endswith(ANY)
    if open_start and open_end:
        return any(bare in form for form in forms(word))
    if open_start:
        return any(form.endswith(bare) for form in forms(word))
    return any(form.startswith(bare) if open_end else form == bare for form in forms(word))
