"""What a person sees of the running demo: addresses, sign-ins, keys."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

ROLE_NAMES = {
    "building_leader": "楼栋长 / 社长",
    "commission": "区卫生健康委",
    "community": "社区（村）",
    "headquarters": "区疫情防控指挥部",
    "property": "物业",
    "street": "街道（镇）",
    "tenant_administrator": "区县管理员",
}


def show(console: Console, description: Mapping[str, Any]) -> None:
    """Print the demo as demo.json describes it."""
    console.print(f"\n[bold]无疫 · 演示[/]  {description['url']}", highlight=False)
    platform = description["platform"]
    console.print(
        f"平台运营  {platform['graphql']}  {platform['username']} / {platform['password']}", highlight=False
    )
    for tenant in description["tenants"]:
        console.print(f"\n[bold]{tenant['name']}[/]", highlight=False)
        for label, key in (
            ("后台", "admin"),
            ("接口", "graphql"),
            ("公开接口", "public_graphql"),
            ("接口密钥", "api_key"),
        ):
            console.print(f"  {label}  {tenant[key]}", highlight=False, soft_wrap=True)
        console.print(_sign_ins(tenant["officials"]))
    console.print("演示口令公开，仅供本机试用；按 Ctrl-C 停止，数据保留，下次启动继续。\n")


def _sign_ins(officials: list[Mapping[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2), show_header=False)
    for official in officials:
        role = ROLE_NAMES[official["role"]]
        table.add_row(role, official["name"], official["username"], official["password"])
    return table
