"""Static files under names that change with their content."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from pompey_ite.assets import hashed_name

YEAR = "max-age=315360000, public, immutable"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["css/base.css", "js/ballot.js", "admin/css/base.css"])
def test_a_page_names_a_file_by_its_content_and_browsers_keep_it(client, name):
    address = static(name)

    answer = client.get(address)

    stem, ending = name.rsplit(".", 1)
    assert re.fullmatch(rf"/static/{stem}\.[0-9a-f]{{12}}\.{ending}", address)
    assert answer.headers["Cache-Control"] == YEAR
    assert answer.getvalue()
    answer.close()


@pytest.mark.django_db
def test_a_plain_name_is_asked_for_again(client):
    answer = client.get("/static/css/base.css")

    assert answer.headers["Cache-Control"] == "max-age=60, public"
    answer.close()


def test_another_content_is_another_name(tmp_path):
    before, after = tmp_path / "a.css", tmp_path / "b.css"
    before.write_text("p {}")
    after.write_text("p { }")

    assert hashed_name("x.css", str(before)) != hashed_name("x.css", str(after))


def test_a_file_that_is_not_there_keeps_its_name():
    assert finders.find("css/none.css") is None
    assert static("css/none.css") == "/static/css/none.css"
