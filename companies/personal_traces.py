"""What the companies' app and the outbox keep of a person, and what becomes of it."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from companies.models import Contact, JoinRequest, PersonalLink, Resource
from companies.services.erasure import Line, Traces, register_traces
from companies.services.people import Person, former, replace_name
from pompey_ite.outbox.forgetting import forget_mails, mails_to
from pompey_ite.outbox.models import AddressError, Mail, Stop

ERASED_ADDRESS = "erased@erased.invalid"


def preview(person: Person) -> Iterator[Line]:
    """Yield the card, the links, the mails and the request to join of a person."""
    contact = person.contact
    versions = contact.history.count()
    goes = _("erased for good")
    yield Line(_("Name, function, address and phone, with their earlier versions"), versions, goes)
    links = PersonalLink.objects.filter(contact=contact, revoked_at=None)
    yield Line(_("Personal links"), links.count(), _("open nothing any more"))
    mails = _mails(person)
    yield Line(_("Mails waiting to leave to the person"), _waiting(mails).count(), _("dropped"))
    yield Line(_("Words and address of the mails sent"), mails.count(), goes)
    kept = _("kind and day stay, to nobody")
    yield Line(_("Rows of the mails sent"), mails.count(), kept, stays=True)
    yield Line(_("Stops and errors of the address"), _wishes(person), goes)
    yield Line(_("Name and address in requests to join"), _requests(person).count(), goes)


def erase(person: Person, now: datetime) -> None:
    """Erase them; the card itself goes last, with the act."""
    contact = person.contact
    PersonalLink.objects.filter(contact=contact, revoked_at=None).update(revoked_at=now)
    forget_mails(_mails(person), reason=_("the person was erased"), now=now)
    if not person.shares_email:
        Stop.objects.filter(address=person.email).delete()
        AddressError.objects.filter(address=person.email).delete()
    _requests(person).update(
        first_name="", last_name=former(), role="", email=ERASED_ADDRESS, phone=""
    )
    for history in (Resource.history, Contact.history):
        versions = history.filter(company=contact.company_id)
        replace_name(versions, "history_change_reason", person.name)
    rows = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Contact), object_id=str(contact.pk)
    )
    rows.update(object_repr=former())


def _mails(person: Person) -> QuerySet[Mail]:
    return mails_to(person.email, name=person.name if person.shares_email else "")


def _waiting(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    return mails.filter(status__in=[Mail.Status.QUEUED, Mail.Status.RETRY])


def _wishes(person: Person) -> int:
    if person.shares_email or not person.email:
        return 0
    address = {"address": person.email}
    return Stop.objects.filter(**address).count() + AddressError.objects.filter(**address).count()


def _requests(person: Person) -> QuerySet[JoinRequest]:
    """Return the requests to join that were answered and came from the address."""
    answered = ~Q(status=JoinRequest.Status.WAITING)
    rows = JoinRequest.objects.filter(answered, email__iexact=person.email)
    return rows if person.email and not person.shares_email else rows.none()


register_traces(Traces(preview, erase))
