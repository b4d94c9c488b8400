"""The small markup of the public pages: from the words somebody typed to blocks a template shows.

    ## A heading
    A paragraph, with a [link](https://…), an address, {territory} and a [[blank to fill in]].
    - one line of a list

Nothing here makes HTML: the template does, and escapes every word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import get_script_prefix

LINK = r"\[(?P<label>[^\[\]\n]+)\]\((?P<target>(?:https?://|mailto:|/)[^\s()]+)\)"
BLANK = r"\[\[(?P<blank>[^\[\]\n]+)\]\]"
FACT = r"\{(?P<fact>[a-z_]+)\}"
ADDRESS = r"(?P<address>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
PIECE = re.compile(f"{BLANK}|{LINK}|{FACT}|{ADDRESS}")
E_MAIL = re.compile(ADDRESS)


@dataclass(frozen=True)
class Span:
    """A piece of a line: plain words, a link when it has a url, or a blank to fill in."""

    text: str
    url: str = ""
    is_blank: bool = False


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list; each line is a list of spans."""

    kind: str  # "heading", "paragraph" or "list"
    lines: list[list[Span]]


@dataclass(frozen=True)
class Fact:
    """What the initiative says of itself: its value, and what to ask for while it is empty."""

    value: str
    label: str


def blocks_of(text: str, facts: Mapping[str, Fact]) -> list[Block]:
    """Return the blocks of a text; a fact that has no value yet is a blank to fill in."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        blocks.extend(_blocks_of_part(part.split("\n"), facts))
    return blocks


def blanks_in(blocks: list[Block]) -> list[str]:
    """Return what is still to be filled in, each once, in the order of the text."""
    spans = (span for block in blocks for line in block.lines for span in line)
    return list(dict.fromkeys(span.text for span in spans if span.is_blank))


def _blocks_of_part(lines: list[str], facts: Mapping[str, Fact]) -> Iterator[Block]:
    """Return the blocks of lines that no empty line parts."""
    words: list[str] = []
    items: list[list[Span]] = []
    for line in (*lines, "## "):  # a heading ends whatever stands before it
        mark, _space, rest = line.strip().partition(" ")
        if mark != "-" and items:
            yield Block("list", items)
            items = []
        if mark in {"-", "##"} and words:
            yield Block("paragraph", [_spans(" ".join(words), facts)])
            words = []
        if mark == "-":
            items.append(_spans(rest, facts))
        elif mark == "##" and rest:
            yield Block("heading", [_spans(rest, facts)])
        elif mark and mark != "##":
            words.append(line.strip())


def _spans(line: str, facts: Mapping[str, Fact]) -> list[Span]:
    spans, end = [], 0
    for found in PIECE.finditer(line):
        spans.append(Span(line[end : found.start()]))
        spans.append(_span(found, facts))
        end = found.end()
    return [span for span in (*spans, Span(line[end:])) if span.text]


def _below_the_site(target: str) -> str:
    """Return a path of this site with what stands before it, where it has a path of its own."""
    return f"{get_script_prefix()}{target[1:]}" if target.startswith("/") else target


def _span(found: re.Match[str], facts: Mapping[str, Fact]) -> Span:
    if found["blank"]:
        return Span(found["blank"].strip(), is_blank=True)
    if found["label"]:
        return Span(found["label"], _below_the_site(found["target"]))
    if found["address"]:
        return Span(found["address"], f"mailto:{found['address']}")
    fact = facts.get(found["fact"])
    if fact is None:
        return Span(found[0])
    if not fact.value:
        return Span(fact.label, is_blank=True)
    is_address = E_MAIL.fullmatch(fact.value)
    return Span(fact.value, f"mailto:{fact.value}" if is_address else "")
