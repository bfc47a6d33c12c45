"""The pages of one resident: added with any document, written otherwise, moved, gone; claims with their proof."""

from collections.abc import Callable

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
DOOR, PERSON = "/admin/households/{door_11-2}", "/admin/residents/{resident_11-2}"


async def test_a_newborn_is_added_and_a_passport_points_at_what_it_lacks(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    home = await leader.get(DOOR)
    assert "登记成员" in home.words
    form = (await leader.get(f"{DOOR}/residents/new")).form("/residents/new")
    wrong = {"name": "John", "document": "PASSPORT", "identityNumber": "X1234567", "birthDate": "昨天"}
    unread = await leader.send(form, **wrong)
    assert (unread.status, own.calls) == (422, [])
    assert 'href="#birthDate"' in unread.text
    unsaid = await leader.send(form, **wrong | {"birthDate": "1990-01-02"})
    assert 'href="#issuer"' in unsaid.text
    assert '<option value="PASSPORT" selected>' in unsaid.text
    baby = {"name": "张新生", "document": "NEWBORN", "identityNumber": "", "birthDate": "2022-11-20"}
    done = await leader.send(unsaid.form("/residents/new"), **baby)
    assert (done.status, done.location) == (303, leader.address(DOOR))
    name, sent = own.calls[-1]
    assert (name, sent["household"]) == ("addResident", leader.ids["door_11-2"])
    assert (sent["resident"]["document"], sent["resident"]["identityNumber"]) == ("NEWBORN", None)
    assert "张*" in (await leader.get(DOOR)).words


async def test_what_is_left_blank_stays_as_it_is(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(PERSON)).form("/correction")
    nothing = await leader.send(form)
    assert (nothing.status, "没有要更正的内容。" in nothing.words) == (422, True)
    done = await leader.send(form, noTelephone="yes", underGuardianship="yes", asked="yes")
    assert (done.status, done.location) == (303, leader.address(PERSON))
    _, sent = own.calls[-1]
    changed = {name: value for name, value in sent["correction"].items() if value is not None}
    assert changed == {"telephone": "", "specialGroups": [], "underGuardianship": True}
    assert "由监护人代签" in (await leader.get(PERSON)).words


async def test_a_resident_moves_to_a_door_after_a_check(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(PERSON)).form("/move")
    lost = await leader.send(form, stage="check", toDoor="99-9", movedOn="")
    assert (lost.status, own.calls) == (422, [])
    assert 'href="#toDoor"' in lost.text
    assert 'href="#movedOn"' in lost.text
    given = {"stage": "check", "toDoor": "11-1", "movedOn": "2022-11-20"}
    check = await leader.send(lost.form("/move"), **given)
    assert (check.status, own.calls) == (200, [])
    assert "九龙嘉苑3号楼 11-1" in check.words
    assert "2022年11月20日" in check.words
    done = await leader.send(check.form("/move"), stage="commit")
    assert (done.status, done.location) == (303, leader.address("/admin/households/{door_11-1}"))
    ((name, sent),) = own.calls
    assert (name, sent["household"]) == ("moveResident", leader.ids["door_11-1"])
    gone = await leader.get(PERSON)
    assert "不在该户" in gone.words
    assert not [each for each in gone.forms if each.action.endswith("/move")]


async def test_a_resident_is_noted_as_gone_for_a_reason(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(PERSON)).form("/departure")
    unsaid = await leader.send(form, stage="check")
    assert (unsaid.status, own.calls) == (422, [])
    assert 'href="#reason"' in unsaid.text
    given = {"stage": "check", "reason": "RECORDED_WRONGLY", "departedOn": "2022-11-20"}
    check = await leader.send(unsaid.form("/departure"), **given)
    assert "登记有误，从未在该户居住" in check.words
    edited = await leader.send(check.form("/departure"), stage="edit")
    assert edited.form("/departure").fields["departedOn"] == "2022-11-20"
    done = await leader.send(check.form("/departure"), stage="commit")
    assert (done.status, done.location) == (303, leader.address(DOOR))
    assert own.written == ["removeResident"]


async def test_a_household_is_written_otherwise(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get(DOOR)).form("/correction")
    wrong = await leader.send(form, floor="三楼", occupancy="VACANT")
    assert (wrong.status, own.calls) == (422, [])
    assert 'href="#floor"' in wrong.text
    lived_in = await leader.send(wrong.form("/correction"), floor="11")
    assert (lived_in.status, 'href="#occupancy"' in lived_in.text) == (422, True)
    done = await leader.send(lived_in.form("/correction"), occupancy="OCCUPIED", verifiedOn="2022-11-20")
    assert (done.status, done.location) == (303, leader.address(DOOR))
    assert own.calls[-1][1]["correction"]["verifiedOn"] == "2022-11-20"


async def test_a_claim_is_found_on_the_worklist_and_refused_beside_its_proof(
    own: Api, visitor: Visiting
) -> None:
    """Open question 5: the proof stands beside the button; the leader reads the reason on the roll and in the inbox."""
    community, leader = visitor("community"), visitor("leader")
    work = await community.get("/admin/worklist")
    assert "空置待核实" in work.words
    assert "九龙嘉苑3号楼 6-2 证明材料：水电停用" in work.words
    assert "证明材料" not in (await leader.get("/admin/worklist")).words
    claimed = "/admin/units/WL-JYY-03/petition?show=claimed"
    page = await community.get(claimed)
    assert "证明材料：水电停用" in page.words
    form, door = page.form("/vacancy-refusals"), community.ids["door_6-2"]
    unsaid = await community.send(form)
    assert (unsaid.status, f'href="#reason.{door}"' in unsaid.text) == (422, True)
    done = await community.send(form, **{f"reason.{door}": "窗内有灯"})
    assert done.status == 303
    name, sent = own.calls[-1]
    assert (name, sent["household"], sent["reason"]) == ("refuseVacancy", door, "窗内有灯")
    roll = await leader.get("/admin/units/WL-JYY-03/petition")
    assert "空置登记被退回：窗内有灯" in roll.words
    told = await leader.get("/admin/inbox")
    assert "的空置登记被退回" in told.words
    assert "/admin/units/WL-JYY-03/petition?show=open" in told.text
    assert "九龙嘉苑3号楼 6-2" not in (await community.get("/admin/worklist")).words
