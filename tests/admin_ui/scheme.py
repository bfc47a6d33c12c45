"""A scheme of the district's own that has everything the pages show: forms, deadlines, files, levels, validity."""

import re

from schema.guidelines.repository.templates import load_template
from tests.builders.stage import DECLARED

EVIDENCE = """    title: 规范佩戴口罩
    evidence:
      - {id: photo, name: 现场照片, types: [image], minimum: 2, fresh_days: 7}
      - {id: record, name: 巡查记录, types: [image, pdf]}
"""
SUBMISSION = """    applicants: [building_leader]
    form: [{id: score, label: 自评得分, type: number, maximum: 100}]
"""
REVIEW = """opinion: required, deadline: {working_days: 3, escalate: [
        {after_working_days: 1, to: street, action: remind},
        {after_working_days: 3, to: commission, action: remind}]}, form: [
        {id: visited, label: 已到现场, type: boolean},
        {id: state, label: 现场情况, type: choice, choices: [良好, 一般]},
        {id: seen_on, label: 查看日期, type: date},
        {id: remark, label: 说明, type: text, maximum: 200}]}
"""
ADDED = """
risk_levels:
  - {id: high, name: 高风险区}
validity:
  - {unit_kinds: [building], days: 40, renewal_opens_days: 10}
supervision:
  rectification_days: 2
  periodic: [{unit_kinds: [building], every_days: 2}]
"""


def own_source() -> str:
    """Write the template under an id of its own, with what it lacks."""
    source = re.sub("^id: wenlong$", "id: own", load_template("wenlong").text, flags=re.MULTILINE)
    for old, new in (
        ("    title: 规范佩戴口罩\n", EVIDENCE),
        ("    applicants: [building_leader]\n", SUBMISSION),
        ("opinion: required}\n", REVIEW),
    ):
        assert old in source, old
        source = source.replace(old, new, 1)
    return source + DECLARED + ADDED
