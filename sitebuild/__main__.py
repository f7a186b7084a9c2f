"""`python -m sitebuild`: see commands.py."""

import sys

from sitebuild.commands import main

sys.exit(main())
