"""A letter in a word as it is spelled: its own name, and ' behind it where its transpose stands."""

MARK = "'"


def parted(spelled: str) -> tuple[str, bool]:
    """Return a letter's own name, and whether its transpose is meant.

    >>> parted("Lambda^-1"), parted("A'")
    (('Lambda^-1', False), ('A', True))
    """
    return spelled.removesuffix(MARK), spelled.endswith(MARK)
