"""Opens the templates of web pages: the public ones, the report and the editor's desk."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digest.render.compiled import compiled_templates
from digest.render.theme_file import templates_dir


def web_templates() -> Environment:
    """Return what reads them, with everything that is put in escaped as HTML."""
    return Environment(
        loader=FileSystemLoader(templates_dir() / "web"),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=compiled_templates(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
