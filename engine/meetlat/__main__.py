"""Run `meetlat` as `python -m meetlat`, for computers where its folder is not on the path."""

from meetlat.cli import main

if __name__ == "__main__":
    main()
