"""Synthetic people, always the same: believable names, valid numbers in the unassigned region 999999."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from stdnum.iso7064 import mod_11_2

from schema.residents.rules import HouseholdRow, Occupancy, ResidentRow, age

REGION = "999999"
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏"
    "程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚"
    "邵万钱严覃武向"
)
_MALE = "伟强勇军杰涛斌波辉刚健鹏飞浩宇轩睿博文志明建国华平林东海峰松柏嘉诚子俊"
_FEMALE = "芳娜敏静丽艳娟霞秀兰玉梅红燕玲婷雪琴慧洁倩颖欣怡雨桐思涵晓月佳琪春花"
_SIZES = (1, 2, 2, 3, 3, 3, 4, 4, 5)
_YEARS_OF_ADULTS = range(19, 88)
_YEARS_OF_CHILDREN = range(18)
_AGE_OF_FIRST_TELEPHONE = 12
_OF_EACH_AGE = {"disabled": 0.015, "tumour": 0.006, "dialysis": 0.004}


class People:
    """A supply of residents that never repeats an identity number; the same seed gives the same people.

    `special_groups` are the code list of the guideline they are registered under.
    """

    def __init__(self, seed: str, today: date, special_groups: frozenset[str]) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - the same people every time, nothing secret
        self._today = today
        self._special_groups = special_groups
        self._taken: set[str] = set()

    def household(self, code: str, floor: int | None, *, vacant: bool = False) -> HouseholdRow:
        """Give a dwelling its household, verified within the last weeks; a vacant one has nobody."""
        return HouseholdRow(
            code=code,
            floor=floor,
            occupancy=Occupancy.VACANT if vacant else Occupancy.OCCUPIED,
            verified_on=self._today - timedelta(days=self._chance.randrange(2, 15)),
            residents=() if vacant else tuple(self._family(self._chance.choice(_SIZES))),
        )

    def _family(self, size: int) -> Iterator[ResidentRow]:
        """Give the members of a household: two of age, the first of whom can sign, then mostly children."""
        surname = self._chance.choice(_SURNAMES)
        for place in range(size):
            of_age = place < 2 or self._chance.random() < 0.3
            own = surname if place != 1 else self._chance.choice(_SURNAMES)
            yield self._person(own, _YEARS_OF_ADULTS if of_age else _YEARS_OF_CHILDREN, alone=size == 1)

    def _person(self, surname: str, years: range, *, alone: bool) -> ResidentRow:
        born = self._today - timedelta(days=self._chance.choice(years) * 366 + self._chance.randrange(1, 360))
        female = self._chance.random() < 0.5
        letters = self._chance.sample(_FEMALE if female else _MALE, self._chance.choice((1, 2, 2)))
        groups = tuple(self._groups(age(born, self._today), female=female, alone=alone))
        return ResidentRow(
            name=surname + "".join(letters),
            identity_number=self._identity_number(born, female=female),
            telephone=self._telephone() if age(born, self._today) > _AGE_OF_FIRST_TELEPHONE else None,
            special_groups=groups,
            needs_recorded_on=self._today - timedelta(days=self._chance.randrange(1, 10)) if groups else None,
        )

    def _groups(self, years: int, *, female: bool, alone: bool) -> Iterator[str]:
        found = {
            "elder_alone": alone and years >= 65,
            "infant": years < 3,
            "maternity": female and 22 <= years <= 38 and self._chance.random() < 0.03,
            "chronic_disease": years >= 50 and self._chance.random() < 0.12,
            **{group: self._chance.random() < share for group, share in _OF_EACH_AGE.items()},
        }
        return (group for group, is_in in found.items() if is_in and group in self._special_groups)

    def _identity_number(self, born: date, *, female: bool) -> str:
        while True:
            order = self._chance.randrange(500) * 2 + (0 if female else 1)
            number = f"{REGION}{born:%Y%m%d}{order:03d}"
            if number not in self._taken:
                self._taken.add(number)
                return number + mod_11_2.calc_check_digit(number)

    def _telephone(self) -> str:
        return f"100{self._chance.randrange(10**8):08d}"  # no operator has numbers beginning with 100
