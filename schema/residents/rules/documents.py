"""What shows who a person is: the documents a roster takes, and what each of their numbers must be.

No message and no detail of a refusal carries personal data: the field path says which row is meant.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from babel.core import get_global
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from schema.frame.errors import DomainError, ErrorCode

Field = tuple[str, ...]
EARLIEST = date(1900, 1, 1)
NEWBORN_YEARS = 1
"""A child has no number of its own for so long at most: after that it is registered with one."""


class Document(StrEnum):
    """What shows who a person is; a newborn has none yet, and is known by name and birth date alone."""

    HK_MACAO_PERMIT = "hk_macao_permit"
    IDENTITY_CARD = "identity_card"
    NEWBORN = "newborn"
    PASSPORT = "passport"
    PERMANENT_RESIDENCE = "permanent_residence"
    RESIDENCE_PERMIT = "residence_permit"
    TAIWAN_PERMIT = "taiwan_permit"


IDENTITY_NUMBER = re.compile(r"[1-9]\d{5}(?P<born>(?:19|20)\d{6})\d{3}[\dX]", re.ASCII)
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])"
_BORN = r"(?P<born>(?:19|20)\d{6})"
_FORMS: Mapping[Document, tuple[re.Pattern[str], ...]] = MappingProxyType(
    {
        Document.IDENTITY_CARD: (IDENTITY_NUMBER,),
        Document.RESIDENCE_PERMIT: (re.compile(rf"8[123]0000{_BORN}\d{{3}}[\dX]", re.ASCII),),
        Document.PERMANENT_RESIDENCE: (
            re.compile(rf"9{_PROVINCE}\d{{3}}{_BORN}\d{{3}}[\dX]", re.ASCII),
            re.compile(rf"[A-Z]{{3}}{_PROVINCE}\d{{2}}(?P<short>\d{{6}})\d{{2}}", re.ASCII),
        ),
        Document.HK_MACAO_PERMIT: (re.compile(r"(?:[HM]\d{8}|(?:HA|MA)\d{7})", re.ASCII),),
        Document.TAIWAN_PERMIT: (re.compile(r"\d{8}", re.ASCII),),
        Document.PASSPORT: (re.compile(r"[A-Z0-9]{5,9}", re.ASCII),),
    }
)
"""Forms of numbers: GB 11643 and those modelled on it (the new card of permanent residence, the permits to reside of
Hong Kong, Macao and Taiwan), the former card of permanent residence, permits to travel, passports (ICAO 9303)."""
_RENEWED = {
    Document.HK_MACAO_PERMIT: re.compile(r"([HM]\d{8})\d{2}", re.ASCII),
    Document.TAIWAN_PERMIT: re.compile(r"(\d{8})\d{2}\(?[A-Z]?\)?", re.ASCII),
}
"""Booklets of before wrote behind the number of a lifetime how often they were renewed."""
_SPECIAL_ISSUERS = frozenset({"EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNA", "UNK", "UNO"}) | {
    f"XX{letter}" for letter in "ABCX"
}
"""Codes of ICAO 9303 that no country has: of organisations, and of those without a country."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What shows who a person is. `issuer` is the three-letter code on a passport, `birth_date` what was told."""

    document: str
    number: str | None = None
    issuer: str | None = None
    birth_date: date | None = None

    @property
    def key(self) -> str | None:
        """Write what nobody else has: the number, with the country that gave it; None where there is none yet."""
        if self.number is None:
            return None
        return f"{self.issuer}:{self.number}" if self.issuer else self.number

    @property
    def told(self) -> date | None:
        """Read the birth date off a number that holds it whole."""
        return _told(self)

    @property
    def born_on(self) -> date:
        """Read the birth date of an identity that was checked."""
        born = self.told or self.birth_date
        if born is None:
            raise ValueError("an identity that was checked has a birth date")
        return born


def normal_identity_number(text: str) -> str:
    """Write an identity number as it is stored: without blanks, with a capital X."""
    return "".join(text.split()).upper()


def normal_identity(identity: Identity) -> Identity:
    """Write an identity as it is stored: so that one document has one number, however it is read off."""
    number = normal_identity_number(identity.number or "") or None
    renewed = _RENEWED.get(Document(identity.document)) if identity.document in set(Document) else None
    match = renewed.fullmatch(number) if renewed and number else None
    issuer = normal_identity_number(identity.issuer or "") or None
    return Identity(identity.document, match[1] if match else number, issuer, identity.birth_date)


