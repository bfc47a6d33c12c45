"""Designations in the API: the name a unit bears, and its history with causes."""

from schema.designations.graphql.names import (
    BenefitStatus,
    Designation,
    DesignationBenefit,
    DesignationChange,
    DesignationGround,
    DesignationStatus,
    designation,
    designations,
    find_designation,
)

__all__ = [
    "BenefitStatus",
    "Designation",
    "DesignationBenefit",
    "DesignationChange",
    "DesignationGround",
    "DesignationStatus",
    "designation",
    "designations",
    "find_designation",
]
