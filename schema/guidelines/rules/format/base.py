"""What every part of the format is made of: names, code lists and the strictness of it."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

EventKind = Literal[
    "case",
    "asymptomatic",
    "close_contact",
    "home_quarantine",
    "key_area_returnee",
    "risk_zone",
    "temporary_control_zone",
    "suspected",
    "fever",
]
Control = Literal["central", "home", "monitored"]
BaseLogKind = Literal["disinfection", "waste_clearance", "test_round"]
OfficialRole = Literal["building_leader", "commission", "community", "headquarters", "property", "street"]
StepAction = Literal["forward", "return", "reject", "endorse", "name", "record"]
EvidenceType = Literal["image", "pdf"]
Loss = Literal["revoke", "suspend", "warn", "none"]
ChildrenMode = Literal["ALL_TITLED", "ALL_MEET", "ALL_TITLED_OR_ALL_MEET", "EACH_TITLED_OR_MEETS", "NONE"]


EVENT_KINDS: tuple[str, ...] = get_args(EventKind)
LOG_KINDS: tuple[str, ...] = get_args(BaseLogKind)

CODE = r"^[a-z][a-z0-9_]{1,47}$"
KIND = r"^[a-z][a-z0-9_]{1,31}$"
SCHEME = r"^[a-z][a-z0-9_-]{1,39}$"
CLAUSE = r"^[0-9A-Za-z一-鿿（(①-⑳][0-9A-Za-z一-鿿①-⑳.、（）()-]*$"
"""The number of a clause as the source writes it: `B-k`, `1.1`, `一、1`, `第三条（二）`."""
Code = Annotated[str, Field(pattern=CODE)]
EventCode = Code
"""A kind of event every scheme has, or a class of events the scheme declares under `event_classes`."""
LogKind = Code
"""A kind of work every scheme has, or one the scheme declares under `log_kinds`."""
Name = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=400)]


class Part(BaseModel):
    """Base of every part of the format: immutable, strict, no unknown keys.

    Parts are not built one by one, each with all its own parts: the whole is, once (`scheme.py`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, defer_build=True)
