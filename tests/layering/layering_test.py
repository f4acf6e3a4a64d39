"""Shows that the layering test can fail: each test plants one file that crosses one line of the
house in a temporary folder, and expects the finding at its place and no other.
"""

import tempfile
import unittest
from pathlib import Path

import layering


class LayeringTest(unittest.TestCase):
    def findings(self, path, text, readme="What lives here."):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / path).parent.mkdir(parents=True)
            (root / path).write_text(text)
            (root / path.split("/")[0] / "README.md").write_text(readme)
            return list(layering.findings(root))

    def one(self, path, text, line, message):
        found = self.findings(path, text)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found[0])
        self.assertIn(message, found[0])

    def test_a_well_kept_file_has_no_finding(self):
        text = "// A.\n#pragma once\n#include <tuple>\n#include <contend/policies/time.hpp>\n"
        self.assertEqual(self.findings("policies/a.hpp", text), [])

    def test_a_room_below_may_not_know_one_above(self):
        self.one("policies/a.cpp", "// A.\n#include <contend/store/event.hpp>\n", 2, "know store")
        self.one("measure/a.cpp", "// A.\n#include <contend/sim/model.hpp>\n", 2, "know sim")
        self.one("reports/a.cpp", "// A.\n#include <contend/sim/model.hpp>\n", 2, "know sim")

    def test_policies_do_not_know_their_own_configuration(self):
        text = "// A.\n#include <contend/policies/config/policy.hpp>\n"
        self.one("policies/a.cpp", text, 2, "policies/config")
        self.assertEqual(self.findings("policies/config/a.cpp", text), [])

    def test_policies_use_the_standard_library_only(self):
        self.one("policies/a.cpp", "// A.\n#include <fmt/format.h>\n", 2, "<fmt/format.h>")
        self.one("policies/a.cpp", "// A.\n#include <unistd.h>\n", 2, "<unistd.h>")

    def test_only_store_nats_includes_nats(self):
        self.one("store/a.cpp", "// A.\n#include <nats.h>\n", 2, "<nats.h>")
        self.one("tests/a.cpp", "// A.\n#include <nats/nats.h>\n", 2, "<nats/nats.h>")
        self.assertEqual(self.findings("store/nats/a.cpp", "// A.\n#include <nats.h>\n"), [])

    def test_only_store_sqlite_includes_sqlite(self):
        self.one("store/a.cpp", "// A.\n#include <sqlite3.h>\n", 2, "<sqlite3.h>")
        self.one("tests/a.cpp", "// A.\n#include <sqlite3.h>\n", 2, "<sqlite3.h>")
        self.one("cli/a.cpp", "// A.\n#include <sqlite3.h>\n", 2, "<sqlite3.h>")
        self.assertEqual(self.findings("store/sqlite/a.cpp", "// A.\n#include <sqlite3.h>\n"), [])
        text = "// A.\n#include <contend/store/sqlite/sqlite_store.hpp>\n"
        self.one("store/a.cpp", text, 2, "store/sqlite")

    def test_the_simulator_never_touches_asio(self):
        self.one("sim/a.cpp", "// A.\n#include <boost/asio/post.hpp>\n", 2, "Asio")

    def test_policies_have_no_clock_no_thread_no_output_no_randomness(self):
        self.one("policies/a.cpp", "// A.\nauto t = steady_clock::now();\n", 2, "clock")
        self.one("policies/a.cpp", "// A.\n#include <mutex>\n", 2, "thread")
        self.one("policies/a.cpp", "// A.\n#include <iostream>\n", 2, "I/O")
        self.one("policies/a.cpp", "// A.\nstd::random_device device;\n", 2, "randomness")

    def test_only_drivers_meet_the_real_clock_and_entropy(self):
        text = "// A.\nauto t = std::chrono::system_clock::now();\nstd::random_device d;\n"
        self.assertEqual(len(self.findings("store/a.cpp", text)), 2)
        self.assertEqual(self.findings("store/drivers/a.cpp", text), [])
        include = "// A.\n#include <contend/store/drivers/blocking.hpp>\n"
        self.one("sim/a.cpp", include, 2, "drivers")

    def test_guards_may_lock_and_backoffs_may_not(self):
        text = "// A.\n#include <mutex>\n"
        self.one("policies/backoffs/a.cpp", text, 2, "no lock")
        self.assertEqual(self.findings("policies/guards/a.cpp", text), [])

    def test_distributions_of_the_standard_library_are_found(self):
        self.one("sim/a.cpp", "// A.\nstd::normal_distribution<> d;\n", 2, "differ")

    def test_tests_that_sleep_are_found(self):
        self.one("tests/a.cpp", "// A.\nstd::this_thread::sleep_for(1s);\n", 2, "sleeps")

    def test_comments_and_texts_are_not_code(self):
        text = '// steady_clock::now\n/* rand() */ auto s = "random_device"; auto n = 1\'000;\n'
        self.assertEqual(self.findings("policies/a.cpp", text), [])

    def test_headers_in_quotes_are_found(self):
        self.one("store/a.cpp", '// A.\n#include "event.hpp"\n', 2, "<contend/ROOM/")

    def test_long_lines_files_and_functions_are_found(self):
        self.one("store/a.cpp", "// A.\n" + "x" * 101 + "\n", 2, "101 columns")
        self.one("store/a.cpp", "// A.\n" + ";\n" * 400, 401, "401 lines")
        body = "  work();\n" * 69
        self.one("store/a.cpp", "// A.\nvoid f() {\n" + body + "}\n", 2, "71 lines")
        self.one("store/a.cpp", "// A.\nauto f = [](int x) {\n" + body + "};\n", 2, "71 lines")

    def test_a_long_class_or_namespace_is_not_a_long_function(self):
        for head in ("namespace a", "class a : public b<c()>", "template <class T> struct a"):
            text = "// A.\n#include <a>\n" + head + " {\n" + "  void f();\n" * 80 + "};\n"
            self.assertEqual(self.findings("store/a.cpp", text), [], head)

    def test_a_file_without_its_opening_is_found(self):
        self.one("store/a.hpp", "#pragma once\n", 1, "open by saying")
        self.one("tests/a.cpp", "int x;\n", 1, "open by saying")
        self.one("store/a.hpp", "// A.\nint x;\n", 1, "#pragma once")

    def test_a_room_without_a_word_is_found(self):
        found = self.findings("store/a.cpp", "// A.\n", readme="")
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith("store/README.md:1: "))


if __name__ == "__main__":
    unittest.main()
