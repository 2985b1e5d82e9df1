"""Commands whose modules are loaded when they are called: loading all takes a second, which `--help` does not need."""

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click


class Later(click.Group):
    """A group of commands of which it knows names, modules and one line of help."""

    elsewhere: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Command → (module, first sentence of its help)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, sorted."""
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; loads its module."""
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        command = getattr(import_module(self.elsewhere[cmd_name][0]), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`."""
        here = {name: command.get_short_help_str(200) for name, command in self.commands.items()}
        rows = [(name, here.get(name) or self.elsewhere[name][1]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
