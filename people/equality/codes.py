"""The questions of equality monitoring and their answers, as two lists that are never turned into one another.

Scotland: Scotland's Census 2022. England and Wales: the 2021 census of the Office for National Statistics. Care experience,
armed forces and caring are asked alike in both. Every question may be left out, and every one has "prefer not to say".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from people.enums import EqualityCodeList

PREFER_NOT = "prefer-not"
NONE = "none"
PREFER_NOT_LABEL = "Prefer not to say"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the key of its answer, the words, its answers by code; `several` may be ticked."""

    key: str
    label: str
    answers: Mapping[str, str]
    several: bool = False

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [*self.answers.items(), (PREFER_NOT, PREFER_NOT_LABEL)]


def _yes_no(key: str, label: str) -> Question:
    return Question(key, label, {"yes": "Yes", "no": "No"})


AGE = Question(
    "age",
    "How old are you?",
    {
        "16-17": "16 or 17",
        "18-20": "18 to 20",
        "21-24": "21 to 24",
        "25-34": "25 to 34",
        "35-44": "35 to 44",
        "45-54": "45 to 54",
        "55-64": "55 to 64",
        "65": "65 or older",
    },
)
SEX = Question("sex", "What is your sex?", {"female": "Female", "male": "Male"})
ORIENTATION = {
    "straight": "Straight or heterosexual",
    "gay": "Gay or lesbian",
    "bisexual": "Bisexual",
    "other": "Another orientation",
}
LIMITED = Question(
    "limited",
    "Does a condition or illness limit what you do day to day?",
    {"a-lot": "Yes, a lot", "a-little": "Yes, a little", "no": "No"},
)
EVERYWHERE = (
    _yes_no("care", "Were you in care as a child?"),
    _yes_no("forces", "Have you served in the armed forces?"),
    _yes_no("children", "Do you care for children, or will you when you are out?"),
)

SCOTLAND = (
    AGE,
    SEX,
    Question(
        "trans",
        "Do you consider yourself to be trans, or to have a trans history?",
        {
            "no": "No",
            "trans-man": "Yes, trans man",
            "trans-woman": "Yes, trans woman",
            "non-binary": "Yes, non-binary",
            "other": "Yes, in another way",
        },
    ),
    Question("orientation", "What is your sexual orientation?", ORIENTATION),
    Question(
        "ethnic-group",
        "What is your ethnic group?",
        {
            "white-scottish": "White: Scottish",
            "white-british": "White: other British",
            "white-irish": "White: Irish",
            "white-polish": "White: Polish",
            "white-gypsy-traveller": "White: Gypsy/Traveller",
            "white-roma": "White: Roma",
            "white-showman": "White: Showman/Showwoman",
            "white-other": "White: other",
            "mixed": "Mixed or multiple ethnic groups",
            "asian-pakistani": "Asian, Scottish Asian or British Asian: Pakistani",
            "asian-indian": "Asian, Scottish Asian or British Asian: Indian",
            "asian-bangladeshi": "Asian, Scottish Asian or British Asian: Bangladeshi",
            "asian-chinese": "Asian, Scottish Asian or British Asian: Chinese",
            "asian-other": "Asian, Scottish Asian or British Asian: other",
            "african": "African, Scottish African or British African",
            "caribbean-black": "Caribbean or Black",
            "arab": "Arab",
            "sikh": "Sikh",
            "jewish": "Jewish",
            "other": "Another ethnic group",
        },
    ),
    Question(
        "religion",
        "What religion, religious denomination or body do you belong to?",
        {
            NONE: "None",
            "church-of-scotland": "Church of Scotland",
            "roman-catholic": "Roman Catholic",
            "christian-other": "Other Christian",
            "muslim": "Muslim",
            "hindu": "Hindu",
            "buddhist": "Buddhist",
            "sikh": "Sikh",
            "jewish": "Jewish",
            "pagan": "Pagan",
            "other": "Another religion or body",
        },
    ),
    Question(
        "conditions",
        "Do you have any of these, that have lasted or will last 12 months or more?",
        {
            "deaf": "Deafness or partial hearing loss",
            "blind": "Blindness or partial sight loss",
            "voice": "Full or partial loss of voice, or difficulty speaking",
            "learning-disability": "Learning disability",
            "learning-difficulty": "Learning difficulty, such as dyslexia",
            "developmental": "Developmental disorder, such as autism or ADHD",
            "physical": "Physical disability",
            "mental-health": "Mental health condition",
            "long-term-illness": "Long-term illness, disease or condition",
            "other": "Another condition",
            NONE: "None of these",
        },
        several=True,
    ),
    LIMITED,
    *EVERYWHERE,
)
ENGLAND_AND_WALES = (
    AGE,
    SEX,
    Question(
        "gender",
        "Is the gender you identify with the same as your sex registered at birth?",
        {"yes": "Yes", "no": "No"},
    ),
    Question("orientation", "Which of the following best describes your sexual orientation?", ORIENTATION),
    Question(
        "ethnic-group",
        "What is your ethnic group?",
        {
            "white-british": "White: English, Welsh, Scottish, Northern Irish or British",
            "white-irish": "White: Irish",
            "white-gypsy-traveller": "White: Gypsy or Irish Traveller",
            "white-roma": "White: Roma",
            "white-other": "White: other",
            "mixed-caribbean": "Mixed: White and Black Caribbean",
            "mixed-african": "Mixed: White and Black African",
            "mixed-asian": "Mixed: White and Asian",
            "mixed-other": "Mixed: other",
            "asian-indian": "Asian: Indian",
            "asian-pakistani": "Asian: Pakistani",
            "asian-bangladeshi": "Asian: Bangladeshi",
            "asian-chinese": "Asian: Chinese",
            "asian-other": "Asian: other",
            "black-caribbean": "Black: Caribbean",
            "black-african": "Black: African",
            "black-other": "Black: other",
            "arab": "Arab",
            "other": "Another ethnic group",
        },
    ),
    Question(
        "religion",
        "What is your religion?",
        {
            NONE: "No religion",
            "christian": "Christian, all denominations",
            "buddhist": "Buddhist",
            "hindu": "Hindu",
            "jewish": "Jewish",
            "muslim": "Muslim",
            "sikh": "Sikh",
            "other": "Any other religion",
        },
    ),
    Question(
        "conditions",
        "Do you have any physical or mental health conditions or illnesses lasting 12 months or more?",
        {"yes": "Yes", "no": "No"},
    ),
    LIMITED,
    *EVERYWHERE,
)
CODE_LISTS: Mapping[str, Sequence[Question]] = {
    EqualityCodeList.SCOTLAND_2022: SCOTLAND,
    EqualityCodeList.ENGLAND_AND_WALES_2021: ENGLAND_AND_WALES,
}


def is_answer(code_list: str, key: str, codes: Sequence[str]) -> bool:
    """Whether these codes answer the question of this list: known, one unless several may be given, and "none" or
    "prefer not to say" only alone."""
    question = next((each for each in CODE_LISTS[code_list] if each.key == key), None)
    if question is None or not codes or not set(codes) <= {code for code, _ in question.choices}:
        return False
    alone = not question.several or {NONE, PREFER_NOT} & set(codes)
    return len(codes) == 1 if alone else len(set(codes)) == len(codes)
