"""Which names look the same to a reader: `fold` takes case, width, accents and letters of other alphabets away.

The pairs are those of Unicode Technical Standard #39 ("confusables"), reduced to what can pass for a Latin letter in a
name; besides them the letters that text generators make ("ᴛᴇᴀᴄʜᴇʀ", "🅣🅔🅐🅒🅗🅔🅡").
"""

import unicodedata

LATIN_VARIANTS: dict[str, str] = {
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPQRSTUVWYZ", strict=True)),
    **dict(zip("øØłŁđĐħŧıȷɑɡɩƖƒ", "oOlLdDhtijagilf", strict=True)),
    **dict(zip("æÆœŒ", ("ae", "AE", "oe", "OE"), strict=True)),
    **{chr(first + i): chr(ord("A") + i) for first in (0x1F150, 0x1F170) for i in range(26)},
}
"""Small capitals, letters with a stroke and joined ones, which no normalisation takes apart; white on black."""
OTHER_ALPHABETS: dict[str, str] = {
    **dict(zip("АВСЕНІЈКМОРЅТѴԜХУҮӀҺԌԀԚЬЗ", "ABCEHIJKMOPSTVWXYYLHGDQB3", strict=True)),
    **dict(zip("авгсеһіјкмнорԛѕтѵԝхуүԁӏб", "abrcehijkmhopqstvwxyydl6", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("αβγεηικνορστυχ", "abyenikvopotux", strict=True)),
}
"""Cyrillic, then Greek; capitals, then small letters."""
RARE: dict[str, str] = {
    "a": "ᗅᗩꍏ𐊠ᎪᏗꓮ𖽀Ⲁ",
    "b": "ᗷᑲᖯ𐊡ᏴᏏꓐ𐊂𐌁ⲂꞴƄҍ",
    "c": "𐊢ᏟᏨ𐐕𐔜ꓚ𐌂𑣲𑣩Ⲥᑕፈꉓ¢",
    "d": "ᗞᗪᑯᎠᏧꓓꓒժ",
    "e": "ᎬᏋ𐊆ꓰⴹ𑢦𑢮ⲈꬲҽЄᕮᗴꍟ",
    "f": "ᖴ𐊥𐔥ꓝ𐊇𑣂𑢢ϜꞘꬵƒ",
    "g": "ᘜᏀᏳꓖցᶃ",
    "h": "ᕼꃅ𐋏ᎻᏂᏥꓧⲎհ",
    "i": "Ꭵꙇ𑣃",
    "j": "ᒍᎫꓙͿϳʝ",
    "k": "Ꮶ𐔘ꓗᛕⲔҟ",
    "l": "ᒪᏞ𐐛𐔦ꓡ𖼖𑢣𑢲Ⳑꓲ𐊊𖼨𐌠𐌉ᛁⵏⲒǀ",
    "m": "ᗰ𐊰ᎷꓟϺ𐌑ᛖⲘʍ",
    "n": "ᑎ𐔓ꓠⲚոռղ",
    "o": "𐊫Օ𐐄𐔖ꓳ𐊒𐓂ⵔ𑣠𑢵𑣈𑣗Ⲟჿᴑꬽ",
    "p": "ᑭᏢꓑ𐊕Ⲣք",
    "q": "ⵕգզ",
    "r": "ᖇꋪᎡᏒᎱꓣ𖼵𐒴ƦᴦꭇꭈɾրⲄЯ",
    "s": "ᔕՏᏕᏚ𐐠ꓢ𐊖𖼺𑣁ƽʂ",
    "t": "𐊱ᎢᏖꓔ𐊗𖼊𐌕𑢼Ⲧեէ꓄",
    "u": "ᑌՍሀꓴ𖽂𐓎𑢸𑣘ꞟꭎꭒʋմ",
    "v": "ᐯᏙ𐔝ꓦ𖼈ⴸ𑢠𑣀ꛟ",
    "w": "ᗯᎳᏔꓪ𑣯𑣦ѡաɯ",
    "x": "ᕁᕽ𐊴𐔧ꓫ𐊐𐌢𐌗ᚷⵝ𑣬ⲬꭓꞳ",
    "y": "𐊲ᎩᎽꓬ𖽃𑢤𑣜ყⲨɣᶌỿꭚվ",
    "z": "ᘔᏃꓜⲌ𐋵𑣥𑢩𑣄",
}
"""Cherokee, Lisu, Armenian, Coptic and others, whose letters stand for Latin ones; each in both cases."""
DIGITS = {"0": "o", "1": "l", "i": "l", "|": "l"}
"""O and 0; l, 1 and I, whose small letter follows it, for case does not count."""
MARKS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F))
"""Accents of the European alphabets, and variation selectors. Vowel signs of other scripts make other names."""
JOINERS = (0x200C, 0x200D)
"""Part of the spelling, and hardly seen."""

_DROPPED: dict[int, str] = {number: "" for first, last in (*MARKS, JOINERS) for number in range(first, last + 1)}
_TO_LATIN = str.maketrans(LATIN_VARIANTS) | _DROPPED
_IN_BOTH_CASES = {
    form: latin for latin, letters in RARE.items() for letter in letters for form in (letter.upper(), letter.lower())
}
_FROM_OTHERS = str.maketrans(_IN_BOTH_CASES | OTHER_ALPHABETS)
_LAST = str.maketrans(DIGITS)


def is_accent(mark: str) -> bool:
    """Is this one of the MARKS?"""
    return any(first <= ord(mark) <= last for first, last in MARKS)


def fold_number(number: int) -> str:
    """What a number behind a name adds to its fold: `fold("Ana 10")` is `fold("Ana") + fold_number(10)`."""
    return str(number).translate(_LAST)


def fold(name: str, *, in_capitals: bool = True) -> str:
    """Names that fold to the same are the same to a reader: "Ana", "ANA", "Аna" with a Cyrillic А, "A n a" and "Ána".

    A name without a Latin letter is read `in_capitals`, for in these the alphabets look most alike, and so its own case
    does not count either. Takes some 2 µs.
    """
    text = unicodedata.normalize("NFKD", "".join(name.split())).translate(_TO_LATIN)
    if in_capitals and not any("A" <= letter <= "Z" or "a" <= letter <= "z" for letter in text):
        text = text.upper()
    return text.translate(_FROM_OTHERS).casefold().translate(_LAST)
