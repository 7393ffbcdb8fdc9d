"""SQLite's source, as the Debian package that this machine's libsqlite3 was built from.

speedtest1.c is in no binary package, and SQLite has to be built again for the peers that are
options of its own build. The list of sources is the machine's own with `deb` read as `deb-src`;
apt works in a folder of ours, so root is not needed and the machine's state stays as it is. What
comes goes under the build folder, once, and is never committed.
"""
import glob
import os
import re
import subprocess


class Unavailable(Exception):
    """The source cannot be had; the text says why, in a line."""


def _run(command, **options):
    return subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)


def installed_version():
    """The version of the source package that the installed libsqlite3-0 is of."""
    done = _run(["dpkg-query", "-W", "-f", "${source:Version}", "libsqlite3-0"])
    if done.returncode != 0:
        raise Unavailable("libsqlite3-0 is not installed as a Debian package")
    return done.stdout.strip()


def _mirrors():
    """The addresses that apt knows libsqlite3-0 from; others need not be asked."""
    policy = _run(["apt-cache", "policy", "libsqlite3-0"]).stdout
    return set(re.findall(r"^\s+-?\d+ (\S+?)/? \S+ \S+ Packages$", policy, re.MULTILINE))


def from_line(line, mirrors):
    """The deb-src line of a one-line entry; None if it is not `deb` or from elsewhere."""
    match = re.match(r"deb(\s+(?:\[[^\]]*\]\s*)?)(\S+)(\s.*)$", line.split("#")[0].strip())
    if not match or match[2].rstrip("/") not in mirrors:
        return None
    return f"deb-src{match[1]}{match[2]}{match[3]}"


def from_stanza(stanza, mirrors):
    """The same for a stanza of a .sources file (deb822)."""
    lines = [line for line in stanza.splitlines() if not line.startswith("#")]
    fields = {line.split(":", 1)[0].strip().lower() for line in lines if ":" in line}
    addresses = re.search(r"^URIs:\s*(.*(?:\n[ \t].*)*)", "\n".join(lines), re.MULTILINE | re.I)
    enabled = not re.search(r"^Enabled:\s*(no|false)\s*$", stanza, re.MULTILINE | re.I)
    if "types" not in fields or not addresses or not enabled:
        return None
    wanted = [each for each in addresses[1].split() if each.rstrip("/") in mirrors]
    if not wanted:
        return None
    text = "\n".join(lines).replace(addresses[0], "URIs: " + " ".join(wanted))
    return re.sub(r"^Types:.*$", "Types: deb-src", text, flags=re.MULTILINE | re.I).strip()


def derive(machine, ours, mirrors):
    """Writes into the folder `ours` the sources of `machine` (/etc/apt): a list and a folder."""
    entries, stanzas = [], []
    lists = [f"{machine}/sources.list", *sorted(glob.glob(f"{machine}/sources.list.d/*.list"))]
    for path in filter(os.path.isfile, lists):
        with open(path, encoding="utf-8") as text:
            entries += filter(None, (from_line(line, mirrors) for line in text))
    for path in sorted(glob.glob(f"{machine}/sources.list.d/*.sources")):
        with open(path, encoding="utf-8") as text:
            blocks = re.split(r"\n[ \t]*\n", text.read())
        stanzas += filter(None, (from_stanza(each, mirrors) for each in blocks))
    os.makedirs(f"{ours}/parts", exist_ok=True)
    with open(f"{ours}/sources.list", "w", encoding="utf-8") as out:
        out.write("".join(f"{each}\n" for each in entries))
    with open(f"{ours}/parts/source.sources", "w", encoding="utf-8") as out:
        out.write("\n\n".join(stanzas) + "\n")
    return len(entries) + len(stanzas)


def _apt(ours):
    for name in ("state/lists/partial", "cache/archives/partial"):
        os.makedirs(f"{ours}/{name}", exist_ok=True)
    # APT::Sandbox::User: as root apt would fetch as a user who cannot write there.
    return ["apt-get", "-qq", "-o", f"Dir::State={ours}/state", "-o", f"Dir::Cache={ours}/cache",
            "-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "APT::Sandbox::User=root",
            "-o", f"Dir::Etc::sourcelist={ours}/sources.list",
            "-o", f"Dir::Etc::sourceparts={ours}/parts"]


def fetch(build):
    """The folder of SQLite's source, unpacked; from the mirror unless it is there. Unavailable
    if the mirror does not have it."""
    version = installed_version()
    ours = os.path.abspath(f"{build}/bench/source")
    folder = f"{ours}/sqlite3-{version}"
    if os.path.isfile(f"{folder}/test/speedtest1.c"):
        return folder
    if not derive("/etc/apt", ours, _mirrors()):
        raise Unavailable("/etc/apt names no mirror that has libsqlite3-0: sources.list needs a "
                          "line `deb http://deb.debian.org/debian SUITE main`")
    apt = _apt(ours)
    updated = _run([*apt, "update"])
    got = _run([*apt, "source", "--download-only", f"sqlite3={version}"], cwd=ours)
    descriptions = glob.glob(f"{ours}/sqlite3_*.dsc")
    if got.returncode != 0 or not descriptions:
        last = ((updated.stdout if updated.returncode else got.stdout).strip() or "?").splitlines()
        raise Unavailable(f"the mirror does not give the source package sqlite3 {version}: "
                          f"{last[-1]}")
    done = _run(["dpkg-source", "--no-check", "-x", descriptions[-1], folder])
    if done.returncode != 0 or not os.path.isfile(f"{folder}/test/speedtest1.c"):
        raise Unavailable(f"{descriptions[-1]} does not unpack to test/speedtest1.c: "
                          f"{done.stdout.strip().splitlines()[-1:]}")
    return folder
