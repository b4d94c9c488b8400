"""How a resource reads on a page."""

from django import template
from django.utils.formats import number_format

from companies.models import Resource
from companies.units import unit_text

register = template.Library()
register.filter("unit_text", unit_text)

NO_BREAK_SPACE = "\u00a0"


@register.filter
def quantity_text(resource: Resource) -> str:
    """Return “160 t per year” in the current language, or "" when no quantity is known."""
    if resource.quantity is None:
        return ""
    plain = format(resource.quantity.normalize(), "f")
    number = number_format(plain, force_grouping=True)
    unit = unit_text(resource.unit, resource.quantity)
    amount = f"{number}{NO_BREAK_SPACE}{unit}" if unit else number
    return f"{amount} {resource.get_period_display()}".rstrip()
