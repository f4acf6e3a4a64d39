"""The lines that the house draws: which room may know which, and how large things may get."""

from dataclasses import dataclass

MOST_COLUMNS = 100
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 70

EVERY_LIBRARY = frozenset({"boost", "fmt", "nlohmann", "CLI", "benchmark", "system"})

# Headers of which only one leaf of the house knows, and the names of their libraries.
LEAVES = {"nats.h": "nats", "sqlite3.h": "sqlite"}


@dataclass(frozen=True)
class Room:
    knows: frozenset  # The rooms whose headers it may include; its own is always among them.
    libraries: frozenset  # Beside the standard library; "system" is whatever else the machine has.
    banned: tuple = ()  # (regular expression, why not) for its text, comments and strings left out.


READS_A_CLOCK = (
    r"\b(?:steady|system|high_resolution)_clock\s*::\s*now\b|\b(?:clock_gettime|gettimeofday)\b",
    "reads a clock: time comes in as an argument",
)
HIDDEN_RANDOMNESS = (
    r"\brandom_device\b|\bs?rand\s*\(|\bmt19937|<random>",
    "draws randomness of its own: it comes in as an argument",
)
LIBRARY_DISTRIBUTION = (
    r"\bstd\s*::\s*\w+_distribution\b|\bstd\s*::\s*shuffle\b",
    "its results differ between standard libraries: use random_source or Boost.Random",
)
SLEEPS = (r"\bsleep_(?:for|until)\b|\bu?sleep\s*\(", "sleeps: wait for the condition instead")
THREADS = (
    r"<(?:thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token)>",
    "has no thread and takes no lock",
)
INPUT_OUTPUT = (
    r"<(?:iostream|istream|ostream|fstream|syncstream|cstdio|filesystem|ctime)>",
    "does no I/O and reads no clock",
)
ASIO = (r"<boost/asio", "never touches Asio: its time is virtual")


def room(knows, libraries=(), banned=()):
    return Room(frozenset(knows.split()), frozenset(libraries), tuple(banned))


# What is built of files that nobody installs: its own helpers are included in quotes.
SHARES_HELPERS = frozenset({"tests", "bench"})

PURE = (READS_A_CLOCK, HIDDEN_RANDOMNESS, LIBRARY_DISTRIBUTION, SLEEPS, INPUT_OUTPUT)

# A file belongs to the longest path here that it lies below.
ROOMS = {
    "policies": room("policies policies/guards", banned=(*PURE, THREADS)),
    # Shared between threads, so they may lock; not on the way of an admitted attempt (guard.hpp).
    "policies/guards": room("policies", banned=PURE),
    "policies/config": room(
        "policies policies/guards", ("nlohmann", "fmt"), (READS_A_CLOCK, HIDDEN_RANDOMNESS)
    ),
    "store": room(
        "policies store/drivers", ("boost", "fmt", "nlohmann"), (READS_A_CLOCK, HIDDEN_RANDOMNESS)
    ),
    # Where an operation meets the real world: its clock, its entropy.
    "store/drivers": room("policies store", ("boost", "fmt", "nlohmann")),
    "store/sqlite": room("policies store", ("boost", "fmt", "nlohmann", "sqlite")),
    "store/nats": room("policies store store/drivers", ("boost", "fmt", "nlohmann", "nats")),
    "measure": room(
        "policies policies/guards", ("boost", "fmt", "nlohmann"), (READS_A_CLOCK, LIBRARY_DISTRIBUTION)
    ),
    "sim": room(
        "policies policies/guards store measure",
        ("boost", "fmt"),
        (READS_A_CLOCK, HIDDEN_RANDOMNESS, LIBRARY_DISTRIBUTION, SLEEPS, ASIO),
    ),
    "scenarios": room(
        "policies policies/guards policies/config store measure sim",
        ("boost", "fmt", "nlohmann"),
        (READS_A_CLOCK, LIBRARY_DISTRIBUTION),
    ),
    # "system" for write.cpp, which has files reach the disk before they take their names.
    "reports": room("measure", ("boost", "fmt", "nlohmann", "system"), (READS_A_CLOCK,)),
}
# Those on top of the house may know every room below.
for top in ("cli", "bench", "examples", "tests"):
    ROOMS[top] = room(" ".join([*ROOMS]) + " " + top, EVERY_LIBRARY)
ROOMS["tests"] = room(" ".join([*ROOMS]), EVERY_LIBRARY, (SLEEPS,))
# They stand beside SQLite and NATS themselves: to measure against them, and to damage what they keep.
for place, leaves in (
    ("bench", {"sqlite", "nats"}),
    ("tests/conformance/embedded", {"sqlite"}),
    ("tests/jetstream", {"nats"}),
):
    like = ROOMS[place.split("/")[0]]
    ROOMS[place] = Room(like.knows | {place.split("/")[0]}, like.libraries | leaves, like.banned)
