"""How figures, dates and shares are written, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence

MINUS = "−"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def number(value: float | None, digits: int | None = None) -> str:
    """With a real minus sign; as many digits as given, else as typed; '' for None.

    >>> number(-0.7, 2), number(24.4), number(12), number(0.00000531)
    ('−0.70', '24.4', '12', '0.00000531')
    """
    if value is None:
        return ""
    if digits is not None:
        text = f"{value:.{digits}f}"
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
        if "e" in text:  # 5.31e-06
            text = f"{value:.8f}".rstrip("0").rstrip(".")
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, digits: int = 0) -> str:
    """A difference, with its sign.

    >>> signed(52.4), signed(-3), signed(0.2)
    ('+52', '−3', '0')
    """
    text = number(value, digits)
    return text if text.startswith(MINUS) or float(text) == 0 else f"+{text}"


def interval(pair: Sequence[float], digits: int | None = None) -> str:
    """Two ends, with 'to' between them: a dash would be read as a minus.

    >>> interval((-0.95, -0.47))
    '−0.95 to −0.47'
    """
    return f"{number(pair[0], digits)} to {number(pair[1], digits)}"


def per100(value: float) -> str:
    """A share in people per 100, whole; more than none is never shown as none.

    >>> per100(62.6), per100(0.5), per100(0)
    ('63', '<1', '0')
    """
    return "<1" if 0 < value <= 0.5 else f"{value:.0f}"


def count(value: int) -> str:
    """People or things, thousands apart.

    >>> count(2837)
    '2,837'
    """
    return f"{value:,}"


def counted(value: int, one: str) -> str:
    """A count with its word.

    >>> counted(1, "trial"), counted(6, "trial")
    ('1 trial', '6 trials')
    """
    return f"{count(value)} {one}" + ("" if value == 1 else "s")


def p_value(text: str) -> str:
    """A p value as printed, with the sign that it lacks.

    >>> p_value("<0.001"), p_value("0.03")
    ('p <0.001', 'p = 0.03')
    """
    return f"p {text}" if text[:1] in ("<", ">", "=", "≤", "≥") else f"p = {text}"


def day(value: str) -> str:
    """A day, a month or a year in words.

    >>> day("2024-08-09"), day("2024-08"), day("2024")
    ('9 August 2024', 'August 2024', '2024')
    """
    parts = value.split("-")
    words = [str(int(parts[2]))] if len(parts) > 2 else []
    if len(parts) > 1:
        words.append(MONTHS[int(parts[1]) - 1])
    return " ".join([*words, parts[0]])


def cut(text: str, most: int) -> str:
    """The first words of a text, to tell links apart.

    >>> cut("The agency asks for a further trial of the drug", 20)
    'The agency asks...'
    """
    if len(text) <= most + 5:  # a few letters more are better than dots
        return text
    return text[: most - 3].rsplit(" ", 1)[0] + "..."
