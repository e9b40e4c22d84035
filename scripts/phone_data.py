"""Makes data/phone_regions.tsv of libphonenumber's metadata, and test vectors; `update-data phone` calls it.

phone_data.py WORK OUT VECTORS: WORK has PyPI's phonenumbers unpacked, OUT and VECTORS are the files to write.
"""

import sys

work, out, vectors = sys.argv[1:]
sys.path.insert(0, work)
import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberFormat

KINDS = [
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan", "voicemail",
]


def metadata(region, code):
    return PhoneMetadata.metadata_for_nongeo_region(code) if region == "001" else PhoneMetadata.metadata_for_region(region)


def kinds(data):
    found = [getattr(data, kind) for kind in KINDS]
    return [kind for kind in found if kind is not None and kind.national_number_pattern]


def lengths(data, kinds):
    """Of numbers of these kinds: a kind that lists none has all lengths, one with -1 does not exist."""
    every = data.general_desc.possible_length
    found = {n for kind in kinds if kind is not None for n in kind.possible_length or every if n > 0}
    return " ".join(map(str, sorted(found or every)))


def patterns(data):
    return "|".join(dict.fromkeys(kind.national_number_pattern for kind in kinds(data)))


# The main region of a calling code comes first.
REGIONS = [(region, code) for code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items()) for region in regions]

with open(out, "w") as f:
    f.write(f"# libphonenumber {phonenumbers.__version__}, Apache-2.0, https://github.com/google/libphonenumber\n")
    f.write(
        "region\tcalling_code\tinternational_prefix\tnational_prefix\ttransform\tlengths\tlandline_and_mobile_lengths\tgeneral\tnumbers\n"
    )
    for region, code in REGIONS:
        data = metadata(region, code)
        general = data.general_desc
        fields = [
            region,
            str(code),
            data.international_prefix or "",
            data.national_prefix_for_parsing or "",
            (data.national_prefix_transform_rule or "").replace("\\", "$"),
            " ".join(map(str, general.possible_length)),
            lengths(data, [data.fixed_line, data.mobile]),
            general.national_number_pattern or "",
            patterns(data),
        ]
        f.write("\t".join(fields) + "\n")


def e164(text, region):
    """What phonenumbers makes of a text, if it is a valid number."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    found = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return found if len(found) <= 1 + 15 else None


def expected(text, region):
    """As libphonenumber has it, but digits that begin with the calling code, without the national prefix, are international."""
    data = metadata(region, None) if region else None
    if data and data.national_prefix and text.startswith(str(data.country_code)):
        return e164(f"+{text}", region) or e164(text, region)
    return e164(text, region)


def written(region, code, national):
    """Ways in which people write a national number, and texts that are not numbers."""
    data = metadata(region, code)
    abroad = data.preferred_international_prefix or data.international_prefix or ""
    yield f"+{code}{national}"
    yield f"{code}{national}"
    yield f"{abroad.replace('~', '')}{code}{national}" if abroad.replace("~", "").isdigit() else f"+{code}{national}"
    if region != "001":
        yield national
        yield f"{data.national_prefix or ''}{national}"
        yield f"+{code}(0){national}"
    yield national[:-1]
    yield f"+{code}{national}5"
    yield f"{code}{national[:-1]}"


with open(vectors, "w") as f:
    f.write(f"# By phonenumbers {phonenumbers.__version__}: region, number (- for none), texts\n")
    seen = set()
    for region, code in REGIONS:
        found = {}
        for national in dict.fromkeys(kind.example_number for kind in kinds(metadata(region, code)) if kind.example_number):
            for text in written(region, code, national):
                default = None if region == "001" else region
                if (default, text) not in seen:
                    seen.add((default, text))
                    found.setdefault(expected(text, default) or "-", []).append(text)
        for number, texts in found.items():
            f.write(f"{'' if region == '001' else region}\t{number}\t{' '.join(texts)}\n")
