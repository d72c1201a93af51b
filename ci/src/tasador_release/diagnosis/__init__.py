"""What a machine, an account and a stage are like: `doctor` and `status`."""
