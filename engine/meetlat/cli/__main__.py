"""`python -m meetlat.cli` is `meetlat`."""

from meetlat.cli import main

if __name__ == "__main__":
    main()
