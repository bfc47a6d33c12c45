"""Fields of forms as they were sent."""

import pytest
from starlette.exceptions import HTTPException

from admin_ui.forms import Form
from admin_ui.pages.assessment.answers import attestations_in
from admin_ui.pages.inspection.scores import scores_in


@pytest.mark.parametrize("sent", ["", "x", "-1", "1.5", "9" * 10, "9" * 30])
def test_a_revision_is_a_number_graphql_can_take(sent: str) -> None:
    assert Form({"revision": "999999999"}).revision() == 999_999_999
    with pytest.raises(HTTPException) as caught:
        Form({"revision": sent}).revision()
    assert caught.value.status_code == 400


def test_figures_of_many_digits_are_pointed_out_where_they_were_filled_in() -> None:
    for sent, wrong in (("12", []), ("9" * 30, ["sampleSize.B-s"])):
        answers, faults = attestations_in(Form({"met.B-s": "yes", "sampleSize.B-s": sent}))
        assert [fault.field for fault in faults] == wrong
        assert answers[0].get("sampleSize") == (None if wrong else 12)
    for sent, wrong in (("12", []), ("9" * 30, ["points.1"])):
        scores, faults = scores_in(Form({"points.1": sent}))
        assert ([fault.field for fault in faults], [score["points"] for score in scores]) == (
            wrong,
            [] if wrong else [12],
        )
