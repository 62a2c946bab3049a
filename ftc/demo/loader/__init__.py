"""Loading the real programme from its tables; each module loads one app's rows.

The loader writes models directly: it restores records that papers already made, so there is no
person and no action to name. Every row is credited to its paper; running it again adds nothing.
"""

from ftc.demo.loader.run import load

__all__ = ["load"]
