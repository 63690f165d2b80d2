"""The command line. `meetlat` starts `main`; `commands` has the commands."""

from meetlat.cli.commands import main

__all__ = ["main"]
