"""The words of the history in templates."""

from django import template

from pompey_ite.pages.history.words import reason_text

register = template.Library()
register.filter("reason_text", reason_text)
