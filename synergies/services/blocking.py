"""The six lines on which something may block a synergy."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import User
from synergies.models import BlockingPoint, Synergy


class BlockingRefused(Exception):
    """A line that cannot be written so; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the six lines, whether anybody has written on it or not."""

    topic: str
    label: str
    point: BlockingPoint | None

    @property
    def state(self) -> str:
        return self.point.state if self.point else BlockingPoint.State.NONE


def lines_of(synergy: Synergy) -> list[Line]:
    """Return the six lines of a synergy in their order, in one query."""
    rows = synergy.blocking_points.select_related("noted_by")
    points = {point.topic: point for point in rows}
    topics = BlockingPoint.Topic.choices
    return [Line(topic, str(label), points.get(topic)) for topic, label in topics]


@transaction.atomic
def note_blocking(
    *, synergy: Synergy, topic: str, state: str, sentence: str, user: User, today: date
) -> BlockingPoint:
    """Return the line as it is now; “since” starts anew only when its state changes.

    Raises BlockingRefused when a line that is open or solved has no sentence.
    """
    sentence = sentence.strip()
    if state != BlockingPoint.State.NONE and not sentence:
        raise BlockingRefused(_("Say in one sentence what blocks."))
    point = synergy.blocking_points.select_for_update().filter(topic=topic).first()
    if point is None:
        point = BlockingPoint(synergy=synergy, topic=topic, since=today)
    elif point.state != state:
        point.since = today
    point.state, point.sentence, point.noted_by = state, sentence, user
    point.save()
    return point
