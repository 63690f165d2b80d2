"""The command line: `meetlat` starts `main`."""

from meetlat.cli.commands import main

__all__ = ["main"]
