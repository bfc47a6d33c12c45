"""`wuyi db`: the database's migrations, run as its owner."""

import typer
from sqlalchemy.ext.asyncio import create_async_engine

from api.cli.configuration import owner_url
from api.cli.foreground import run_async
from schema.migrations import head, upgrade
from tenants.posture import read_posture

db = typer.Typer(no_args_is_help=True)


@db.command("upgrade", help="把数据库升级到本版本；已是最新时不作改动。")
def upgrade_database() -> None:
    """Migrate to the newest revision."""
    upgrade(owner_url())
    typer.echo(f"数据库已是本版本：{head()}")


@db.command(help="显示数据库现在的版本和本版本需要的版本；不一致时退出码为 1。")
def current() -> None:
    """Tell which revision the database is at; exit code 1 unless it is this release's."""
    revision = run_async(_revision())
    typer.echo(f"数据库：{revision}  本版本：{head()}")
    if revision != head():
        raise typer.Exit(1)


async def _revision() -> str:
    engine = create_async_engine(owner_url())
    try:
        return (await read_posture(engine)).revision
    finally:
        await engine.dispose()
