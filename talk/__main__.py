"""`python -m talk` is `talk`."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the folder where the user stands: a deck may hold a `yaml.py`

from talk.cli import main

if __name__ == "__main__":
    main()
