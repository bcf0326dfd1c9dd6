"""The words and marks by which teasers are told from a story, in seven languages."""

from __future__ import annotations

import re

# A line that says other stories follow.
HEADING = re.compile(
    r"(?:(?:related|further|recommended|most read|popular|top|latest|other|more)"
    r"(?: (?:stories|story|articles|news|topics|content|coverage|links|reading|headlines|now|for you))?"
    r"|more (?:on this(?: story| topic)?|like this|from .{1,40})|(?:read|see) (?:more|also|next)"
    r"|you (?:may|might) also (?:like|be interested in)|(?:also )?in (?:the|other) news"
    r"|mehr zum thema|auch interessant|lesen sie auch|weitere (?:artikel|nachrichten|themen|meldungen)|siehe auch"
    r"|(?:à )?lire aussi|sur le même (?:sujet|thème)|articles (?:liés|similaires)"
    r"|(?:noticias|artículos|notícias|artigos) relacionad[ao]s|lea también|te puede interesar|leia (?:também|mais)"
    r"|leggi anche|(?:articoli|notizie) correlat[ei]|lees ook|meer over dit onderwerp)\s?[:…]?",
    re.IGNORECASE,
)
RULE = re.compile(r"[-–—_*=~#•· ]{3,}")

# Words at the head of a paragraph that take up the one before, in English, German, French, Spanish, Italian,
# Portuguese and Dutch.
_OPENERS = """
however but and so yet meanwhile further furthermore moreover also although though despite nevertheless instead still
then now later earlier before after during since while for in as if when both another other some many most others
there here
aber doch und zudem außerdem allerdings jedoch dennoch trotzdem auch dabei damit danach dann deshalb denn dort
mais et cependant toutefois aussi puis ensuite pero sin además también luego entonces ma inoltre tuttavia anche poi
mas além também porém contudo maar ook echter toch daarna
"""
_PRONOUNS = """
he she it they his her their its this that these those such er sie dies diese dieser dieses il elle ils elles ce cette
ces él ella ellos este esta esto estos egli lui lei loro questo questa ele ela eles isso hij zij ze dit
"""
_TITLES = "mr mrs ms dr sir lady lord president minister herr frau señor señora monsieur madame signor signora meneer"

OPENERS = frozenset(_OPENERS.split())
PRONOUNS = frozenset(_PRONOUNS.split())
TITLES = frozenset(_TITLES.split())
ADDS = re.compile(
    r"\b(?:also|add(?:ed|ing|s)|another|other|such|too|latter|former|auch|außerdem|également|aussi|también|anche|ook)\b",
    re.IGNORECASE,
)
QUOTATION = re.compile(r"[“\"„«][^”\"“»]{25,}")
# An initial or a short title before the full stop is no end of a sentence.
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…][\"”’')]*\s+[“\"‘'(]?[A-ZÀ-Þ0-9]")
CLOSED = re.compile(r"[.!?…:;,][\"”’')»]*$")
