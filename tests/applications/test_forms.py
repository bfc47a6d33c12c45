"""Forms: answers are checked field by field, and kept with the move they belong to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authz.actions import Role
from schema.applications.operations import SubmitApplication, submit_application
from schema.applications.rules.forms import FormAnswer, check_answers
from schema.frame.errors import DomainErrors
from schema.guidelines.rules.format import FormField
from schema.reviews.operations import ReviewApplication, review_application
from tenants.database import Database
from tests.builders.applications import appoint_all, ready, review
from tests.builders.district import STREETS, key, make_district
from tests.builders.looks import application_now, moves_of
from tests.builders.schemes import publish_own

SCORE = FormField(id="score", label="得分", type="number", required=True, maximum=100)
READY_ON = FormField(id="ready_on", label="达标日期", type="date")
VISITED = FormField(id="visited", label="已到现场", type="boolean")
STATE = FormField(id="state", label="现场", type="choice", choices=("好", "差"))
REMARK = FormField(id="remark", label="说明", type="text", maximum=5)
FORM = (SCORE, READY_ON, VISITED, STATE, REMARK)


def faults(*answers: tuple[str, str], complete: bool = True) -> list[tuple[str, str]]:
    try:
        check_answers(FORM, [FormAnswer(*answer) for answer in answers], complete=complete)
    except DomainErrors as error:
        return [(each.code, ".".join(each.field)) for each in error.errors]
    return []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("score", "很高", "INVALID_INPUT"),
        ("score", "101", "INVALID_INPUT"),
        ("score", "1e2", "INVALID_INPUT"),
        ("score", "NaN", "INVALID_INPUT"),
        ("score", "-0.12345", "INVALID_INPUT"),
        ("ready_on", "2022-02-30", "INVALID_INPUT"),
        ("ready_on", "20221120", "INVALID_INPUT"),
        ("visited", "yes", "INVALID_INPUT"),
        ("state", "中", "INVALID_INPUT"),
        ("remark", "一二三四五六", "TEXT_TOO_LONG"),
        ("remark", "一\0", "INVALID_INPUT"),
    ],
)
def test_an_answer_of_the_wrong_type_is_refused_at_its_place(field: str, value: str, code: str) -> None:
    assert faults(
        ("visited" if field == "score" else "score", "1" if field != "score" else "true"), (field, value)
    )[0] == (code, "answers.1.value")


def test_all_faults_are_told_at_once() -> None:
    found = faults(("unknown", "1"), ("state", "中"), ("state", "好"))
    assert found == [
        ("UNKNOWN_FIELD", "answers.0.field"),
        ("INVALID_INPUT", "answers.1.value"),
        ("INVALID_INPUT", "answers.2.field"),
        ("FORM_INCOMPLETE", "answers"),
    ]


def test_blank_answers_count_as_none() -> None:
    assert faults(("score", "  ")) == [("FORM_INCOMPLETE", "answers")]
    assert faults(("score", " "), complete=False) == []


def test_answers_are_kept_in_the_order_of_the_form_with_their_labels() -> None:
    kept = check_answers(FORM, [FormAnswer("state", "好"), FormAnswer("score", " 88.5 ")], complete=True)
    assert kept == [
        {"id": "score", "label": "得分", "value": "88.5"},
        {"id": "state", "label": "现场", "value": "好"},
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from([field.id for field in FORM]) | st.text(max_size=4), st.text(max_size=8))
    )
)
def test_no_answer_makes_the_check_fail(answers: list[tuple[str, str]]) -> None:
    assert all(code for code, _ in faults(*answers))


LEADER = "applicants: [building_leader]"
VERIFY = "role: community, actions: [forward, return]}"


async def test_submission_and_step_keep_their_answers_and_refuse_without(database: Database) -> None:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(
        district,
        (LEADER, f"{LEADER}\n    form: [{{id: score, label: 得分, type: number, required: true}}]"),
        (VERIFY, VERIFY[:-1] + ", form: [{id: visited, label: 已到现场, type: boolean, required: true}]}"),
    )
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await ready(district, officials, "B1")

    def submission(*answers: FormAnswer) -> SubmitApplication:
        return SubmitApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            answers=answers,
        )

    with pytest.raises(DomainErrors) as refused:
        await submit_application(officials.applicant, submission())
    assert [error.code for error in refused.value.errors] == ["FORM_INCOMPLETE"]
    assert await moves_of(district, application) == []
    entered = await submit_application(officials.applicant, submission(FormAnswer("score", "96")))
    with pytest.raises(DomainErrors):
        await review(officials.community, entered, "forward")
    assert (await application_now(district, application)).step == "community_verification"
    command = ReviewApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=entered.revision,
        decision="forward",
        answers=(FormAnswer("visited", "true"),),
    )
    await review_application(officials.community, command)
    answers = [move.answers for move in await moves_of(district, application)]
    assert answers == [
        [{"id": "score", "label": "得分", "value": "96"}],
        [{"id": "visited", "label": "已到现场", "value": "true"}],
    ]


async def test_returning_needs_no_answers(database: Database) -> None:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(
        district,
        (VERIFY, VERIFY[:-1] + ", form: [{id: visited, label: 已到现场, type: boolean, required: true}]}"),
    )
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await ready(district, officials, "B1")
    command = SubmitApplication(
        idempotency_key=key(), application_id=application.id, expected_revision=application.revision
    )
    await submit_application(officials.applicant, command)
    returned = await review(officials.community, application, "return", "请补正")
    assert returned.decision == "return"
