"""The errors that are told in a line: those that a user causes, and those that the work meets."""


class UserError(ValueError):
    """The user's input is wrong: one line that names what, the value, and how to mend it.

    The command line prints it without a traceback and exits with 2. In Python it is a `ValueError`.
    """


class WorkError(RuntimeError):
    """The input was right and the work failed all the same (a full disk, NaN): one line says how, and what is left.

    The command line prints it without a traceback and exits with 1.
    """
