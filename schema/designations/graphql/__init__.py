"""Designations in the API: the name a unit bears, and its history with causes."""

from schema.designations.graphql.designations import (
    BenefitStatus as BenefitStatus,
)
from schema.designations.graphql.designations import (
    Designation as Designation,
)
from schema.designations.graphql.designations import (
    DesignationBenefit as DesignationBenefit,
)
from schema.designations.graphql.designations import (
    DesignationChange as DesignationChange,
)
from schema.designations.graphql.designations import (
    DesignationGround as DesignationGround,
)
from schema.designations.graphql.designations import (
    DesignationStatus as DesignationStatus,
)
from schema.designations.graphql.designations import (
    designation as designation,
)
from schema.designations.graphql.designations import (
    designations as designations,
)
from schema.designations.graphql.designations import (
    find_designation as find_designation,
)
