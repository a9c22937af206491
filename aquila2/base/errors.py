"""The one error a user can cause."""


class UserError(ValueError):
    """The user's input is wrong: one line that names what, the value, and how to mend it.

    The command line prints it without a traceback and exits with 2. In Python it is a `ValueError`.
    """
