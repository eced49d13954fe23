"""Names as people type them."""

import pytest

from app.wire.typed_names import chosen_name, clean_name

SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Ana", "Ana"),
        ("  Ana \n Maria ", "Ana Maria"),
        ("Chloe\u0301", "Chloé"),
        ("A\u200bn\u2060a\ufeff", "Ana"),
        ("\u202eanA\u2069", "anA"),
        ("x\x00\x1b[31m", "x[31m"),
        ("Z" + "\u0335" * 40, "Z\u0335\u0335"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("👍🏽" * 25, "👍🏽" * 20),
        ("a" * 25, "a" * 20),
        ("👩\u200d🚀 Ana", "👩\u200d🚀 Ana"),
        ("👨\u200d👩\u200d👧\u200d👦", "👨\u200d👩\u200d👧\u200d👦"),
        (SCOTLAND, SCOTLAND),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("लक्ष्मी", "लक्ष्मी"),
        ("ലക്ഷ്മി", "ലക്ഷ്മി"),
        ("ज़िंदगी", "ज\u093c\u093f\u0902दगी"),
        ("র\u200d্যাম", "র\u200d্যাম"),
        ("שָּׁלוֹם", "ש\u05b8\u05bc\u05c1לו\u05b9ם"),
        ("မြိုင့်", "မြိုင့်"),
        ("\u0e01" + "\u0e49" * 30, "\u0e01" + "\u0e49" * 4),
        ("A\u200dn\u200ca", "Ana"),
        ("Ana\u200d🚀", "Ana🚀"),
        ("👍\u200d", "👍"),
        ("\ufdfa" * 20, "\ufdfa" * 5),
        ("\U000e0041\U000e006eAna", "Ana"),
        ("\u3164", None),
        ("\u2800\u200b ", None),
        ("\u0301\u0302", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_is_made_fit_to_be_shown(raw: str | None, clean: str | None) -> None:
    assert clean_name(raw) == clean


NASTY = (
    *("Teacher", "teacher", "TEACHER", "Teacher 2", "The Teacher", "Teacher!", "T e a c h e r", "Tеасhеr", "𝕿𝖊𝖆𝖈𝖍𝖊𝖗"),
    *(
        "🅣🅔🅐🅒🅗🅔🅡",
        "ᴛᴇᴀᴄʜᴇʀ",
        "Ｔｅａｃｈｅｒ",
        "Te\u200bacher",
        "\u202eTeacher",
        "Téacher",
        "Teacher\ufe0f",
        "ᎢᎬᎪᏟᎻᎬᏒ",  # Cherokee, in both cases
        "ꭲꭼꭺꮯꮋꭼꮢ",
        "ꓔꓰꓮꓚꓧꓰꓣ",  # Lisu
        "Teacհer",  # Armenian
        "էҽąçհҽɾ",
        "ⲧⲉⲁⲥⲏⲉⲅ",  # Coptic
        "Ⲧⲉⲁⲥher",
        "TEᗩᑕᕼEᖇ",  # Canadian syllables
        "теасһег",  # Cyrillic, small
        "Ꮲrof. X",
        "ꓣobot 3",
        "»Teacher«",
    ),
    *("Lehrer", "Herr Lehrer", "1. Lehrer", "LEHRERIN", "Prof", "Prof. Ana", "Pr0f", "Prof.", "Professor X", "учитель"),
    *("Host", "h0st", "HOST 1", "Ηost", "Admin", "AdmIn", "Admln", "admin123", "Аdmin", "Server", "Robot", "Robot 3"),
    *("R0B0T", "robot-7", "System", "(System)"),
    *("Profe", "La profe", "Professora Ana", "معلّم", "المعلّمة", "أستاذ", "الاستاذ"),
)
"""Each passes for somebody else; Cyrillic, Greek, full width, mathematical letters and hidden characters among them."""
FINE = (
    *("Ana", "Tea", "Theo", "Profit", "Hosta", "Hostettler", "Adminka", "Lehr", "Robotnik", "Serverin", "Robin"),
    *(
        "李小龍",
        "مريم",
        "Νίκος",
        "Учительская",
        "👍",
        "O'Neill",
        "=1+1",
        "<b>Ana</b>",
        "'; DROP TABLE--",
        "null",
        "../..",
    ),
)


@pytest.mark.parametrize("raw", NASTY)
def test_nobody_passes_for_the_teacher_the_server_or_a_robot(raw: str) -> None:
    assert chosen_name(raw) is None
    assert clean_name(raw), "it is refused for what it says"


@pytest.mark.parametrize("raw", FINE)
def test_other_names_may_be_chosen(raw: str) -> None:
    assert chosen_name(raw) == raw
