"""
How a name sounds, as a short key of its consonants, alike for several languages and for scripts without vowels.

The idea is that of Soundex (Russell, 1918) and of Daitch and Mokotoff (1985): letters that are mistaken for each
other share a sign. Vowels count at the beginning alone, so that a name without written vowels finds its other form.
"""

from functools import lru_cache

TOGETHER = (
    *(("tsch", "s"), ("sch", "s"), ("shch", "s"), ("tch", "s"), ("dsch", "j"), ("dj", "j")),
    *(("ph", "f"), ("th", "t"), ("dh", "d"), ("kh", "k"), ("gh", "g"), ("ch", "k"), ("sh", "s"), ("zh", "s")),
    *(
        ("ck", "k"),
        ("qu", "k"),
        ("x", "ks"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "sy"),
        ("wr", "r"),
        ("kn", "n"),
    ),
)
SIGNS = str.maketrans("bpfvwcgkqdtszlrmnj", "bpfffkkkkttsslrmnj")
SILENT = set("aeiouyhj")
LONGEST = 8


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return the key of the sound of one word in Latin letters; empty for no word."""
    if not word:
        return ""
    for written, spoken in TOGETHER:
        word = word.replace(written, spoken)
    first = "a" if word[0] in "aeiou" else "j" if word[0] in "jy" else word[0]
    signs = [first.translate(SIGNS)]
    between = False
    for letter in word[1:]:
        sign = letter.translate(SIGNS)
        if letter in SILENT:
            between = True
        elif between or sign != signs[-1]:
            signs.append(sign)
            between = False
    return "".join(signs)[:LONGEST]
