"""The builder and the provisioner that use this machine's processes: `./run rehearse`, `./run dev`, `./run doctor`."""
