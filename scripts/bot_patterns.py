"""Makes data/bots.json of the patterns of crawler-user-agents; `update-data bots` calls it.

bot_patterns.py WORK OUT TESTS: WORK has the unpacked packages, OUT is the file to write, TESTS the folder for the tests' examples.

Many upstream patterns are plain words, found anywhere: "Sonic" is a crawler and also a ViewSonic tablet. So:

1. A pattern that does not say "bot", "crawler" or the like has to match whole words, if it does so in all of its examples. If it
   is the name of a product, such as "Tumblr/", and all of its examples begin with it, then it has to be at the beginning: after
   a browser's user agent it is the app in which a person reads the page.
2. What still matches people is narrowed or left out by name: CHANGES.
3. The result is checked with about 170,000 user agents of real devices. Whatever matches one is an error that names the
   pattern and the device: add it to CHANGES, or the "device" to NOT_DEVICES if it is a robot in a list of devices.
"""

import glob
import json
import re
import sys

import re2

# Marks of people's devices, apps and browsers among upstream's: what to use instead; None leaves the pattern out.
CHANGES = {
    r"AP3A\.240617\.008": None,  # a build of Android 15, on millions of phones
    r"MetaIAB Facebook": None,  # Facebook's in-app browser
    r"Code\/1\.": None,  # Visual Studio Code's built-in browser
    r"Trae\/": None,  # the same of another editor
    r"Fluid": None,  # a browser for single sites on macOS
    r"Sogou": r"Sogou[ -][A-Za-z -]*[Ss]pider",  # not Sogou's browser
    r"Viber": r"^Viber$",  # not the app's browser, nor the app itself
    r"Podimo": r"^Podimo\/[0-9.]+ \(",  # not the app
    r"Sonic": r"\bSonic\/|RankSonic",  # not a release of the Slack app
    r"Fetch\/": r"(?:^| |Xmarks)Fetch\/",  # not MozacFetch, Firefox's on Android
    r"Synapse": r"\bSynapse\b",
}

# Robots that stand in lists of devices.
NOT_DEVICES = re.compile(r"compatible; Synapse\)|^Magellan Agent$|Catchpoint|\bsplash Version/")

# What says by itself that it is a robot, wherever it stands.
SAYS_SO = re.compile(
    r"bot\b|bot[^a-z]|robot|crawl|spider|scrap|https?:|www|headless|phantom|lighthouse|python|curl|wget|validator|[a-z]\\\.[a-z]", re.I
)

# The name of a product, with or without a version: an app's browser has it at the end of its user agent.
APP = re.compile(r"[A-Z][A-Za-z]*(\\/)?$")

# The model and build of an Android device; see src/functions/agents/bots.rs.
ANDROID_MODEL = re.compile(r"Android [^;)]*;(?: ?[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?;)? ?([^;)]*)")
ROBOT_WORD = re.compile(r"bot|crawl|spider|http|google|preview|monitor|scan", re.I)


def narrowed(pattern, instances):
    """The pattern, made as narrow as all of its examples allow."""
    if pattern in CHANGES:
        return CHANGES[pattern]
    if SAYS_SO.search(pattern) or not instances or "|" in pattern:
        return pattern
    if APP.match(pattern) and all(re.match(pattern, ua) for ua in instances):
        return f"^{pattern}"
    bounded = (r"\b" if re.match(r"\w", pattern) else "") + pattern + (r"\b" if re.search(r"\w$", pattern) else "")
    return bounded if all(re.search(bounded, ua, re.A) for ua in instances) else pattern


def matcher(patterns, models=True):
    options = re2.Options()
    options.max_mem = 1 << 30
    options.encoding = re2.Options.Encoding.LATIN1
    found = re2.Set.SearchSet(options)
    for pattern in patterns:
        found.Add(pattern)
    found.Compile()

    def match(ua):
        """The patterns that make a robot of it."""
        marks = found.Match(ua) or []
        model = ANDROID_MODEL.search(ua) if marks and models else None
        if model and not ROBOT_WORD.search(model[1]):
            marks = found.Match(ua[: model.start(1)] + ua[model.end(1) :]) or []
        return [patterns[mark] for mark in marks]

    return match


def robots(work):
    """User agents of robots, from another list than upstream's."""
    [crawlers] = glob.glob(f"{work}/crawlerdetect-*/tests/fixtures/user_agent/crawlers.txt")
    return [line.strip() for line in open(crawlers, encoding="utf-8") if line.strip()]


def people(work):
    """User agents of real devices, by the list that has them."""
    [devices] = glob.glob(f"{work}/crawlerdetect-*/tests/fixtures/user_agent/devices.txt")
    [browsers] = glob.glob(f"{work}/fake_useragent-*/src/fake_useragent/data/browsers.jsonl")
    lists = [
        [line.strip() for line in open(devices, encoding="utf-8")],
        [entry["userAgent"] for entry in json.load(open(f"{work}/npm/package/dist/user-agents.json"))],
        [json.loads(line)["useragent"] for line in open(browsers)],
    ]
    return [[ua for ua in dict.fromkeys(uas) if ua and not NOT_DEVICES.search(ua)] for uas in lists]


def main(work, out, tests):
    [file] = glob.glob(f"{work}/**/crawler-user-agents.json", recursive=True)
    upstream = json.load(open(file))
    gone = [pattern for pattern in CHANGES if all(bot["pattern"] != pattern for bot in upstream)]
    if gone:
        sys.exit(f"upstream no longer has {gone}: take them out of CHANGES")
    crawlers = robots(work)
    found = {bot["pattern"]: [] for bot in upstream}
    by_upstream = matcher(list(found), models=False)
    for ua in crawlers:
        for pattern in by_upstream(ua):
            found[pattern].append(ua)
    bots = [(narrowed(bot["pattern"], bot["instances"] + found[bot["pattern"]]), bot["instances"]) for bot in upstream]
    patterns = list(dict.fromkeys(pattern for pattern, _ in bots if pattern))
    match, everybody = matcher(patterns), people(work)

    wrong = [(marks, ua) for uas in everybody for ua in uas if (marks := match(ua))]
    for marks, ua in wrong[:50]:
        print(f"{marks} matches a device: {ua}", file=sys.stderr)
    # An example that only a pattern that was left out has is no longer found, and no longer looked for.
    lost = [ua for pattern, instances in bots if pattern and pattern not in CHANGES.values() for ua in instances if not match(ua)]
    for ua in lost[:50]:
        print(f"not found any more: {ua}", file=sys.stderr)
    if wrong or lost:
        sys.exit("data/bots.json was not written")

    with open(out, "w") as f:
        f.write("[\n" + ",\n".join(json.dumps({"pattern": pattern}) for pattern in patterns) + "\n]\n")
    # The tests' examples: of robots the first two of each pattern's, of people those that upstream's patterns take for robots,
    # and a sample of each list.
    with open(f"{tests}/bots.txt", "w") as f:
        f.writelines(f"{ua}\n" for _, instances in bots for ua in [ua for ua in instances if match(ua)][:2])
    sample = [ua for uas in everybody for ua in uas if by_upstream(ua)]
    sample += [ua for uas in everybody for ua in uas[:: max(1, len(uas) // 200)]]
    with open(f"{tests}/people.txt", "w") as f:
        f.writelines(f"{ua}\n" for ua in dict.fromkeys(sample))


main(*sys.argv[1:])
