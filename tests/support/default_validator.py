"""The default output validator a second time, after the text of the problem package format (2025-09) alone.

It reads cases from a file, each of three texts (arguments, answer file, output of the submission) with their lengths
before them as four bytes, the least first, and prints a letter for each: A, accepted; R, rejected; E, the arguments are
none; or, where the text leaves it to the judging system, a small letter: what exact arithmetic without any limit says.

Numbers are decimal ones of any length and size here, so it also shows where binary floating point decides otherwise.
"""

import decimal
import re
import struct
import sys

WHITESPACE = rb"[\x20\x0c\x0a\x0d\x09\x0b]"
SIGNIFICAND = rb"(?:[0-9]*\.[0-9]+|[0-9]+\.|[0-9]+)"
FLOAT = re.compile(rb"[+-]?" + SIGNIFICAND + rb"(?:[Ee][+-]?[0-9]+)?")
TOLERANCES = (b"float_tolerance", b"float_absolute_tolerance", b"float_relative_tolerance")

# The text promises 30 digits on each side of the point and what a mantissa of 52 bits holds.
DIGITS = 30
LARGEST, SMALLEST = decimal.Decimal("1e300"), decimal.Decimal("1e-300")
NEAR = decimal.Decimal("1e-12")  # as a share: some roundings of a mantissa of 52 bits

decimal.setcontext(decimal.Context(prec=3000, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[]))


class Wrong(Exception):
    """Arguments that the text calls an error."""


def parse_float(token):
    """The number that the token is, or None, and whether the text promises that it is read as that."""
    if not FLOAT.fullmatch(token):
        return None, True
    significand, _, exponent = token.lower().partition(b"e")
    whole, _, fraction = significand.lstrip(b"+-").partition(b".")
    # No exponent of that length is needed: whatever stands before it is nothing or more than anything beside it.
    exponent = max(min(int(exponent or 0), 10**9), -(10**9))
    value = decimal.Decimal(significand.decode()).scaleb(exponent)
    promised = len(whole) <= DIGITS and len(fraction) <= DIGITS
    if value and not SMALLEST < abs(value) < LARGEST:
        promised = False
    return value, promised


class Validator:
    def __init__(self, arguments):
        self.case_sensitive = self.space_change_sensitive = False
        self.absolute = self.relative = None
        words = iter(arguments)
        for word in words:
            if word == b"case_sensitive":
                self.case_sensitive = True
            elif word == b"space_change_sensitive":
                self.space_change_sensitive = True
            elif word in TOLERANCES:
                self.set_tolerance(word, next(words, b""))
            else:
                raise Wrong(word)

    def set_tolerance(self, word, number):
        tolerance, _ = parse_float(number)
        if tolerance is None or tolerance < 0:
            raise Wrong(number)
        if word != b"float_relative_tolerance":
            if self.absolute is not None:
                raise Wrong(word)
            self.absolute = tolerance
        if word != b"float_absolute_tolerance":
            if self.relative is not None:
                raise Wrong(word)
            self.relative = tolerance

    def same_number(self, answer, output):
        """Is it within a tolerance, and is that beyond the doubt of rounding?"""
        off = abs(output - answer)
        bounds = []
        if self.absolute is not None:
            bounds.append(self.absolute)
        if self.relative is not None:
            bounds.append(self.relative * abs(answer))
        # The difference of two rounded numbers is off by shares of them.
        doubt = NEAR * max(abs(answer), abs(output)) + SMALLEST
        sure = all(off == 0 or abs(off - bound) > doubt + NEAR * bound for bound in bounds)
        return any(off <= bound for bound in bounds), sure

    def same_token(self, answer, output):
        if self.absolute is not None or self.relative is not None:
            a, promised = parse_float(answer)
            if a is not None:
                s, also = parse_float(output)
                if s is None:
                    return False, True
                same, sure = self.same_number(a, s)
                return same, promised and also and sure
        if not self.case_sensitive:
            answer, output = answer.lower(), output.lower()
        return answer == output, True

    def judge(self, answer, output):
        """Accepted? And does the text say so?"""
        spaces = re.findall(WHITESPACE + b"+", answer), re.findall(WHITESPACE + b"+", output)
        tokens = [[t for t in re.split(WHITESPACE + b"+", text) if t] for text in (answer, output)]
        if len(tokens[0]) != len(tokens[1]):
            return False, True
        if self.space_change_sensitive:
            begins = [bool(re.match(WHITESPACE, text)) for text in (answer, output)]
            if spaces[0] != spaces[1] or begins[0] != begins[1]:
                return False, True
        verdicts = [self.same_token(a, s) for a, s in zip(*tokens)]
        if not all(same for same, sure in verdicts if sure):
            return False, True
        return all(same for same, _ in verdicts), all(sure for _, sure in verdicts)


def letter_of(arguments, answer, output):
    try:
        accepted, sure = Validator(re.findall(rb"[^ \t]+", arguments)).judge(answer, output)
    except Wrong:
        return "E"
    letter = "A" if accepted else "R"
    return letter if sure else letter.lower()


def cases(data):
    at, texts = 0, []
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        texts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
        if len(texts) == 3:
            yield texts
            texts = []


with open(sys.argv[1], "rb") as file:
    sys.stdout.write("".join(letter_of(*case) for case in cases(file.read())))
