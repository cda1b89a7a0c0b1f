"""Money in words. It is kept in whole pence (`*_pence`), so that sums never lose a penny."""


def in_pounds(pence: int) -> str:
    """ "£20", "£2.80", "£1,250", "−£5": pence are written only where there are some"""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{pounds:,}{f'.{rest:02}' if rest else ''}"
