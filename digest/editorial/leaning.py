"""Tells a sentence that can open a standfirst from one that leans on the sentence before it."""

from __future__ import annotations

import re
from functools import cache

# Words that take up what was said: connectives, and pronouns for somebody named before.
_TAKE_UP = {
    "en": "but(?! for)|and|however|meanwhile|moreover|furthermore|instead|nevertheless|nonetheless|therefore|thus|"
    "consequently|"
    "besides|otherwise|in addition|as a result|naturally|of course|for (?:example|instance)|at the same time|"
    "on the other hand|that(?:['’]s| is| was) (?:how|why|what|when|where|because)|he|she|they|his|her|their",
    "de": "aber|und|doch|jedoch|dennoch|trotzdem|daher|deshalb|deswegen|dabei|dazu|dadurch|damit|außerdem|zudem|dort|"
    "zum beispiel|natürlich|allerdings|hingegen|dagegen|gemeint ist|er|ihm|"
    "ihre?|ihren|sein|seine|seinen",
    "fr": "mais|et|cependant|toutefois|pourtant|donc|ainsi|par exemple|il (?:a|est)|"
    "elles?|ils|leurs?|cel(?:ui|le)-ci|ceux-ci",
    "es": "pero|y|sin embargo|además|por eso|por ejemplo|él|ellas?|ellos",
    "pt": "mas|e agora|porém|contudo|entretanto|além disso|el[ea]s?",
    "it": "ma|però|tuttavia|inoltre|lui|lei|loro|egli|essi",
    "nl": "maar|echter|daarom|bovendien|hij|zij|hun",
    "pl": "ale|jednak|dlatego|on|ona|oni|jego|jej",
    "ru": "но|однако|он|она|они|его|её|их|поэтому",
    "zh": "但是?|然而|不过|因此|所以|[他她]们?",
    "ja": "しかし|だが|また|そして|彼女?ら?は|[これそ]れは",
}
_MEAN_OTHER_THINGS = "er|y|mas?|ale|on|sein|seine|elle"  # in another language of these, or as a name
_QUOTE = r"[\"'“”‘„«»‹›「『]"
_SO_SAID = re.compile(r"[^、。]{1,12}[はが](?:そう|こう)[語述話言訴強主説]")  # in Japanese, after what was said
# "The former prime minister" is not the former of two.
_OF_TWO = re.compile(
    r".*\bthe (?:former(?=\W*$|[,.;:?!)—–]|\s(?:of|is|was|are|were|has|had|have|can|could|will|would|may|might|and|but|"
    r"because|in|for|with|to|by|as|on|at|who|which|than|case|category|group|kind|type|option|one|ones|two)\b)|"
    r"latter(?!\s(?:part|half|stages?|days|years|end)\b))\b",
    re.IGNORECASE,
)
_MAJESTY = (  # and the like; whose it is needs no telling
    r"(?!\s(?:(?:royal|imperial|serene|königliche|kaiserliche)\s)?"
    r"(?:majest(?:y|ies|ät|äten)|majestés?|majestad(?:es)?|majestades?|maestà|majesteit|highness(?:es)?|hoheit(?:en)?|"
    r"holiness|heiligkeit|excellenc(?:y|ies)|exzellenz|eminence|eminenz)\b)"
)
# Something pointed at that was shown before; "this week" points at the calendar.
_POINTS = re.compile(
    r"(?:both|the two|but for)\s|"
    r"(?:this|these|those|such|diese[rsmn]?|jene[rs]?|cet(?:te)?|ces|est[ae]s?|ess[ae]s?|quest[aeio]|dit|deze)\s"
    r"(?!(?:year|week|month|morning|afternoon|evening|weekend|spring|summer|autumn|fall|winter|season|time|is|are|"
    r"jahr|woche|monat|sommer|winter|tage?|année|semaine|mois|été|año|semana|mes|ano|mês|anno|settimana|jaar|week)\b)",
    re.IGNORECASE,
)
# A quotation whose speaker is but a pronoun.
_SAID = re.compile(
    rf"{_QUOTE}.*{_QUOTE},?\s(?:(?:he|she|they)\s\w+|\w+\s(?:he|she|they|er|sie|il|elle|ils|hij|zij))\b", re.IGNORECASE
)


def leans(sentence: str, *, language: str = "") -> bool:
    """Tell whether a sentence opens with a word, or quotes somebody by a word, that only another sentence explains.

    `language` is a BCP 47 tag; where it is empty, words that mean other things elsewhere do not count.

    >>> leans("She said that the pier was safe."), leans("The mayor said that she would stay.")
    (True, False)
    """
    opening = _opening(language.partition("-")[0].casefold())
    return any(pattern.match(sentence) for pattern in (opening, _SAID, _SO_SAID, _OF_TWO))


def points(sentence: str) -> bool:
    """Tell whether a sentence opens by pointing at something: at what was said before, unless it opens the text.

    >>> points("These piles are of oak."), points("This week it rained.")
    (True, False)
    """
    return _POINTS.match(sentence) is not None


@cache
def _opening(language: str) -> re.Pattern[str]:
    words = _TAKE_UP.get(language)
    among = words or "|".join(_TAKE_UP.values())
    but = "" if words else rf"(?!(?:{_MEAN_OTHER_THINGS})\b)"
    end = (
        "" if language in ("zh", "ja") else r"(?:\b|(?<=[\u3041-\u9fff]))"
    )  # no boundary parts those from what follows
    return re.compile(rf"(?:{_QUOTE}\s?)?[¿¡]?{but}(?:{among}){end}{_MAJESTY}", re.IGNORECASE)
