"""What the pages about declarations show."""

from django import template

from companies.templatetags.resources import quantity_text
from synergies.services.amounts import Amount, per_year
from synergies.views.declarant import Declarant

register = template.Library()


@register.simple_tag
def declare_url(by: Declarant, page: str, *args: int) -> str:
    """Return the address of a page about declarations, for who is looking at it."""
    return by.url(page, *args)


@register.filter
def amount_text(amount: Amount) -> str:
    """Return “300 kg per month” in the current language, or "" when no number was read."""
    return quantity_text(amount.resource)


@register.filter
def yearly_text(amount: Amount) -> str:
    """Return the same as “3.6 t per year”, or "" when that says nothing more."""
    yearly = per_year(amount)
    return quantity_text(yearly.resource) if yearly else ""
