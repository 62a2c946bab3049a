"""Which tests go to the same process when several run them."""

from xdist.scheduler import LoadScopeScheduling

FUNCTIONAL = "tests/functional/"


class OneSite(LoadScopeScheduling):
    """Every test by itself, but those of one running site together, and of one data folder.

    The largest group is handed out first, so that the longest work does not begin last.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        if FUNCTIONAL not in file:
            return nodeid
        return file if file.endswith("/test_server.py") else FUNCTIONAL
