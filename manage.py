#!/usr/bin/env python
"""Django's command line for Throughgate."""

import os
import sys

from django.core.management import execute_from_command_line

from config.local_servers import lease

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with lease.hold_for_command(sys.argv):
        execute_from_command_line(sys.argv)
