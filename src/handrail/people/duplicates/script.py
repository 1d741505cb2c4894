"""
Names of any script in plain Latin letters, as far as letters alone can say.

Sources: the romanisation tables of the United Nations Group of Experts on Geographical Names (Cyrillic, Greek,
Arabic, Hebrew), shortened to what tells names apart; the names of the letters in the Unicode Character Database
for the other alphabets and syllabaries. Chinese characters say no sound by themselves and stay as they are.
"""

import unicodedata
from functools import lru_cache

from handrail.base.text import folded


def _table(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


LATIN = _table("ß=ss ø=o æ=ae œ=oe ł=l đ=d ð=d þ=th ı=i ə=e")
CYRILLIC = _table(
    "а=a б=b в=v г=g ґ=g д=d е=e ж=zh з=z и=i і=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
    "ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya є=ye ћ=c ђ=dj ј=j љ=lj њ=nj џ=dz ѕ=dz"
)
GREEK = _table(
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
)
GREEK_PAIRS = {"ου": "ou", "μπ": "b", "ντ": "d", "γκ": "g", "γγ": "ng", "αυ": "av", "ευ": "ev"}
ARABIC = _table(
    "ا=a ٱ=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع= غ=gh ف=f ق=q ك=k ل=l م=m "
    "ن=n ه=h و=w ي=y ى=a ة=a ء= پ=p چ=ch ژ=zh گ=g ک=k ی=y ہ=h ے=e ۀ=h ھ=h ں=n ٹ=t ڈ=d ڑ=r ـ="
)
INSIDE = _table("و=u ي=i ی=i")
HEBREW = _table(
    "א=a ב=b ג=g ד=d ה=h ו=v ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע= פ=p ף=f צ=ts ץ=ts ק=k ר=r ש=sh ת=t"
)
LETTERS = {**LATIN, **CYRILLIC, **GREEK, **ARABIC, **HEBREW}
SPOKEN = frozenset(
    ("DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA")
    + ("HIRAGANA", "KATAKANA", "HANGUL", "ETHIOPIC")
)


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    """Return a letter in Latin letters; one of a script that is not known stays itself, a mark is nothing."""
    if sign in LETTERS:
        return LETTERS[sign]
    if sign.isascii() or unicodedata.category(sign)[0] not in "LM":
        return sign
    words = unicodedata.name(sign, "").split()
    if words and words[0] in SPOKEN:
        return words[-1].lower() if "LETTER" in words or "SYLLABLE" in words else ""
    return "" if unicodedata.category(sign) == "Mn" else sign


def _spelled(word: str) -> str:
    """Return one word in Latin letters; two Arabic letters are vowels unless they begin it."""
    return "".join(INSIDE.get(sign, _letter(sign)) if at else _letter(sign) for at, sign in enumerate(word))


@lru_cache(maxsize=65536)
def romanised(name: str) -> tuple[str, ...]:
    """Return the words of ``name`` without case, marks or signs, in Latin letters where these can be known."""
    if name.isascii():
        plain = name.casefold()
    else:
        plain = folded(name)
        for pair, letters in GREEK_PAIRS.items():
            plain = plain.replace(pair, letters)
        plain = " ".join(_spelled(word) for word in unicodedata.normalize("NFC", plain).split())
    plain = plain.replace("'", "").replace("’", "")
    return tuple("".join(sign if sign.isalnum() else " " for sign in plain).split())
