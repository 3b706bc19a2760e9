"""`python -m talk` is `talk`."""

from talk.cli import main

if __name__ == "__main__":
    main()
