"""Whose address is this? The app that knows the companies tells; the outbox imports none."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """Whom an address belongs to, as shown to the project manager."""

    name: str
    organisation: str = ""
    url: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Directory:
    """What an app tells of addresses, all in lower case.

    owners: who owns which of these addresses; addresses: whose company holds these words;
    address_changed: an address is in error for this reason or, with no reason, right again.
    """

    owners: Callable[[Collection[str]], Mapping[str, Owner]]
    addresses: Callable[[str], Collection[str]]
    address_changed: Callable[[str, str], None]


_directories: list[Directory] = []


def register_directory(directory: Directory) -> None:
    """Make a directory known."""
    if directory not in _directories:
        _directories.append(directory)


def owners_of(addresses: Collection[str]) -> dict[str, Owner]:
    """Return the owners known, by address: one call for a page, whatever its length."""
    known: dict[str, Owner] = {}
    for directory in _directories:
        known = {**directory.owners(addresses), **known}
    return known


def addresses_of(words: str) -> set[str]:
    """Return the addresses of the companies and people whose name holds the words."""
    return {address for each in _directories for address in each.addresses(words)}


def tell_address_changed(address: str, reason: str) -> None:
    """Tell every directory that an address is in error or, with no reason, right again."""
    for directory in _directories:
        directory.address_changed(address, reason)
