from django.db import models


class Gender(models.TextChoices):
    """As the mentor says it. Left empty by whoever does not want to say."""

    WOMAN = "woman", "Woman"
    MAN = "man", "Man"
    OTHER = "other", "In another way"


class Language(models.TextChoices):
    """The languages people in Scottish prisons speak most; codes of ISO 639. What is not here is kept in words."""

    ENGLISH = "en", "English"
    BSL = "bfi", "British Sign Language"
    GAELIC = "gd", "Gaelic"
    SCOTS = "sco", "Scots"
    ALBANIAN = "sq", "Albanian"
    ARABIC = "ar", "Arabic"
    BENGALI = "bn", "Bengali"
    BULGARIAN = "bg", "Bulgarian"
    CANTONESE = "yue", "Cantonese"
    CZECH = "cs", "Czech"
    FARSI = "fa", "Farsi"
    FRENCH = "fr", "French"
    GERMAN = "de", "German"
    HINDI = "hi", "Hindi"
    HUNGARIAN = "hu", "Hungarian"
    ITALIAN = "it", "Italian"
    KURDISH = "ku", "Kurdish"
    LATVIAN = "lv", "Latvian"
    LITHUANIAN = "lt", "Lithuanian"
    MANDARIN = "cmn", "Mandarin"
    PASHTO = "ps", "Pashto"
    POLISH = "pl", "Polish"
    PORTUGUESE = "pt", "Portuguese"
    PUNJABI = "pa", "Punjabi"
    ROMANI = "rom", "Romani"
    ROMANIAN = "ro", "Romanian"
    RUSSIAN = "ru", "Russian"
    SLOVAK = "sk", "Slovak"
    SOMALI = "so", "Somali"
    SPANISH = "es", "Spanish"
    SWAHILI = "sw", "Swahili"
    TIGRINYA = "ti", "Tigrinya"
    TURKISH = "tr", "Turkish"
    UKRAINIAN = "uk", "Ukrainian"
    URDU = "ur", "Urdu"
    VIETNAMESE = "vi", "Vietnamese"


class Keys(models.TextChoices):
    """How a mentor moves about in a prison."""

    ESCORTED = "escorted", "Is escorted"
    DRAWS_KEYS = "draws-keys", "Draws keys"


class Vetting(models.TextChoices):
    """What the prison has checked before it let the mentor in."""

    NOT_NEEDED = "not-needed", "None needed"
    ASKED = "asked", "Asked for, no answer yet"
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"


class Paper(models.TextChoices):
    """What of a mentor's can run out, or be missing."""

    CLEARANCE = "clearance", "Prison clearance"
    VETTING = "vetting", "Vetting"
    KEYS = "keys", "Keys"
    PVG = "pvg", "PVG membership"
    TRAINING = "training", "Training"
    SUPERVISION = "supervision", "Supervision"
