"""Turns a foreign XML document, however hostile or broken, into a small tree that is safe to work on.

Every cost is bounded here, so that what reads the tree afterwards need not care: libxml2 stops at entities that blow
up (billion laughs, quadratic) and at 256 levels of nesting; we stop at too many tags, attributes and name spaces.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from digest.errors import IngestError
from digest.ingest import encoding

MAX_TAGS = 400_000  # some seconds of work; a feed of 10 MB and 2,000 stories has about 100,000
MAX_ATTRIBUTES = 64  # of one element
MAX_NAMESPACES = 200

_PROLOGUE = re.compile(r"\A[\s\ufeff]*(?:<\?xml[^>]*\?>\s*)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_NUMBERED = re.compile(r"&#(?:x0*([0-9A-Fa-f]{1,6})|0*([0-9]{1,7}));")
_BARE = re.compile(r"&(?!#?[A-Za-z0-9]{1,32};)")
_STRAY = re.compile(r"<(?![A-Za-z_/!?])")
_PREFIX = re.compile(r"xmlns:([^\s=]{1,100})")


def text(data: bytes, *, content_type: str = "") -> str:
    """Return the document's characters, without its XML declaration and without those that XML forbids.

    A document's own declaration counts for more than the header's charset, against RFC 7303, since servers send a
    default there that nobody set.
    """
    declared = encoding.declared_charset(data) or encoding.declared_charset(b"", content_type=content_type)
    return _PROLOGUE.sub("", allowed(encoding.decode(data, declared=declared)))


def allowed(characters: str) -> str:
    """Return the text without the characters that may not stand in XML, escaped or not (XML 1.0, 2.2)."""
    return _FORBIDDEN.sub("", characters)


def tree(document: str) -> etree._Element:
    """Return the root of the document, mended where it is not well-formed.

    Entities, comments and processing instructions are not in it.

    Raises:
        IngestError: there is no element in it, or it is of a size or shape that no honest document has.
    """
    if document.count("<") > MAX_TAGS:
        raise IngestError(f"has more than {MAX_TAGS:,} tags")
    if len(set(_PREFIX.findall(document))) > MAX_NAMESPACES:
        raise IngestError(f"declares more than {MAX_NAMESPACES} name spaces")
    root = _parsed(document, recover=False)
    if root is None:
        root = _parsed(_mended(document), recover=True)
    if root is None:
        raise IngestError("is no XML document")
    if any(len(element.attrib) > MAX_ATTRIBUTES for element in root.iter("*")):
        raise IngestError(f"has an element with more than {MAX_ATTRIBUTES} attributes")
    return root


def name_of(element: etree._Element) -> str:
    """Return an element's name without its name space, in lower case; of one that is all prefix, the prefix."""
    name = str(element.tag).rpartition("}")[2].rstrip(":")
    return (name.rpartition(":")[2] or str(element.tag)).lower()


def _parsed(document: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(document.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise IngestError(f"is not safe to read: {_first_clause(entry.message)}")
    return root


def _first_clause(message: str) -> str:
    return message.partition(", ")[0][:80].lower()


def _mended(document: str) -> str:
    """Return the document with what careless programs forget to escape put right.

    In a CDATA section the same changes happen, and mean the same there, for what stands in one is HTML.
    """
    return _STRAY.sub("&lt;", _BARE.sub("&amp;", _NUMBERED.sub(_permitted, _NAMED.sub(_character, document))))


def _permitted(found: re.Match[str]) -> str:
    """Return a reference by number, unless to what is no character: libxml2 would make bytes of it that are no text."""
    number = int(found[1], 16) if found[1] else int(found[2])
    return found[0] if number < 0x110000 and allowed(chr(number)) else ""


def _character(found: re.Match[str]) -> str:
    return html5.get(found[1]) or f"&amp;{found[1]}"
