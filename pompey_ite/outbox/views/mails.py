"""The outbox for the project manager: what waits, what went, what failed, what was not needed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of
from pompey_ite.outbox.desk import MailRefused, drop_mail, masked, resend_mail
from pompey_ite.outbox.directory import addresses_of, owners_of
from pompey_ite.outbox.forms import MailFilterForm, ReasonForm, ResendForm
from pompey_ite.outbox.kinds import kind_of
from pompey_ite.outbox.models import AddressError, Mail
from pompey_ite.outbox.models.mail import MailQuerySet

MAILS_PER_PAGE = 50
TABS: dict[str, Callable[[MailQuerySet], MailQuerySet]] = {
    "waiting": lambda rows: rows.waiting(),
    "sent": lambda rows: rows.filter(status=Mail.Status.SENT).order_by("-sent_at", "-pk"),
    "failed": lambda rows: rows.in_error(),
    "dropped": lambda rows: rows.filter(status=Mail.Status.DROPPED),
}


@require_GET
def mail_list(request: StaffRequest) -> HttpResponse:
    """List the mails of one tab, with the filters of the address."""
    form = MailFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    rows = TABS[tab](_filtered(**form.cleaned_data)).for_list()
    page = page_of(request, rows, MAILS_PER_PAGE)
    owners = owners_of({mail.recipient for mail in page})
    context = {
        "form": form,
        "tab": tab,
        "counts": Mail.objects.count_by_tab(),
        "page": page,
        "rows": [(mail, owners.get(mail.recipient), kind_of(mail.kind)) for mail in page],
        "query": filter_query(request),
        "address_error_count": AddressError.objects.standing().count(),
        "mails_stay_inside": settings.MAILS_STAY_INSIDE,
    }
    return render(request, "outbox/list.html", context)


def _filtered(words: str = "", kind: str = "") -> MailQuerySet:
    rows = Mail.objects.all()
    if words:
        rows = rows.matching(words, addresses_of(words))
    return rows.filter(kind=kind) if kind else rows


@require_GET
def mail_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one mail without what its links open, what became of it, and what can be done."""
    mail = get_object_or_404(Mail.objects.for_detail(), pk=pk)
    number = Mail.objects.filter(resent_from=mail.resent_from_id or mail.pk).count() + 1
    context = {
        "mail": mail,
        "kind": kind_of(mail.kind),
        "owner": owners_of({mail.recipient}).get(mail.recipient),
        "text": masked(mail.text),
        "can_resend": mail.is_over and not mail.purged_at,
        "resend_form": ResendForm(initial={"number": number}),
        "drop_form": ReasonForm(),
        "address_error": AddressError.objects.standing().filter(address=mail.recipient).first(),
    }
    return render(request, "outbox/detail.html", context)


@require_POST
def resend(request: StaffRequest, pk: int) -> HttpResponse:
    """Queue the same mail once more, with the reason."""
    mail = get_object_or_404(Mail, pk=pk)
    form = ResendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was done: say why."))
        return redirect(mail)
    try:
        again = resend_mail(
            mail=mail, user_pk=request.user.pk, now=timezone.now(), **form.cleaned_data
        )
    except MailRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(mail)
    messages.success(request, _("The mail waits to leave again, at the next working hour."))
    return redirect(again)


@require_POST
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Hold a waiting mail back for good, with the reason."""
    mail = get_object_or_404(Mail, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was done: say why."))
        return redirect(mail)
    try:
        drop_mail(mail=mail, user_pk=request.user.pk, now=timezone.now(), **form.cleaned_data)
    except MailRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mail is held back: nobody gets it."))
    return redirect(mail)
