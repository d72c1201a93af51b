"""The glossary of the trade has the words that the page asks with."""

from tasador.pricing import vocabulary

from tests.paths import ROOT


def test_the_glossary_has_the_words_of_the_form() -> None:
    text = (ROOT / "docs/app/glossary.md").read_text(encoding="utf-8").lower()
    words = ("ambientes", "cubierta", "cochera", "antigüedad", "barrio", *(kind.lower() for kind in vocabulary.TYPES))
    assert [word for word in words if word not in text] == []
