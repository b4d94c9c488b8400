"""A PDF as a reader gets it: its text, its language, its headings, the words for its pictures."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


class ReadPdf:
    """What a screen reader, a search or somebody who copies finds in a PDF."""

    def __init__(self, content: bytes) -> None:
        self._reader = PdfReader(BytesIO(content))
        self._root: Any = self._reader.trailer["/Root"]

    @property
    def text(self) -> str:
        """Return the text of all pages, read by way of their fonts."""
        return "\n".join(page.extract_text() for page in self._reader.pages)

    @property
    def page_count(self) -> int:
        return len(self._reader.pages)

    @property
    def title(self) -> str:
        found = self._reader.metadata
        return str(found.title) if found else ""

    @property
    def shows_title(self) -> bool:
        """Return whether a window shows the title, not the name of the file."""
        return bool(self._root["/ViewerPreferences"]["/DisplayDocTitle"].value)

    @property
    def language(self) -> str:
        return str(self._root["/Lang"])

    @property
    def claims_accessibility(self) -> bool:
        """Return whether it says of itself that it follows PDF/UA."""
        return b"pdfuaid:part" in self._root["/Metadata"].get_object().get_data()

    @property
    def tags(self) -> list[str]:
        """Return the types of its structure, from the top down: /H1, /Table, /Figure."""
        return [str(node["/S"]) for node in self._nodes() if "/S" in node]

    @property
    def alternative_texts(self) -> list[str]:
        return [str(node["/Alt"]) for node in self._nodes() if "/Alt" in node]

    def _nodes(self) -> Iterator[DictionaryObject]:
        yield from _below(self._root["/StructTreeRoot"])


def _below(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _below(one)
    elif isinstance(node, DictionaryObject):
        yield node
        yield from _below(node.get("/K"))
