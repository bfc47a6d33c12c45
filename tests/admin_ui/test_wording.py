"""Every code of names the API can answer with has a word, an icon and a tone."""

from admin_ui.wording import CHANGE, DESIGNATION
from schema.designations.rules import Change, Standing


def test_every_standing_and_every_change_of_a_name_has_words() -> None:
    assert {standing.value.upper() for standing in Standing} | {None} == DESIGNATION.keys()
    assert {change.value.upper() for change in Change} == CHANGE.keys()
