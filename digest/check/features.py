"""Names what breaks a mail in programs that do not know it, by the names that caniemail.com gives it.

What only decorates is not here: without round corners, shadows or a cropped picture a mail reads as well.
"""

from __future__ import annotations

# An element, and the feature that using it asks for.
ELEMENTS = {
    "audio": "html-audio",
    "base": "html-base",
    "button": "html-button-submit",
    "dialog": "html-dialog",
    "input": "html-input-text",
    "link": "html-link",
    "map": "html-image-maps",
    "marquee": "html-marquee",
    "meter": "html-meter",
    "object": "html-object",
    "progress": "html-progress",
    "ruby": "html-ruby",
    "select": "html-select",
    "svg": "html-svg",
    "textarea": "html-textarea",
    "video": "html-video",
}

# The elements of the HTML Living Standard, with those it calls obsolete.
_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
input ins kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter nav nobr
noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc
ruby s samp script search section select slot small source spacer span strike strong style sub summary sup svg table
tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
"""
NAMES = frozenset(_NAMES.split())

# A property whose very use matters, whatever its value.
PROPERTIES = {
    "clip-path": "css-clip-path",
    "column-count": "css-column-count",
    "columns": "css-column-layout-properties",
    "filter": "css-filter",
    "float": "css-float",
    "gap": "css-gap",
    "grid-template-columns": "css-grid-template",
    "inset": "css-inset",
    "mask-image": "css-mask-image",
    "mix-blend-mode": "css-mix-blend-mode",
    "transform": "css-transform",
    "writing-mode": "css-writing-mode",
}

# A value of a property.
VALUES = {
    ("display", "flex"): "css-display-flex",
    ("display", "inline-flex"): "css-display-flex",
    ("display", "grid"): "css-display-grid",
    ("display", "inline-grid"): "css-display-grid",
    ("position", "absolute"): "css-position",
    ("position", "fixed"): "css-position",
    ("position", "sticky"): "css-position",
}

# What may stand in any value.
FUNCTIONS = {
    "var(": "css-variables",
    "calc(": "css-unit-calc",
    "clamp(": "css-function-clamp",
    "light-dark(": "css-function-light-dark",
    "min(": "css-function-min",
    "max(": "css-function-max",
    "conic-gradient(": "css-conic-gradient",
}

# A statement of a sheet.
STATEMENTS = {"@import": "css-at-import"}

# How the name of a picture's file ends.
IMAGE_FORMATS = {
    "apng": "image-apng",
    "avif": "image-avif",
    "bmp": "image-bmp",
    "heic": "image-heif",
    "heif": "image-heif",
    "ico": "image-ico",
    "mp4": "image-mp4",
    "svg": "image-svg",
    "tif": "image-tiff",
    "tiff": "image-tiff",
    "webp": "image-webp",
}

EVERY = frozenset(
    feature
    for table in (ELEMENTS, PROPERTIES, VALUES, FUNCTIONS, STATEMENTS, IMAGE_FORMATS)
    for feature in table.values()
)
