#!/usr/bin/env python
"""Proofdesk's command line: `manage.py --help` lists the commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from claims.commandline import Desk  # once the settings are named
    from config.environment import WrongSetting

    try:
        Desk(sys.argv).execute()
    except WrongSetting as wrong:
        sys.stderr.write(f"manage.py: {wrong}\n")
        sys.exit(2)
