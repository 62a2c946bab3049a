"""The FTC project package; kept empty so that set-up can run before anything is installed."""
