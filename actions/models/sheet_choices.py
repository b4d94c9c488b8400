"""Lists that a sheet chooses from, as Territoires en Transitions has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResultKind(models.TextChoices):
    """The eleven expected results of the national model."""

    ADAPTATION = "adaptation", _("adapting to climate change")
    LIFETIME = "lifetime", _("longer use")
    QUALITY_OF_LIFE = "quality_of_life", _("better quality of life")
    RENEWABLES = "renewables", _("more renewable energy")
    EFFICIENCY = "efficiency", _("energy efficiency")
    BIODIVERSITY = "biodiversity", _("protecting biodiversity")
    LESS_ENERGY = "less_energy", _("less energy used")
    LESS_WASTE = "less_waste", _("less waste")
    LESS_EMISSIONS = "less_emissions", _("fewer greenhouse gas emissions")
    LESS_POLLUTION = "less_pollution", _("fewer air pollutants")
    SUFFICIENCY = "sufficiency", _("energy sufficiency")


class TargetKind(models.TextChoices):
    """The thirteen target groups of the national model."""

    PUBLIC = "public", _("general public")
    ASSOCIATIONS = "associations", _("associations")
    PUBLIC_AND_ASSOCIATIONS = "public_associations", _("general public and associations")
    SCHOOLS = "schools", _("schools")
    AUTHORITIES = "authorities", _("other local authorities of the territory")
    BUSINESS = "business", _("economic actors")
    PRIMARY = "primary", _("economic actors of the primary sector")
    SECONDARY = "secondary", _("economic actors of the secondary sector")
    TERTIARY = "tertiary", _("economic actors of the tertiary sector")
    PARTNERS = "partners", _("partner organisations")
    OURSELVES = "ourselves", _("the local authority itself")
    ELECTED = "elected", _("local elected officials")
    AGENTS = "agents", _("staff of the local authority")
