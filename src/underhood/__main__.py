"""Runs the command line with `python -m underhood`."""

from __future__ import annotations

from underhood.cli.main import main

if __name__ == "__main__":
    main()
