"""The one refusal of this package."""


class WorkbookRefused(Exception):
    """The whole file is refused; the text says why to the person who chose it."""
