"""Untidy codes and addresses: waste codes, SIRET, NAF, postcodes, e-mail, phone."""

# ruff: noqa: E501 – one problem per line reads better

from datetime import date

from tests.imports.workbooks import Case, companies, contacts, resources

CODE_CASES = [
    Case(
        "waste codes without zero, asterisk or spaces",
        resources(["Code déchet"], ["120109"], ["12 01 09*"], [60204], ["12.01.01"], ["120101 "]),
        {"companies": 2, "resources": 5},
        problems="""
            info | Ressources | 2 | Code déchet | 120109 | 12 01 09* is hazardous waste: its asterisk was put back.
            info | Ressources | 4 | Code déchet | 60204 | The leading zero was put back.
            info | Ressources | 4 | Code déchet | 60204 | 06 02 04* is hazardous waste: its asterisk was put back.
        """,
    ),
    Case(
        "waste codes that are not in the list, or no longer",
        resources(
            ["Code déchet"],
            ["99 99 99"],
            ["12 01"],
            ["12 01 01*"],
            ["20 01 34"],
            [date(2009, 1, 12)],
        ),
        {"companies": 2, "resources": 5},
        problems="""
            warning | Ressources | 2 | Code déchet | 99 99 99 | This code is not in the European List of Waste. The field was left empty.
            warning | Ressources | 3 | Code déchet | 12 01 | A waste code has six digits, like 12 01 09*. The field was left empty.
            warning | Ressources | 4 | Code déchet | 12 01 01* | 12 01 01 has no asterisk in the list: is it hazardous?
            warning | Ressources | 5 | Code déchet | 20 01 34 | 20 01 34 has not been in the list since 09/11/2026.
            warning | Ressources | 6 | Code déchet | 2009-01-12 | The spreadsheet turned this waste code into a date; write it again. The field was left empty.
        """,
    ),
    Case(
        "SIRET with spaces, as a number, wrong, and only a SIREN",
        companies(
            ["SIRET"],
            ["732 829 320 00074"],
            [35600000009075],
            ["732 829 320 00079"],
            ["200034528"],
            [7.3282932e13],
        ),
        {"companies": 5},
        problems="""
            warning | Entreprises | 4 | SIRET | 732 829 320 00079 | This SIRET is not valid (its check digits are wrong). The field was left empty.
            warning | Entreprises | 5 | SIRET | 200034528 | This is a SIREN; a SIRET has 14 digits. The field was left empty.
            warning | Entreprises | 6 | SIRET | 73282932000000 | This SIRET is not valid (its check digits are wrong). The field was left empty.
        """,
    ),
    Case(
        "NAF codes in lower case, without dot or zero, unknown",
        companies(["NAF"], ["2562b"], ["24.51 z"], ["111Z"], ["99.99Z"], [25.62]),
        {"companies": 5},
        problems="""
            info | Entreprises | 4 | NAF | 111Z | The leading zero was put back.
            warning | Entreprises | 5 | NAF | 99.99Z | This code is not in the NAF rév. 2. The field was left empty.
            warning | Entreprises | 6 | NAF | 25.62 | A NAF code is written like 25.62B. The field was left empty.
        """,
        stored={"naf_code": "25.62B", "naf_version": "rev2"},
    ),
    Case(
        "postcodes that lost their zero, or are none",
        companies(["Code postal"], [54340], [1000], ["F-54670"], ["L-4123"], ["Pompey"]),
        {"companies": 5},
        problems="""
            info | Entreprises | 3 | Code postal | 1000 | The leading zero was put back.
            warning | Entreprises | 6 | Code postal | Pompey | A postcode has five digits. The field was left empty.
        """,
    ),
    Case(
        "typing slips in e-mail addresses",
        contacts(
            ["Courriel"],
            ["Camille@Forges.example."],
            ["alix (at) forges.example"],
            ["lou@forges,example"],
            ["mailto:noa@forges.example"],
            ["robin.forges.example"],
            ["eden@gmial.com"],
            ["a@forges.example ; b@forges.example"],
        ),
        {"companies": 2, "contacts": 7},
        problems="""
            info | Contacts | 2 | Courriel | Camille@Forges.example. | The address was read as “camille@forges.example”.
            info | Contacts | 3 | Courriel | alix (at) forges.example | The address was read as “alix@forges.example”.
            info | Contacts | 4 | Courriel | lou@forges,example | The address was read as “lou@forges.example”.
            info | Contacts | 5 | Courriel | mailto:noa@forges.example | The address was read as “noa@forges.example”.
            warning | Contacts | 6 | Courriel | robin.forges.example | This is not an e-mail address. The field was left empty.
            warning | Contacts | 7 | Courriel | eden@gmial.com | “gmial.com” looks misspelt: is it “gmail.com”? The field was left empty.
            warning | Contacts | 8 | Courriel | a@forges.example ; b@forges.example | Several addresses were given: the first was taken.
        """,
    ),
    Case(
        "phone numbers, one that lost its zero, one too short",
        contacts(
            ["Tél."],
            ["03.53.01.20.11"],
            [353012148],
            ["+33 3 53 01 22 85"],
            ["03 53"],
            ["+352 621 123 456"],
        ),
        {"companies": 2, "contacts": 5},
        problems="""
            info | Contacts | 3 | Tél. | 353012148 | The leading zero was put back.
            warning | Contacts | 5 | Tél. | 03 53 | This is not a phone number. The field was left empty.
        """,
    ),
]
