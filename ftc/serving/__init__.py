"""Everything that sets up, starts, supervises and stops FTC on one machine.

Only the standard library is imported here, because most of it runs before the packages are there.
"""
