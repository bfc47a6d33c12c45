"""What a person sees of the running demo: addresses, sign-ins, keys."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table

from schema.guidelines.graphql import role_name

_ADDRESSES = {"后台": "admin", "接口": "graphql", "公开接口": "public_graphql", "接口密钥": "api_key"}


def show(console: Console, description: Mapping[str, Any]) -> None:
    """Print the demo as demo.json describes it."""
    platform = description["platform"]
    _print_heading(console, "无疫 · 演示", {"地址": description["url"], "平台接口": platform["graphql"]})
    _print_sign_ins(console, platform["password"], [("平台运营", platform["username"])])
    for tenant in description["tenants"]:
        _print_heading(console, tenant["name"], {label: tenant[key] for label, key in _ADDRESSES.items()})
        officials = tenant["officials"]
        _print_sign_ins(console, officials[0]["password"], _by_role(officials))
    console.print("\n演示口令公开，仅供本机试用。按 Ctrl-C 停止；数据保留，下次启动沿用。\n")


def _print_heading(console: Console, title: str, rows: Mapping[str, str]) -> None:
    console.print(f"\n[bold]{title}[/]")
    for label, value in rows.items():
        console.print(f"  {label}  {value}", highlight=False, soft_wrap=True)


def _print_sign_ins(console: Console, password: str, rows: Iterable[tuple[str, str]]) -> None:
    console.print(f"  口令  {password}", highlight=False)
    table = Table.grid(padding=(0, 2), pad_edge=True)
    table.add_column()
    table.add_column(overflow="fold")
    for role, names in rows:
        table.add_row(role, names)
    console.print(table)


def _by_role(officials: list[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for role, holders in groupby(officials, key=lambda official: str(official["role"])):
        yield role_name(role), "  ".join(f"{holder['username']} {holder['name']}" for holder in holders)
