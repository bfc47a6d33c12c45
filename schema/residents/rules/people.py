"""The people of a roster: what is registered of one, ages, who may sign, and masks."""

from dataclasses import dataclass, replace
from datetime import date

from schema.residents.rules.documents import Document, Identity, normal_identity

FULL_AGE = 18


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A person to register. `special_groups` null means not yet asked, empty means asked: none.

    `birth_date` is given where the document does not tell it, `issuer` with a passport; `arrived_on` is null where
    nobody noted since when the person lives here.
    """

    name: str
    identity_number: str | None = None
    telephone: str | None = None
    special_groups: tuple[str, ...] | None = None
    needs_recorded_on: date | None = None
    document: str = Document.IDENTITY_CARD
    issuer: str | None = None
    birth_date: date | None = None
    under_guardianship: bool = False
    arrived_on: date | None = None

    @property
    def identity(self) -> Identity:
        """Tell what shows who the person is, as it is stored."""
        return normal_identity(Identity(self.document, self.identity_number, self.issuer, self.birth_date))

    @property
    def born_on(self) -> date:
        """Read the birth date of a row that was checked."""
        return self.identity.born_on


def normal(person: ResidentRow) -> ResidentRow:
    """Write a person as stored: the name without blanks around it, one form of the number."""
    identity = person.identity
    return replace(person, name=person.name.strip(), identity_number=identity.number, issuer=identity.issuer)


def age(born: date, on: date) -> int:
    """Count full years of life; one is a year older on the birthday itself (29 February: on 1 March)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_capable_adult(born: date, on: date, *, under_guardianship: bool = False) -> bool:
    """Tell whether a person may sign for the household: 18 full years of age, no guardian (open question 4, B-k)."""
    return not under_guardianship and age(born, on) >= FULL_AGE


def mask_name(name: str) -> str:
    """Show the first character of a name only: 欧阳小明 becomes 欧***."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_identity_number(number: str | None) -> str:
    """Show the first and the last character only: birth date, region and sequence stay hidden; nothing of none."""
    if not number:
        return ""
    return number[:1] + "*" * max(len(number) - 2, 0) + number[-1:]


def mask_telephone(telephone: str) -> str:
    """Show the first three and the last two digits of a number of eight or more, else nothing."""
    if len(telephone) < 8:
        return "*" * len(telephone)
    return telephone[:3] + "*" * (len(telephone) - 5) + telephone[-2:]
