"""Joins the commands and turns what may be expected to go wrong into a line and an exit code."""

import signal
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

import typer

from api.cli.database import db
from api.cli.expected import lines_of
from api.cli.failure import CommandError, fail
from api.cli.guidelines import guideline
from api.cli.platform import operator, tenant
from api.cli.schemas import schema
from api.cli.servers import demo, serve, worker
from api.cli.walk import walkthrough

INTERRUPTED = 130
app = typer.Typer(
    name="wuyi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="无疫：创建、评审、命名和监督无疫单元的多租户平台。",
)
app.command(help="启动接口和后台页面，直到停止。")(serve)
app.command(help="处理后台事务（变更序号、到期清理），直到停止。")(worker)
app.command(help="启动演示：内置数据库、接口、后台页面和后台事务同在一个进程。")(demo)
app.command(help="经 HTTP 走完整个主流程并逐步核对。")(walkthrough)
app.add_typer(db, name="db")
app.add_typer(tenant, name="tenant")
app.add_typer(operator, name="operator")
app.add_typer(guideline, name="guideline")
app.add_typer(schema, name="schema")


@app.command(help="显示版本。")
def version() -> None:
    """Tell the version of this release."""
    try:
        typer.echo(version_of("wuyi"))
    except PackageNotFoundError:
        raise CommandError("本程序未经安装，没有版本；请运行 make install。") from None


def main() -> None:
    """Run the command line; SIGTERM ends a command as ctrl-C does, in order."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except CommandError as error:
        fail([str(error)])
    except Exception as error:
        lines = lines_of(error)
        if not lines:
            raise
        fail(lines)
