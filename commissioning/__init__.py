"""The commissioning cycle and the workstreams that build it."""
