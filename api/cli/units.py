"""`wuyi unit`: what an official changes of units from the command line, with the rights that official has."""

import dataclasses
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from api.cli.failure import CommandError
from api.cli.foreground import run_async
from api.cli.platform import open_platform
from authz.brake import SignInRefused
from authz.context import ANONYMOUS, OperationContext
from authz.sign_in import sign_in, sign_out
from schema.frame.text import narrow, tidy
from schema.unit_changes.operations import change_unit_code
from schema.unit_changes.operations.recoding import ChangeUnitCode
from schema.units.repository import get_by_code
from tenants import register

unit = typer.Typer(no_args_is_help=True)


@unit.callback()
def units() -> None:
    """Keep `recode` a command of a group, though it is the only one."""


@unit.command(help="更换单元编码；路径、权限、称号和列表顺序不变。")
def recode(
    slug: Annotated[str, typer.Argument(help="区县标识。")],
    code: Annotated[str, typer.Argument(help="单元现在的编码。")],
    new: Annotated[str, typer.Argument(help="新编码。")],
    reason: Annotated[str, typer.Option(help="更换原因，记入单元的沿革。")],
    official: Annotated[str, typer.Option(help="以哪位工作人员的名义更换。")],
    password: Annotated[
        str,
        typer.Option(
            envvar="WUYI_PASSWORD", prompt=True, hide_input=True, help="其密码；不写在命令行时询问。"
        ),
    ],
) -> None:
    """Give a unit another code."""
    run_async(_recode(slug, code, new, reason, (official, password)))
    typer.echo(f"已将 {code} 更换为 {new}")


async def _recode(slug: str, code: str, new: str, reason: str, who: tuple[str, str]) -> None:
    async with _signed_in(slug, *who) as context:
        async with context.read() as session:
            found = await get_by_code(session, code)
        if found is None:
            raise CommandError(f"{slug} 没有编码为 {code} 的单元；请核对编码。")
        command = ChangeUnitCode(
            idempotency_key=secrets.token_hex(),
            unit_id=found.id,
            expected_revision=found.revision,
            code=narrow(tidy(new)),
            reason=tidy(reason),
        )
        await change_unit_code(context, command)


@asynccontextmanager
async def _signed_in(slug: str, username: str, password: str) -> AsyncIterator[OperationContext]:
    async with open_platform() as database:
        async with database.begin_platform() as session:
            row = await register.by_slug(session, slug)
        if row is None:
            raise CommandError(f"没有区县 {slug}；请运行 wuyi tenant list 查看。")
        anonymous = OperationContext(ANONYMOUS, database.of(register.info_of(row)))
        try:
            signed = await sign_in(anonymous, username, password)
        except SignInRefused:
            raise CommandError("用户名或密码不对，或尝试过于频繁；请核对后再试。") from None
        context = dataclasses.replace(anonymous, actor=signed.actor)
        try:
            yield context
        finally:
            await sign_out(context)
