#!/usr/bin/env python
"""Django's command line for the partner portal."""

import os
import sys


def main() -> None:
    """Run one management command; development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passculture_pro.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
