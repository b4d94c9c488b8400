"""What Django says in a French that no French person would write: our catalogue says it better.

Django looks into our catalogue first. “Modification de entreprise” becomes “Modifier : entreprise”;
the English stays as it is.
"""

from django.utils.translation import gettext_lazy as _

OF_DJANGO = (
    _("Add %s"),
    _("Add %(name)s"),
    _("Change %s"),
    _("View %s"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Add another %(verbose_name)s"),
    _("Change history: %s"),
)
