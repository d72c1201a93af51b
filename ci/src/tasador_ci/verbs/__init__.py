"""What the functions do, a module for each subject; `main.py`, `checks.py` and `github.py` say what they are called."""
