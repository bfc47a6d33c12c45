"""Text files a command is given."""

from pathlib import Path

from api.cli.failure import CommandError


def read_text(file: Path) -> str:
    """Read a UTF-8 text file, or tell in one line why it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CommandError(f"{file} 不是 UTF-8 文本；请另存为 UTF-8 后重试。") from None
    except OSError as error:
        raise CommandError(f"{file} 无法读取（{error.strerror}）；请核对路径和权限。") from None
