"""The regions whose Rectorat and DRAC give an opinion, found from a postal code. Pure.

Codes are those of the official geographic code (Insee). Overseas collectivities have no region: the State's own
services instruct them together, under the code `COM`.
"""

REGIONS = {
    "84": "Auvergne-Rhône-Alpes",
    "27": "Bourgogne-Franche-Comté",
    "53": "Bretagne",
    "24": "Centre-Val de Loire",
    "94": "Corse",
    "44": "Grand Est",
    "01": "Guadeloupe",
    "03": "Guyane",
    "32": "Hauts-de-France",
    "11": "Île-de-France",
    "04": "La Réunion",
    "02": "Martinique",
    "06": "Mayotte",
    "28": "Normandie",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "52": "Pays de la Loire",
    "93": "Provence-Alpes-Côte d’Azur",
    "COM": "Collectivités d’outre-mer",
}

_DEPARTMENTS = {
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "27": "21 25 39 58 70 71 89 90",
    "53": "22 29 35 56",
    "24": "18 28 36 37 41 45",
    "94": "2A 2B 20",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "01": "971",
    "03": "973",
    "32": "02 59 60 62 80",
    "11": "75 77 78 91 92 93 94 95",
    "04": "974",
    "02": "972",
    "06": "976",
    "28": "14 27 50 61 76",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "52": "44 49 53 72 85",
    "93": "04 05 06 13 83 84",
    "COM": "975 977 978 986 987 988",
}
_REGION_OF = {department: region for region, all_ in _DEPARTMENTS.items() for department in all_.split()}


def region_of(insee_code: str) -> str:
    """The region of a commune, from its Insee code: `46042` → `76`. LookupError outside France."""
    department = insee_code[:3] if insee_code[:2] in {"97", "98"} else insee_code[:2].upper()
    if department not in _REGION_OF:
        raise LookupError(f"no region for {insee_code}")
    return _REGION_OF[department]


def first_region(*codes: str) -> str:
    """The region of the first of these codes that has one; empty when none has."""
    for code in codes:
        try:
            return region_of(code)
        except LookupError:
            continue
    return ""
