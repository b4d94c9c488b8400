"""What the pages about synergies show of each."""

from django import template
from django.utils.safestring import SafeString

from pompey_ite.components import state_badge
from synergies.models import Synergy

register = template.Library()
STATES = {
    Synergy.Status.IDEA: "neutral",
    Synergy.Status.OPERATIONAL: "good",
    Synergy.Status.PARKED: "closed",
    Synergy.Status.CLOSED: "closed",
}


@register.simple_tag
def synergy_status(synergy: Synergy) -> SafeString:
    """Return how far a synergy is, in icon and word: `{% synergy_status synergy %}`."""
    status = Synergy.Status(synergy.status)
    return state_badge(STATES.get(status, "waiting"), synergy.get_status_display())
