"""A mail rendered once and filled for each recipient says what one rendered for each says."""

import pytest
from django.test import override_settings

from pompey_ite.outbox import rendering
from pompey_ite.outbox.rendering import filled, gap, render_mail

NAMES = [
    "Alix Épée",
    "<script>alert(1)</script> & “Fils”",
    "Acier.com www.acier.com https://acier.example",
    "Forge\u202e d’Abel",
    "alix@acier.example",
    gap("because"),
]


@pytest.fixture
def template(tmp_path, settings):
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "letter_subject.txt").write_text("Rapport")
    (folder / "letter_body.txt").write_text(
        "{% autoescape off %}Bonjour {{ name }},{% endautoescape %}"
    )
    (folder / "letter_body.html").write_text(
        "<html><body><style>p { color: red; }</style><p>Bonjour {{ name }},</p></body></html>"
    )
    engines = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with override_settings(TEMPLATES=engines):
        yield


@pytest.mark.parametrize("name", NAMES)
def test_filling_says_what_rendering_says(template, name):
    once = filled(render_mail("letter", {"name": gap("name")}, language="fr"), {"name": name})

    assert once == render_mail("letter", {"name": name}, language="fr")


def test_words_that_are_not_escaped_would_show(template, monkeypatch):
    """The control: the same without the escaping."""
    monkeypatch.setattr(rendering, "escape", lambda word: word)
    draft = render_mail("letter", {"name": gap("name")}, language="fr")

    assert "<script>" in filled(draft, {"name": NAMES[1]}).html
