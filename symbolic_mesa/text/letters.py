"""A letter in a word as it is spelled: its own name, and ' behind it where its transpose stands."""

MARK = "'"
INVERTED = "^-1"  # the name of the inverse of the letter Lambda is Lambda^-1


def parted(spelled: str) -> tuple[str, bool]:
    """Return a letter's own name, and whether its transpose is meant.

    >>> parted("Lambda^-1"), parted("A'")
    (('Lambda^-1', False), ('A', True))
    """
    return spelled.removesuffix(MARK), spelled.endswith(MARK)


def uninverted(name: str) -> tuple[str, bool]:
    """Return the name of the matrix in a letter's name, and whether its inverse is meant.

    >>> uninverted("Lambda^-1"), uninverted("A")
    (('Lambda', True), ('A', False))
    """
    return name.removesuffix(INVERTED), name.endswith(INVERTED)
