"""The panels of the record's tabs “Day of release” and “After release”: a function a panel, a file a noun, listed in tabs.py.

A panel reads what it shows in as few statements whatever the number of rows, and returns None where it has nothing to say.
"""
