"""Faults of public notices: how long they last, and what a return from one leads to."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline


def wrong_notices(guideline: Guideline) -> Iterator[Finding]:
    """Find notices without an end, days at steps that are none, and returns that nobody would look at again."""
    for index, process in enumerate(guideline.processes):
        for at, step in enumerate(process.steps):
            place: Location = ("processes", index, "steps", at)
            if step.kind != "notice":
                if step.notice_days is not None:
                    yield Finding(
                        (*place, "notice_days"),
                        f"{step.id} 不是公示环节，没有公示期。",
                        "请改为 kind: notice，或去掉 notice_days。",
                    )
                continue
            if step.notice_days is None:
                yield Finding(place, f"{step.id} 没有公示期，公示不会结束。", "请写明 notice_days。")
            if "return" in step.actions and process.resubmit_to == "returning_step":
                yield Finding(
                    (*place, "actions"),
                    f"{step.id} 退回的申请补正后直接重新公示，没有人再审核。",
                    "请改为 resubmit_to: first_step，或从此环节的 actions 中去掉 return。",
                )
