"""Lists the commands and turns what may be expected to go wrong into a line and an exit code."""

import signal
from pkgutil import resolve_name

import typer

from api.cli.door import SILENT, defer
from api.cli.failure import CommandError, fail
from api.collector import slow_collector

INTERRUPTED = 130
FAILURES = "api.cli.expected:lines_of"  # knows the failures of every library, so it is loaded after one
COMMANDS = (
    ("serve", "启动接口和后台页面，直到停止。", "api.cli.serve:serve"),
    ("worker", "处理后台事务（变更序号、到期清理），直到停止。", "api.cli.work:worker"),
    ("demo", "启动演示：内置数据库、接口、后台页面和后台事务同在一个进程。", "api.cli.show:demo"),
    ("walkthrough", "经 HTTP 走完整个主流程并逐步核对。", "api.cli.walk:walkthrough"),
    ("version", "显示版本。", "api.cli.release:version"),
    ("db", "数据库迁移；以所有者身份连接 DATABASE_URL。", "api.cli.database:db"),
    ("tenant", "区县：开通、列表。", "api.cli.platform:tenant"),
    ("operator", "平台运营人员。", "api.cli.platform:operator"),
    ("unit", "单元：更换编码。", "api.cli.units:unit"),
    ("guideline", "方案文件。", "api.cli.guidelines:guideline"),
    ("schema", "把接口定义和错误码写入源码目录。", "api.cli.schemas:schema"),
)
app = typer.Typer(
    name="wuyi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # framed help pages would cost three times as much as all the rest
    context_settings=SILENT,
    help="无疫：创建、评审、命名和监督无疫单元的多租户平台。",
)
for name, line, target in COMMANDS:
    defer(app, name, line, target)


def main() -> None:
    """Run the command line; SIGTERM ends a command as ctrl-C does, in order."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    slow_collector()
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except CommandError as error:
        fail([str(error)])
    except Exception as error:
        lines = resolve_name(FAILURES)(error)
        if not lines:
            raise
        fail(lines)