def born_on(identity_number: str, today: date, *, field: Field = ("identityNumber",)) -> date:
    """Read the birth date of a valid 18-digit number, or refuse with INVALID_IDENTITY_NUMBER.

    Checked are the form, the calendar date and the ISO 7064 MOD 11-2 digit of GB 11643. The region is not
    looked up: regions are abolished over time, and synthetic persons live in the unassigned 999999.
    """
    identity = normal_identity(Identity(Document.IDENTITY_CARD, identity_number))
    for fault in identity_faults(identity, today, ()):
        raise DomainError(fault.code, fault.message, field=field)
    return identity.born_on


def identity_faults(identity: Identity, today: date, at: Field) -> Iterator[DomainError]:
    """Tell what is wrong with a normal identity: its number, who issued it, the birth date it needs or contradicts."""
    if identity.document not in set(Document):
        yield _invalid("没有这种证件。", (*at, "document"))
        return
    document = Document(identity.document)
    if document is Document.NEWBORN:
        if identity.number is not None:
            yield _invalid(
                "新生儿尚无证件号码时不填号码；已有号码的，请选择相应证件。", (*at, "identityNumber")
            )
    elif not _is_valid(identity):
        yield wrong_number((*at, "identityNumber"))
        return
    yield from _issuer_faults(identity, at)
    yield from _birth_faults(identity, today, at)


def wrong_number(field: Field) -> DomainError:
    """Refuse a number that no such document has."""
    return DomainError(
        ErrorCode.INVALID_IDENTITY_NUMBER, "证件号码的格式、出生日期或校验位有误。", field=field
    )


def _match(identity: Identity) -> re.Match[str] | None:
    forms = _FORMS.get(Document(identity.document), ())
    return next((found for form in forms if (found := form.fullmatch(identity.number or ""))), None)


def _is_valid(identity: Identity) -> bool:
    match = _match(identity)
    if match is None:
        return False
    parts = match.groupdict()
    if parts.get("short"):
        return _is_known(match[0][:3]) and _check_digit(match[0][:-1]) == match[0][-1]
    if parts.get("born"):
        try:
            mod_11_2.validate(match[0])
            date.fromisoformat(parts["born"])
        except (ValidationError, ValueError):
            return False
    return True


def _check_digit(text: str) -> str:
    """Work out the check digit of ICAO 9303 (weights 7, 3, 1; letters count from ten)."""
    return str(sum(int(letter, 36) * (7, 3, 1)[place % 3] for place, letter in enumerate(text)) % 10)


def _issuer_faults(identity: Identity, at: Field) -> Iterator[DomainError]:
    if identity.document == Document.PASSPORT:
        if not _is_known(identity.issuer or ""):
            yield _invalid("护照须填写签发国家或地区的三位字母代码。", (*at, "issuer"))
    elif identity.issuer is not None:
        yield _invalid("只有护照填写签发国家或地区。", (*at, "issuer"))


def _is_known(issuer: str) -> bool:
    """Tell whether a code of three letters is that of a country, or one ICAO 9303 has besides."""
    known = len(issuer) == 3 and issuer.isascii() and issuer.isalpha() and issuer.isupper()
    return known and (issuer in get_global("territory_aliases") or issuer in _SPECIAL_ISSUERS)


def _birth_faults(identity: Identity, today: date, at: Field) -> Iterator[DomainError]:
    """A birth date is given where the number does not tell it whole, and agrees with what the number tells."""
    told, given = identity.told, identity.birth_date
    if told is not None and told > today:
        yield wrong_number((*at, "identityNumber"))
    elif told is None and given is None:
        yield _invalid("该证件号码不含完整的出生日期，请填写出生日期。", (*at, "birthDate"))
    elif given is not None:
        fault = _day_fault(identity, given, today)
        if fault is not None:
            yield _invalid(fault, (*at, "birthDate"))
        elif identity.document == Document.NEWBORN and _years(given, today) >= NEWBORN_YEARS:
            yield _invalid("满1周岁的，须以证件号码登记。", (*at, "document"))


def _day_fault(identity: Identity, given: date, today: date) -> str | None:
    match = _match(identity)
    short = match.groupdict().get("short") if match else None
    if given > today or given < EARLIEST:
        return f"出生日期须在{EARLIEST}至今天之间。"
    agrees = given == (identity.told or given) and f"{given:%y%m%d}" == (short or f"{given:%y%m%d}")
    return None if agrees else "出生日期与证件号码不一致。"


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _told(identity: Identity) -> date | None:
    """Read the birth date off a number that holds it whole."""
    match = _match(identity) if identity.document in set(Document) else None
    born = match.groupdict().get("born") if match else None
    try:
        return date.fromisoformat(born) if born else None
    except ValueError:
        return None


def _invalid(message: str, field: Field) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=field)
