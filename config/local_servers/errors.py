"""What goes wrong with the local servers, in words for the person at the terminal."""


class LocalServerError(Exception):
    """A local server cannot be found, prepared or started; the message says what to do."""
