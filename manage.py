#!/usr/bin/env python
"""Proofdesk's command line: `manage.py --help` lists the commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from claims.commandline import Desk  # once the settings are named

    Desk(sys.argv).execute()
