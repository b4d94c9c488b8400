"""How a resource reads on a page."""

from django import template
from django.utils.formats import number_format

from companies.models import Resource

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
SIGNS = {"m2": "m²", "m3": "m³", "Nm3": "Nm³"}


@register.filter
def quantity_text(resource: Resource) -> str:
    """Return “160 t per year” in the current language, or "" when no quantity is known."""
    if resource.quantity is None:
        return ""
    plain = format(resource.quantity.normalize(), "f")
    number = number_format(plain, force_grouping=True)
    unit = SIGNS.get(resource.unit, resource.unit)
    amount = f"{number}{NO_BREAK_SPACE}{unit}" if unit else number
    return f"{amount} {resource.get_period_display()}".rstrip()
