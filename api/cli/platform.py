"""`wuyi tenant` and `wuyi operator`: districts and operators, for whoever runs the platform's machines."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli.configuration import read_settings
from api.cli.failure import CommandError
from api.cli.files import read_text
from api.cli.foreground import run_async
from api.database import open_database
from authz.operators import add_operator
from authz.repository import operator_by_username
from schema.districts.operations import Administrator, onboard_district
from schema.districts.rules import District
from tenants import register
from tenants.base import utc_now
from tenants.database import Database

tenant = typer.Typer(no_args_is_help=True)
operator = typer.Typer(no_args_is_help=True)

Password = Annotated[
    str,
    typer.Option(
        envvar="WUYI_PASSWORD",
        prompt=True,
        hide_input=True,
        confirmation_prompt=True,
        help="至少 12 个字符；不写在命令行时询问。",
    ),
]


@tenant.command(help="开通一个区县：方案、最上级单元和首位管理员。")
def onboard(
    slug: Annotated[str, typer.Argument(help="地址中的标识：小写字母、数字、连字符。")],
    name: Annotated[str, typer.Argument(help="名称，如 綦江区。")],
    password: Password,
    operator_name: Annotated[str, typer.Option("--operator", help="以哪位平台运营人员的名义开通。")],
    template: Annotated[str | None, typer.Option(help="方案模板，如 wenlong。")] = None,
    guideline: Annotated[Path | None, typer.Option(help="自有方案的文件，代替模板。", dir_okay=False)] = None,
    administrator: Annotated[str, typer.Option(help="管理员用户名。")] = "admin",
    display_name: Annotated[str, typer.Option(help="管理员姓名。")] = "区县管理员",
    division_code: Annotated[str | None, typer.Option(help="区划代码，6、9 或 12 位数字。")] = None,
    host: Annotated[str | None, typer.Option(help="专用域名。")] = None,
    time_zone: Annotated[str, typer.Option(help="时区。")] = "Asia/Shanghai",
) -> None:
    """Bring a district on board."""
    district = District(
        slug=slug,
        name=name,
        template=template,
        guideline=read_text(guideline) if guideline is not None else None,
        host=host,
        division_code=division_code,
        time_zone=time_zone,
    )
    first = Administrator(username=administrator, display_name=display_name, password=password)
    run_async(_onboard(operator_name, district, first))
    typer.echo(f"已开通 {slug}：/t/{slug}/graphql")


@tenant.command("list", help="列出全部区县。")
def list_all() -> None:
    """List the districts."""
    table = Table("标识", "名称", "区划代码", "域名", "状态", box=None)
    for row in run_async(_list()):
        table.add_row(*row)
    Console().print(table)


@operator.command(help="登记一位平台运营人员。")
def create(username: Annotated[str, typer.Argument(help="用户名。")], password: Password) -> None:
    """Register an operator of the platform."""
    run_async(_create(username, password))
    typer.echo(f"已登记 {username}")


async def _onboard(operator_name: str, district: District, administrator: Administrator) -> None:
    async with open_platform() as database:
        async with database.begin_platform() as session:
            acting = await operator_by_username(session, operator_name)
        if acting is None:
            raise CommandError(f"没有平台运营人员 {operator_name}；请先运行 wuyi operator create。")
        await onboard_district(database, acting.id, district, administrator, utc_now())


async def _list() -> list[tuple[str, ...]]:
    async with open_platform() as database, database.begin_platform() as session:
        rows = await register.list_tenants(session)
    return [(row.slug, row.name, row.division_code or "", row.host or "", row.status) for row in rows]


async def _create(username: str, password: str) -> None:
    async with open_platform() as database:
        async with database.begin_platform() as session:
            if await operator_by_username(session, username) is not None:
                raise CommandError(f"已有平台运营人员 {username}；请换一个用户名。")
        try:
            await add_operator(database, username, password, utc_now())
        except ValueError:
            message = "用户名须为2至64位字母、数字或 . _ @ -，密码至少12个字符且不同于用户名；请修改后重试。"
            raise CommandError(message) from None


@asynccontextmanager
async def open_platform() -> AsyncIterator[Database]:
    """Open the database as the platform's two roles, for one command."""
    database = open_database(read_settings(secret=secrets.token_hex()))  # signs nothing here
    try:
        yield database
    finally:
        await database.dispose()
