"""Turns foreign text and HTML into plain text, or into HTML that is safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache, partial
from html import escape, unescape
from html.entities import html5
from urllib.parse import urljoin, urlsplit

import nh3

from digest.ingest.paragraphs import sanitised
from digest.ingest.pictures import IMAGE, attributes_of, is_pixel, unless_pixel

LONGEST_LINE = 5_000  # characters; a title or name longer than this is noise, and is cut
LONGEST_MARKUP = 2_000_000  # characters of HTML, of which a story's text is a small part
DEEPEST_MARKUP = 400  # elements open at once; an honest page has dozens, and nesting costs the parser quadratically


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KEPT_SCHEMES = _names("http https mailto")
_SILENT = _names(
    "script style template title noscript iframe object svg math audio video canvas select textarea button"
)
_UNSAFE = _names(
    "address applet base basefont big body dir embed fieldset font form frame frameset head html input label legend "
    "link main marquee menu meta nobr optgroup option param picture section slot source tfoot track"
)
_TAGS = nh3.ALLOWED_TAGS | _SILENT | _UNSAFE
_PARAGRAPHS = _names(
    "address article aside blockquote body dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p "
    "pre section table ul"
)
_LINES = _names("br caption dd details div dt li summary tr")
_CELLS = _names("td th")
_BLOCKS = _PARAGRAPHS | _LINES | _CELLS

# Characters no reader sees: controls, embeddings, overrides and isolates of text direction, byte order marks, soft
# hyphens, invisible operators, annotation marks, noncharacters and lone surrogates. The joiners U+200C and U+200D and
# the marks U+200E, U+200F and U+061C stay: emoji and several scripts are misspelt without them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0001]"
)
_WITHOUT_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x1C), 0x7F])
# U+200B parts words in scripts written without spaces; anywhere else it is a leftover of an editor.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_STRAY_BREAK = re.compile(f"(?<![{_SPACELESS}])\u200b+|\u200b+(?![{_SPACELESS}])")

_ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")

_AMPERSANDS = re.compile(r"&(?:amp;|#0{0,5}38;|#[xX]0{0,5}26;)+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|<!doctype[^<>]*>|<\?xml[^<>]*\?>", re.DOTALL | re.IGNORECASE)
_SILENCED = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-z][a-z0-9]*(?P<ns>:[a-z][a-z0-9]*)?)(?:\s(?:[^'"<>]|"[^"]{0,2000}"|'[^']{0,2000}')*|/)?>""",
    re.IGNORECASE,
)
_CUT_OFF_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)\s+[a-z-]+\s?=[^<>]*\Z", re.IGNORECASE)
_NESTING = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_UNNESTED = _names(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr"  # or self-closing
)
# A run of tags; the space after each is none to keep. It opens with a character, for which a machine looks fast.
_BREAKS = re.compile(r"</?[a-z0-9]+>\s*(?:</?[a-z0-9]+>\s*)*")
_BREAK_NAME = re.compile(r"</?([a-z0-9]+)>")
_MAY_BE_IMAGE = re.compile("<im", re.IGNORECASE)
_LAZY = ("data-src", "data-original", "data-lazy-src")


def line(text: str) -> str:
    """Return one line of plain text from text or a fragment of HTML, as found in titles, names and tags.

    Entities are decoded until none is left, for feeds escape twice; tags of HTML go, what only looks like one stays
    (`a < b`, `<3`). The result is in Unicode normal form C and at most `LONGEST_LINE` characters.
    """
    text, before = text[:LONGEST_LINE], ""
    while text != before:
        before, text = text, _line_once(text)
    return text


def plain_line(text: str) -> str:
    """Return one line of plain text from what is plain already: `<b>` and `&amp;` in it are words, and stay.

    What no reader sees goes, white space becomes single; in normal form C, at most `LONGEST_LINE` characters.
    """
    return unicodedata.normalize("NFC", " ".join(_seen(text[:LONGEST_LINE]).split()))[:LONGEST_LINE].rstrip()


def block(text: str) -> str:
    """Return plain text of paragraphs: LF line ends, single spaces, at most one empty line between paragraphs."""
    text = text.replace("\u2029", "\n\n")
    lines = (" ".join(part.split()) for part in _seen(text).splitlines())
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))


def sanitise(html: str, *, base: str = "") -> str:
    """Return HTML without scripts, styles, forms and tracking pixels, whose links are absolute against `base`.

    Only http, https and mailto survive; a link or picture that stays relative loses its address.
    """
    if (markup := _bounded(html)) is None:
        return f"<p>{escape(_bare(html))}</p>"
    safe = sanitised(
        markup,
        clean_content_tags=set(_SILENT),
        url_schemes=set(_KEPT_SCHEMES),
        attribute_filter=partial(_kept_value, base=base),
    )
    shown = _ODD_SPACE.sub(" ", _seen(IMAGE.sub(unless_pixel, safe)))
    return unicodedata.normalize("NFC", shown).strip()


