"""The small markup of the public pages."""

import pytest
from django.urls import clear_script_prefix, set_script_prefix

from companies.public_text import Block, Fact, Span, blanks_in, blocks_of

FACTS = {
    "territory": Fact("Val <d’essai>", "territory"),
    "email": Fact("contact@pompey.example", "address"),
    "phone": Fact("", "phone of the initiative"),
}


def line(text):
    (block,) = blocks_of(text, FACTS)
    return block.lines[0]


def test_headings_paragraphs_and_lists_are_blocks():
    text = "## Head\nOne\nline.\n\nTwo.\n- a\n- b\nThree."

    assert blocks_of(text, {}) == [
        Block("heading", [[Span("Head")]]),
        Block("paragraph", [[Span("One line.")]]),
        Block("paragraph", [[Span("Two.")]]),
        Block("list", [[Span("a")], [Span("b")]]),
        Block("paragraph", [[Span("Three.")]]),
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("see [CNIL](https://cnil.fr/a)", [Span("see "), Span("CNIL", "https://cnil.fr/a")]),
        ("[open data](/opendata/)", [Span("open data", "/opendata/")]),
        ("to a@b.example.", [Span("to "), Span("a@b.example", "mailto:a@b.example"), Span(".")]),
        ("in {territory}", [Span("in "), Span("Val <d’essai>")]),
        ("{email}", [Span("contact@pompey.example", "mailto:contact@pompey.example")]),
        ("{phone}", [Span("phone of the initiative", is_blank=True)]),
        ("{unknown}", [Span("{unknown}")]),
        ("by [[a name]]", [Span("by "), Span("a name", is_blank=True)]),
        ("[x](javascript:alert(1))", [Span("[x](javascript:alert(1))")]),
        ("[x](data:text/html,1)", [Span("[x](data:text/html,1)")]),
        ("<b>x</b>", [Span("<b>x</b>")]),
    ],
)
def test_pieces_of_a_line(text, spans):
    assert line(text) == spans


def test_blanks_are_told_once_in_order():
    blocks = blocks_of("[[b]] and {phone}\n\n- [[a]]\n- [[b]]", FACTS)

    assert blanks_in(blocks) == ["b", "phone of the initiative", "a"]


def test_nothing_gives_no_block():
    assert blocks_of("\r\n  \r\n", {}) == []


def test_a_path_of_the_site_gets_what_the_site_stands_below():
    set_script_prefix("/eit/")
    try:
        assert line("[here](/opendata/)") == [Span("here", "/eit/opendata/")]
    finally:
        clear_script_prefix()
    assert line("[here](/opendata/)") == [Span("here", "/opendata/")]
