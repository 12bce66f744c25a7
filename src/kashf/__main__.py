"""``python -m kashf``."""

from kashf.cli import main

if __name__ == "__main__":
    main()