def text_of(html: str) -> str:
    """Return the plain text of HTML: blocks become paragraphs, rows and line breaks become lines.

    Scripts, styles, embedded objects and the captions of figures are left out.
    """
    if (markup := _bounded(html)) is None:
        return block(unescape(_bare(html)))
    marked = sanitised(
        markup,
        tags=set(_BLOCKS),
        clean_content_tags={*_SILENT, "figcaption"},
        attributes={"*": set()},  # an empty table would leave nh3 its own: lang and title
        link_rel=None,
    )
    return block(unescape(_BREAKS.sub(_break_for, " ".join(marked.split()))))


def first_image(html: str, *, base: str = "") -> tuple[str, str]:
    """Return the absolute URL and the alt text of the first real picture, or two empty strings.

    `data:` pictures, tracking pixels and icons are no pictures; a lazily loaded one is found by its usual attributes.
    """
    markup = _bounded(html) or ""
    if not _MAY_BE_IMAGE.search(markup):
        return "", ""
    shape = {"src", "srcset", "alt", "width", "height", "style", *_LAZY}
    marked = nh3.clean(
        markup,
        tags={"img"},
        attributes={"img": shape},
        url_schemes={"http", "https", "data"},
        link_rel=None,
    )
    for found in IMAGE.finditer(marked):
        attributes = attributes_of(found)
        if not is_pixel(attributes) and (url := _picture_url(attributes, base)):
            return url, line(attributes.get("alt", ""))
    return "", ""


def absolute(url: str, *, base: str = "") -> str:
    """Return `url` absolute against `base`, or "" when it is empty, a mere fragment, or not http, https or mailto."""
    url = _seen(url).strip()
    try:
        joined = re.sub(r"\s", "%20", urljoin(base, url))
        parts = urlsplit(joined)
    except ValueError:
        return ""
    kept = parts.scheme in _KEPT_SCHEMES and (parts.netloc or parts.scheme == "mailto")
    return joined if kept and url[:1] not in {"", "#"} else ""


@lru_cache(maxsize=8)  # text and HTML are made of the same markup
def _bounded(html: str) -> str | None:
    """Return markup that is cheap to parse, or None when it is nested as no honest page is."""
    markup = _seen(html[:LONGEST_MARKUP])
    still_open: Counter[str] = Counter()
    depth = 0
    for closing, name in _NESTING.findall(markup):
        step = -1 if closing else 1
        name = name.lower()
        if name in _UNNESTED or still_open[name] + step < 0:
            continue
        still_open[name] += step
        depth += step
        if depth > DEEPEST_MARKUP:
            return None
    return markup


def _bare(html: str) -> str:
    """Return what stands between the tags."""
    return block(re.sub(r"<[^<>]*>", " ", html[:LONGEST_MARKUP]))


def _seen(text: str) -> str:
    if text.isascii():
        return text.translate(_WITHOUT_CONTROLS)
    seen = _UNSEEN.sub("", text)
    return _STRAY_BREAK.sub("", seen) if "\u200b" in seen else seen


def _line_once(text: str) -> str:
    if "<" in text:
        text = _CDATA.sub(r"\1", text)
        text = _SILENCED.sub(" ", _COMMENT.sub(" ", text))
        text = _CUT_OFF_TAG.sub(_unless_tag, _TAG.sub(_unless_tag, text))
    if "&" in text:
        text = _ENTITY.sub(_decoded, _AMPERSANDS.sub("&", text))
    return plain_line(text)


def _unless_tag(found: re.Match[str]) -> str:
    """Return a space for a tag that parts words, nothing for one within a word, else what was found."""
    name = found["name"].lower()
    if name not in _TAGS and not found.groupdict().get("ns"):
        return found[0]
    return " " if name in _BLOCKS else ""


def _decoded(found: re.Match[str]) -> str:
    text = found[0]
    return unescape(text) if text[1] == "#" else html5.get(text[1:], text)


def _break_for(run: re.Match[str]) -> str:
    """Return the one break that a run of tags stands for."""
    names = _BREAK_NAME.findall(run[0])
    if names.count("br") > 1 or not _PARAGRAPHS.isdisjoint(names):
        return "\n\n"
    return " " if _LINES.isdisjoint(names) else "\n"


def _kept_value(_tag: str, attribute: str, value: str, *, base: str) -> str | None:
    if attribute in {"href", "src", "cite"}:
        return absolute(value, base=base) or None
    return value


def _picture_url(attributes: dict[str, str], base: str) -> str:
    largest = attributes.get("srcset", "").split(",")[-1].split()[:1]
    candidates = (*(attributes.get(name, "") for name in ("src", *_LAZY)), *largest)
    urls = (absolute(candidate, base=base) for candidate in candidates)
    return next((url for url in urls if url.startswith("http")), "")
