"""From templates to the words of a mail."""

import pytest

from pompey_ite.outbox.rendering import render_mail


@pytest.fixture
def templates(settings, tmp_path):
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "hello_subject.txt").write_text(
        "{% autoescape off %}Bonjour\n  {{ name }}\n{% endautoescape %}", encoding="utf-8"
    )
    (folder / "hello_body.txt").write_text(
        "{% autoescape off %}Pour {{ name }}{% endautoescape %}", encoding="utf-8"
    )
    (folder / "hello_body.html").write_text(
        "{% load i18n %}{% get_current_language as language %}<style>p { color: red }</style>"
        "<p>{{ name }} {{ language }}</p>",
        encoding="utf-8",
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def test_subject_is_one_line_and_html_is_escaped(templates):
    draft = render_mail("hello", {"name": "Fonte & <b>Fils</b>"}, language="en")

    assert draft.subject == "Bonjour Fonte & <b>Fils</b>"
    assert draft.text.startswith("Pour Fonte & <b>Fils</b>\nWhat we write to you")
    assert '<p style="color: red;">Fonte &amp; &lt;b&gt;Fils&lt;/b&gt; en</p>' in draft.html


def test_subject_says_when_it_is_only_a_test(templates, settings):
    settings.EMAIL_SUBJECT_TAG = "[TEST] "

    assert render_mail("hello", {"name": "x"}, language="fr").subject == "[TEST] Bonjour x"
