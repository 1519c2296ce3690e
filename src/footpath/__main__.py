"""``python -m footpath`` is the command line."""

import sys

from footpath.cli import main

if __name__ == "__main__":
    sys.exit(main())
