"""Lets lists of values travel as one array: the text of a statement is the same however long they are.

A text the server knows is one message; a new one is two, and planned anew.
"""

from typing import Any

from sqlalchemy import ARRAY, BinaryExpression, BindParameter, all_, any_, bindparam
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg
from sqlalchemy.sql.elements import Grouping


class ArrayCompiler(PGCompiler_asyncpg):
    """Compiles `IN` a list of values as `= ANY` of an array, and `NOT IN` as `<> ALL` of one."""

    def visit_in_op_binary(self, binary: BinaryExpression[Any], _operator: Any, **kw: Any) -> str:
        """Write `IN`."""
        values = _array_of(binary.right)
        if values is None or isinstance(binary.left, Grouping):
            return self._generate_generic_binary(binary, " IN ", **kw)
        return str(self.process(binary.left == any_(values), **kw))

    def visit_not_in_op_binary(self, binary: BinaryExpression[Any], operator: Any, **kw: Any) -> str:
        """Write `NOT IN`."""
        values = _array_of(binary.right)
        if values is None:
            return str(super().visit_not_in_op_binary(binary, operator, **kw))  # type: ignore[no-untyped-call]
        return str(self.process(binary.left != all_(values), **kw))


def _array_of(right: Any) -> BindParameter[Any] | None:
    """Give the parameter that holds the list as an array; None where it is no list of plain values."""
    if not isinstance(right, BindParameter) or not right.expanding or right.type._is_tuple_type:  # noqa: SLF001 - there is no public name
        return None
    return bindparam(right.key, right.effective_value, type_=ARRAY(right.type))
