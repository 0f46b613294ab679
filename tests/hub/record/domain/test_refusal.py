"""A refusal carries its status, its sentence and its values, and says them plainly."""

from hub.record.domain.refusal import Refused, not_here


def test_a_refusal_is_its_sentence_with_its_values() -> None:
    refused = Refused(413, "Trop grand : %(size)s Mo.", retry_after_s=3, size=12)

    assert str(refused) == "Trop grand : 12 Mo."
    assert (refused.status, refused.retry_after_s) == (413, 3)
    assert refused.values == {"size": 12}


def test_a_sentence_without_values_may_hold_a_percent_sign() -> None:
    assert str(Refused(400, "100 % juste")) == "100 % juste"


def test_not_there_and_not_yours_are_one_answer() -> None:
    assert not_here().status == 404
    assert "elle est fausse, ou son accès est fermé" in str(not_here())
