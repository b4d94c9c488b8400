"""Who may open which address. A new address needs a line here, or the test of the matrix fails.

STAFF     the workbench: signed-in staff; everybody else is asked to sign in, or refused
ADMIN     Django's administration: staff, each page by the permissions of the account
EVERYBODY the showcase, the open data, health, the way in
LINK      by a personal link in the address itself: an unknown one opens nothing
SPACE     the space of the company whose personal link this browser came in by
BALLOT    the ballot of that company, while its link lives
TABLE     a table of a workshop, by its code of the day
RESULT    the result of a round: staff, the companies asked, and everybody when the round says so
"""

from fnmatch import fnmatchcase

EVERYBODY, STAFF, ADMIN = "everybody", "staff", "admin"
LINK, SPACE, BALLOT, TABLE = "link", "space", "ballot", "table"
RESULT = "result"

# The first pattern that fits counts; the last lines are families of addresses with one rule.
RULES = {
    "pages:home": EVERYBODY,
    "pages:showcase_desk": STAFF,
    "pages:showcase_*": EVERYBODY,
    "pages:join": EVERYBODY,
    "pages:join_thanks": EVERYBODY,
    "pages:join_request*": STAFF,
    "pages:join_accept": STAFF,
    "pages:join_decline": STAFF,
    "pages:opendata*": EVERYBODY,
    "pages:robots": EVERYBODY,
    "pages:sitemap": EVERYBODY,
    "pages:legal": EVERYBODY,
    "pages:privacy": EVERYBODY,
    "pages:accessibility": EVERYBODY,
    "pages:public_page_edit": STAFF,
    "pages:theme": EVERYBODY,
    "pages:style": STAFF,
    "pages:health_live": EVERYBODY,
    "pages:health_ready": EVERYBODY,
    "pages:metrics": EVERYBODY,  # with a token of its own: tests/pages/test_metrics.py
    "pages:security": EVERYBODY,
    "pages:handover*": STAFF,
    "pages:history*": STAFF,
    "pages:search": STAFF,
    "pages:do_*": STAFF,
    "pages:entrance_code": EVERYBODY,  # between password and code: nobody yet
    "pages:entrance_*": STAFF,
    "pages:mailbox*": EVERYBODY,  # of the demo; elsewhere it is not there
    "set_language": EVERYBODY,
    "outbox:preferences": LINK,
    "outbox:stop": LINK,
    "outbox:*": STAFF,
    "companies:*": STAFF,
    "synergies:park_public": EVERYBODY,
    "synergies:round_results": RESULT,
    "synergies:round_compare": RESULT,
    "synergies:round_export": RESULT,
    "synergies:table_code": EVERYBODY,
    "synergies:vote_code": EVERYBODY,
    "synergies:table_arrival": LINK,
    "synergies:room_vote": LINK,
    "synergies:vote": LINK,
    "synergies:space": LINK,
    "synergies:space_address": LINK,
    "synergies:table*": TABLE,
    "synergies:ballot*": BALLOT,
    "synergies:space_*": SPACE,
    "synergies:*": STAFF,
    "actions:calendar_feed": LINK,
    "actions:report_read*": LINK,
    "actions:answers": LINK,
    "actions:space_questions": SPACE,
    "actions:*": STAFF,
    "admin:login": EVERYBODY,
    "admin:logout": EVERYBODY,  # by POST, and of one's own session alone
    "admin:*": ADMIN,
}


def rule_of(name: str) -> str | None:
    """Return the rule of an address by its name, or None when nobody has decided it."""
    return next((rule for pattern, rule in RULES.items() if fnmatchcase(name, pattern)), None)
