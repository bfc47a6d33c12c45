"""What is generated from the code and committed, so that a change is reviewed as a diff."""

from collections.abc import Mapping

from api import errors as edge
from schema.frame import errors as operations
from schema.root import official_schema, platform_schema, public_schema

_HEAD = """\
# 错误码

错误码一经发布不再改名；每个错误码都说明如何处理。本页由 `make schema` 生成。

## 办理被拒绝

写操作被拒绝时不写入任何内容，返回值的 `errors` 逐条给出 `code`、`message`、`field`、`fix` 和 `details`。
读操作被拒绝时，错误码在响应的 `errors[].extensions.code`。
"""
_EDGE = """
## 请求被拒绝

请求未能执行时没有返回值，错误码在响应的 `errors[].extensions.code`，处理办法在 `extensions.fix`。
"""


def generate() -> Mapping[str, str]:
    """Write the three schemas and the list of error codes: text by path in the repository."""
    return {
        "schema/schema.graphql": official_schema.as_str().rstrip() + "\n",
        "schema/public.graphql": public_schema.as_str().rstrip() + "\n",
        "schema/platform.graphql": platform_schema.as_str().rstrip() + "\n",
        "docs/error-codes.md": _HEAD + _table(operations.FIXES) + _EDGE + _table(edge.FIXES),
    }


def _table(fixes: Mapping[operations.ErrorCode, str] | Mapping[edge.EdgeCode, str]) -> str:
    rows = "".join(f"| `{code}` | {fix} |\n" for code, fix in sorted(fixes.items()))
    return "\n| 错误码 | 如何处理 |\n| --- | --- |\n" + rows
