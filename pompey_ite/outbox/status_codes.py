"""Enhanced status codes of mail servers (RFC 3463), such as 5.1.1: whom or what they blame."""

import re

CODE = re.compile(r"(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?![\w.])")
# What says nothing of the address: 5.7 is the server's policy (spam, blocked sender), 5.3 and 5.4
# are troubles of the servers or the way between them, 5.6 is the content, 5.5 the protocol.
BLAMING_SUBJECTS = {"0", "1", "2"}
FULL_MAILBOX, TOO_LARGE = "5.2.2", "5.2.3"  # of a mailbox that exists


def code_in(text: str) -> str:
    """Return the first enhanced status code in what a server said, or nothing."""
    found = CODE.search(text)
    return found[0] if found else ""


def blames_address(text: str) -> bool:
    """Return whether a permanent refusal (5xx) means that the address does not exist.

    Without an enhanced code it does: servers that give none refuse unknown recipients so.
    """
    code = code_in(text)
    if not code:
        return True
    if code == "5.4.1" and "recipient address rejected" in text.lower():
        return True  # so Exchange says that a person does not exist
    kind, subject, _detail = code.split(".")
    return kind == "5" and subject in BLAMING_SUBJECTS and code not in {FULL_MAILBOX, TOO_LARGE}
