"""Knows columns of tags by their names: what services sort people by, no topics of ours unless told so."""

from __future__ import annotations

from subscribers.files.vocabulary.headings import heading, headings

_TAGS = frozenset(
    headings("""
        tag, tags, label, labels, group, groups, group membership, segment, segments, schlagwort, schlagwörter, gruppen
        étiquette, étiquettes, groupes, etiqueta, etiquetas, grupos, etichette, gruppi, groepen, taggar, тег, теги
    """)
)


def of_tags(name: str) -> bool:
    """Tell whether a column of this name holds tags.

    >>> of_tags("TAGS"), of_tags("Labels"), of_tags("topics")
    (True, True, False)
    """
    return heading(name) in _TAGS
