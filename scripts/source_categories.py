"""source_categories.py LIST OUT: renews the end of OUT (data/referrers.csv) with the sources that Google lists for its default
channel group. LIST is that list as CSV: source,source_category (SOURCE_CATEGORY_SEARCH, …).

What stands above the heading is our own, and wins: a source that it has is left out here.
"""
import csv
import re
import sys

HEADING = "# Google's list of sources (default channel group)"

listed, out = sys.argv[1:]
with open(out, encoding="utf-8") as f:
    own, _, generated = f.read().partition(HEADING)


def rows(text):
    return [line.split(",") for line in text.splitlines() if line and not line.startswith("#")]


own_rows = [row for row in rows(own) if row[0] != "site"]
sites = {site.lower(): medium for site, medium, *_ in own_rows}
names = {site: name for site, _, name, *_ in rows(generated)}


def is_known(source, medium):
    """Whether the rows above have it: itself, whatever it is there; a host above it; or its name before any suffix."""
    labels = source.removeprefix("www.").split(".")
    above = [".".join(labels[at:]) for at in range(1, len(labels) - 1)]
    anywhere = [f"{labels[0]}.*"] if len(labels) > 1 else []
    return source in sites or any(sites.get(site) == medium for site in above + anywhere)


with open(listed, encoding="utf-8") as f:
    given = [(row["source"].strip().lower(), row["source_category"].removeprefix("SOURCE_CATEGORY_").lower()) for row in csv.DictReader(f)]
lines = []
for source, medium in given:
    # Google takes the web pages of mail services for search engines.
    is_mail = re.match(r"e?mail\.", source)
    if medium not in {"search", "shopping", "social", "video"} or is_mail or is_known(source, medium):
        continue
    # The first part of a host may be a word that campaigns give as their source, such as `news`.
    name = names.get(source, source if "." in source else source.capitalize())
    lines.append(f"{source},{medium},{name},")

with open(out, "w", encoding="utf-8") as f:
    f.write(f"{own}{HEADING}, as CSV of https://github.com/Velir/dbt-ga4, MIT\n" + "".join(f"{line}\n" for line in sorted(set(lines))))
