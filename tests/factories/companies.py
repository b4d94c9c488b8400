"""Rows of the app `companies`; everything belongs to one initiative unless said otherwise."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from companies.models import (
    ClosingPeriod,
    Company,
    Contact,
    ErasureRequest,
    Initiative,
    JoinRequest,
    Partner,
    PersonalLink,
    PublicPage,
    Resource,
    SuccessStory,
    User,
    WasteCode,
)
from companies.services.links import hash_of, token_of
from tests.factories.base import (
    LazyAttribute,
    LazyFunction,
    RowFactory,
    Sequence,
    SubFactory,
    Trait,
)

PASSWORD = "a long enough password"


class UserFactory(RowFactory):
    """An account without any right or password; `staff` may sign in, `superuser` may do all."""

    class Meta:
        model = User

    class Params:
        staff = Trait(is_staff=True)
        superuser = Trait(is_staff=True, is_superuser=True)
        with_password = Trait(password=LazyFunction(lambda: make_password(PASSWORD)))

    username = Sequence("user{}".format)
    email = LazyAttribute(lambda user: f"{user.username}@pompey.example")
    password = "!"


class InitiativeFactory(RowFactory):
    class Meta:
        model = Initiative
        django_get_or_create = ("name",)

    name = "Bassin d’essai"
    territory = "Val d’essai"
    started_on = date(2017, 2, 1)
    contact_email = "contact@pompey.example"


class CompanyFactory(RowFactory):
    class Meta:
        model = Company

    class Params:
        left = Trait(left_on=date(2019, 1, 31), left_reason="moved away")

    initiative = SubFactory(InitiativeFactory)
    name = Sequence("Company {:03d}".format)


class ContactFactory(RowFactory):
    class Meta:
        model = Contact

    class Params:
        inactive = Trait(is_active=False)

    company = SubFactory(CompanyFactory)
    last_name = Sequence("Contact {:03d}".format)
    email = Sequence("contact{}@company.example".format)


class ErasureRequestFactory(RowFactory):
    class Meta:
        model = ErasureRequest

    contact = SubFactory(ContactFactory)
    asked_at = LazyFunction(timezone.now)


class ClosingPeriodFactory(RowFactory):
    """Three weeks in August."""

    class Meta:
        model = ClosingPeriod

    company = SubFactory(CompanyFactory)
    starts_on = date(2019, 8, 5)
    ends_on = date(2019, 8, 25)


class PersonalLinkFactory(RowFactory):
    """A usable link; `companies.services.links.token_of(link)` is its secret part."""

    class Meta:
        model = PersonalLink

    class Params:
        expired = Trait(
            issued_at=LazyFunction(lambda: timezone.now() - timedelta(days=9)),
            expires_at=LazyFunction(lambda: timezone.now() - timedelta(days=1)),
        )
        revoked = Trait(revoked_at=LazyFunction(timezone.now))

    contact = SubFactory(ContactFactory)
    purpose = "round:1"
    nonce = Sequence("nonce-{}".format)
    token_hash = LazyAttribute(lambda link: hash_of(token_of(PersonalLink(nonce=link.nonce))))
    issued_at = LazyFunction(timezone.now)
    expires_at = LazyAttribute(lambda link: link.issued_at + timedelta(days=30))


class WasteCodeFactory(RowFactory):
    class Meta:
        model = WasteCode
        django_get_or_create = ("code",)  # the official codes are there already

    class Params:
        hazardous = Trait(is_hazardous=True)

    code = Sequence("{:06d}".format)


class ResourceFactory(RowFactory):
    """An offer of material without quantity."""

    class Meta:
        model = Resource

    class Params:
        need = Trait(direction=Resource.Direction.NEED)
        share = Trait(direction=Resource.Direction.SHARE, family=Resource.Family.EQUIPMENT)
        measured = Trait(quantity=Decimal(160), unit="t", period=Resource.Period.YEAR)
        hazardous = Trait(waste_code=SubFactory(WasteCodeFactory, hazardous=True))
        closed = Trait(closed_at=LazyFunction(timezone.now), closed_reason="sold elsewhere")

    company = SubFactory(CompanyFactory)
    direction = Resource.Direction.OFFER
    family = Resource.Family.MATERIAL
    title = Sequence("Resource {:03d}".format)


class SuccessStoryFactory(RowFactory):
    """A story the company agreed to, published."""

    class Meta:
        model = SuccessStory

    class Params:
        draft = Trait(agreed_by="", agreed_on=None, published_on=None)
        withdrawn = Trait(withdrawn_on=date(2019, 3, 1))

    initiative = SubFactory(InitiativeFactory)
    company = SubFactory(CompanyFactory)
    title = Sequence("Story {:03d}".format)
    text = "Two companies share a forklift."
    agreed_by = "Camille Directrice"
    agreed_on = date(2019, 1, 10)
    published_on = date(2019, 1, 15)


class PartnerFactory(RowFactory):
    class Meta:
        model = Partner

    initiative = SubFactory(InitiativeFactory)
    name = Sequence("Partner {:03d}".format)
    role = "funds the project manager"


class PublicPageFactory(RowFactory):
    class Meta:
        model = PublicPage
        django_get_or_create = ("code",)

    code = PublicPage.Code.LEGAL


class JoinRequestFactory(RowFactory):
    class Meta:
        model = JoinRequest

    class Params:
        declined = Trait(
            status=JoinRequest.Status.DECLINED,
            answered_at=LazyFunction(timezone.now),
            reason="outside of the territory",
        )

    initiative = SubFactory(InitiativeFactory)
    company_name = Sequence("Newcomer {:03d}".format)
    last_name = "Nouvelle"
    email = Sequence("newcomer{}@company.example".format)
    received_at = LazyFunction(timezone.now)
