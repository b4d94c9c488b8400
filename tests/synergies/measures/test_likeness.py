"""What detection is compared with must itself be right."""

import pytest

from synergies.measures import likeness
from synergies.measures.likeness import TfIdf, token_set_ratio

TEXTS = ("boiler ash", "fly ash", "Fly Ash", "used oil", "oil")


def test_tf_idf_of_the_same_words_is_one_and_of_no_common_letters_zero():
    cosine = TfIdf(TEXTS)

    assert cosine("fly ash", "Fly Ash") == pytest.approx(1.0)
    assert cosine("fly ash", "used oil") == 0.0


def test_tf_idf_is_the_same_from_both_sides():
    cosine = TfIdf(TEXTS)

    assert cosine("boiler ash", "fly ash") == pytest.approx(cosine("fly ash", "boiler ash"))
    assert 0 < cosine("boiler ash", "fly ash") < 1


def test_tf_idf_lets_a_rare_word_count_more_than_a_frequent_one():
    cosine = TfIdf(("abcd wxyz", "abcd", "wxyz", "abcd efgh", "abcd ijkl"))

    assert cosine("abcd wxyz", "wxyz") > cosine("abcd wxyz", "abcd")


def test_token_set_ratio_puts_accents_and_capitals_aside():
    ratio = token_set_ratio()

    assert ratio is not None
    assert ratio("Récupérateur usagé", "USAGE RECUPERATEUR") == 100
    assert ratio("fly ash", "used oil") < 50


def test_token_set_ratio_is_left_out_where_the_library_is_not_installed(monkeypatch):
    monkeypatch.setattr(likeness, "find_spec", lambda name: None)

    assert token_set_ratio() is None
