from tasador.training.cli import main

raise SystemExit(main())
