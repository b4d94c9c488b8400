"""Words of a choice, in the language of the moment."""

from django.utils.translation import override

from synergies.models import Synergy


def test_word_of_a_choice_follows_the_language():
    synergy = Synergy(status=Synergy.Status.DISCUSSION)
    with override("en"):
        assert synergy.get_status_display() == "under discussion"
    with override("fr"):
        assert synergy.get_status_display() == "en discussion"


def test_value_without_a_word_is_shown_as_it_is():
    assert Synergy(kind="unheard").get_kind_display() == "unheard"
