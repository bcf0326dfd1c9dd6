"""A sentence that tells only what an article had wrong is not told without the next, which says what is right."""

from __future__ import annotations

import pytest

from digest.editorial.corrections import corrected

RIGHT = "It was nine boats."


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Correction: boats", "An article on Monday said that ten boats had sunk."),
        ("Corrections and clarifications", "We said on Monday that ten boats had sunk."),
        ("Berichtigung", "In unserem Artikel vom Montag hieß es, zehn Boote seien gesunken."),
        ("Rectificatif", "Un titre de lundi parlait de dix bateaux."),
        ("Fe de errores", "Un artículo del lunes decía erróneamente que eran diez barcos."),
        ("Ten boats sink", "A headline on Monday incorrectly said that ten boats had sunk."),
        ("Ten boats sink", "An earlier version of the story misstated how many boats had sunk."),
        ("Zehn Boote", "In einem Artikel vom Montag war fälschlich von zehn Booten die Rede."),
    ],
)
def test_a_mistake_stands_with_the_next_sentence_or_not_at_all(title: str, sentence: str) -> None:
    assert corrected([sentence, RIGHT], title=title, limit=240) == [f"{sentence} {RIGHT}"]
    assert corrected([sentence, RIGHT], title=title, limit=40) == [RIGHT]
    assert corrected([sentence], title=title, limit=240) == []


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Correction: boats", "An article on Monday said ten boats had sunk instead of nine."),
        ("Correction: boats", "Nine boats sank, the harbour says."),
        ("Correction of the budget costs millions", "A report says that the town has no money."),
        ("Innocent", "A report found that 900 postmasters were wrongly convicted."),
        ("Ten boats sink", "An article on Monday said that ten boats had sunk."),
    ],
)
def test_other_sentences_stand_by_themselves(title: str, sentence: str) -> None:
    assert corrected([sentence, RIGHT], title=title, limit=240) == [sentence, RIGHT]
