import sys

from tasador_local.cli import main

sys.exit(main())
