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
