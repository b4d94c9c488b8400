"""Known weaknesses of the pinned packages, asked of the public list of OSV (osv.dev).

One question for all packages; it holds names and versions, which anybody reads in the repository.
"""

import json
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError

from pompey_ite.audit.components import Component
from pompey_ite.audit.line import Line, Verdict, line_of

SOURCE = "https://api.osv.dev/v1/querybatch"
PATIENCE_S = 20


def advisories(components: Sequence[Component], source: str = "") -> Line:
    """Return the line of the known weaknesses: one detail for each package and number.

    source: where the question goes, osv.dev unless it is given. When
    nobody answers it, nothing was checked.
    """
    source = source or SOURCE
    title = "known weaknesses of the packages (osv.dev)"
    try:
        results = _ask(components, source)
        found = [
            f"{one.name} {one.version}: {hole['id']}"
            for one, result in zip(components, results, strict=True)
            for hole in result.get("vulns", [])
        ]
    except (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError) as error:
        # No network, a refusal, or an answer in another shape: all the same, nobody knows.
        if isinstance(error, HTTPError):
            error.close()
        why = f"no answer that can be read from {source} ({type(error).__name__})"
        return Line(title, Verdict.NOT_CHECKED, (why,))
    return line_of(title, found)


def _ask(components: Sequence[Component], source: str) -> list[dict[str, Any]]:
    """Return what is known of each package, in their order."""
    queries = [
        {"package": {"name": one.name, "ecosystem": "PyPI"}, "version": one.version}
        for one in components
    ]
    request = urllib.request.Request(  # noqa: S310 – an address of ours
        source,
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "pompey-ite audit"},
    )
    # No person writes this address, so that it can be none of a file.
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310  # nosec B310
        results: list[dict[str, Any]] = json.load(answer)["results"]
    return results
