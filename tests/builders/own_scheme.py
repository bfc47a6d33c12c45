"""A development zone with a small scheme of its own, to which a test adds what it is about."""

from schema.districts.rules import District as NewDistrict
from tenants.database import Database
from tests.builders.district import District, found_district, fresh_slug

HEAD = """format: 1
id: own
title: 无疫企业创建方案
source: 某开发区，2022年11月
issued_on: 2022-11-01
unit_kinds:
  - {id: zone, name: 开发区, parents: []}
  - {id: park, name: 园区, parents: [zone], title: 无疫园区}
  - {id: hall, name: 企业, parents: [park], title: 无疫企业, households: true}
naming: {prefix: KF}
processes:
  - id: S-W1
    name: 申报命名
    unit_kinds: [park, hall]
    applicants: [community]
    steps:
      - {id: intake, name: 收件, kind: forward, role: street, actions: [forward, return]}
      - {id: naming, name: 命名, kind: decide, role: headquarters, actions: [name, return, reject]}
"""
PLACES = (("P1", "东园", "park", ""), ("H1", "一厂", "hall", "P1"), ("H2", "二厂", "hall", "P1"))


def own_scheme(rest: str) -> str:
    """Complete a scheme with its criteria and whatever it declares."""
    return HEAD + rest


async def own_district(database: Database, rest: str) -> District:
    """Bring the zone on board with this scheme, and two halls in one park."""
    new = NewDistrict(slug=fresh_slug(), name="某开发区", guideline=own_scheme(rest))
    district = await found_district(database, new)
    await district.import_units(
        *((code, name, kind, above or district.root) for code, name, kind, above in PLACES)
    )
    return district
