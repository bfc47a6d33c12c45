"""A process in plain zh-CN words: who applies, when, and who does what at each step."""

from collections.abc import Iterator, Mapping, Sequence

from schema.guidelines.rules.format import Cadence, Deadline, FormField, Process
from schema.guidelines.rules.words import ACTIONS, BATCHES, named


def explain_process(process: Process, roles: Mapping[str, str]) -> Iterator[str]:
    """Tell who applies, when it is taken in, and who does what at each step; `roles` names them and offices."""
    yield f"由{_applicants(process, roles)}申报，{_intake(process)}受理"
    yield from _batches(process)
    if process.form:
        yield f"提交时填报：{_form(process.form)}"
    for number, step in enumerate(process.steps, 1):
        opinion = "，须签署意见" if step.opinion == "required" else ""
        again = "" if step.rechecks else "，不再核对标准"
        post = step.office or step.role
        who = roles.get(post, post)
        if step.kind == "notice":
            acts = f"其间{who}可{named(ACTIONS, step.actions)}"
            yield f"{number}. {step.name}：公示 {step.notice_days} 天，期满自动进入下一环节，{acts}"
            continue
        asked = f"，填报{_form(step.form)}" if step.form else ""
        asked += _deadline(step.deadline, roles) if step.deadline else ""
        yield f"{number}. {step.name}：{who}可{named(ACTIONS, step.actions)}{opinion}{asked}{again}"
    again = "第一环节" if process.resubmit_to == "first_step" else "退回的环节"
    span = "同一轮次" if process.separation == "round" else "整个申请"
    if process.decides_at_once:
        yield "核实与命名由同一环节一并办理，申报人不得办理"
    yield f"退回后从{again}重新开始；申报人和{span}中已办理的人不得再作决定"


def _applicants(process: Process, roles: Mapping[str, str]) -> str:
    if not process.fallback:
        return named(roles, process.applicants)
    return f"{'，没有的由'.join(roles.get(role, role) for role in process.applicants)}"


def _intake(process: Process) -> str:
    if process.cadence is not None:
        return _cadence(process.cadence)
    return "按批次" if process.intake == "batch" else "随时"


def _cadence(cadence: Cadence) -> str:
    if cadence.every_days is not None and cadence.first_on is not None:
        return (
            f"自 {cadence.first_on.isoformat()} 起每 {cadence.every_days} 天一次、每次 {cadence.open_days} 天"
        )
    days = "、".join(str(day) for day in cadence.opens_on_days)
    short = "（当月没有的日期以月末为准）" if max(cadence.opens_on_days, default=0) > 28 else ""
    return f"每月 {days} 日起{short}各 {cadence.open_days} 天"


def _deadline(deadline: Deadline, roles: Mapping[str, str]) -> str:
    rungs = [
        f"满 {rung.after_working_days} 个工作日{'提醒' if rung.action == 'remind' else '可由'}"
        f"{roles.get(rung.office or rung.to, rung.to)}{'' if rung.action == 'remind' else '接手'}"
        for rung in deadline.escalate
    ]
    return "，" + "，".join([f"限 {deadline.working_days} 个工作日", *rungs])


def _form(form: Sequence[FormField]) -> str:
    return "、".join(f"{field.label}{'（必填）' if field.required else ''}" for field in form)


def _batches(process: Process) -> Iterator[str]:
    settings = process.batches
    if settings is None:
        return
    if settings.inspection_step is None:
        yield f"每批最多受理 {settings.window_days} 天，同批单元逐个办理，全部办结后关闭"
        return
    yield (
        f"每批最多受理 {settings.window_days} 天；验收组 {settings.inspectors} 名成员分别评分，"
        f"总分相差超过 {settings.allowed_divergence} 分的由组长核定；"
        f"不合格的 {settings.rectification_days} 天内整改，下一批次复验"
        + ("，逾期的须等整改后新开的批次" if settings.late_rectification == "later_batch" else "")
    )
    for team in settings.teams:
        yield f"{named(BATCHES, team.batches)}的验收组：{'、'.join(team.offices)}"
