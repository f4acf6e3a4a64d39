// The commands that talk to a store, where there is none; on servers: tests/jetstream/commands.cpp.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>

using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;

namespace {

const std::string nowhere = "nats://me:secret@127.0.0.1:1";

/// Whether the build has libnats; one without says so.
bool talks_to_stores() {
  const finished f = call_contend({"verify", "--store", nowhere});
  const bool absent = contains(f.err, "without libnats");
  if (absent) BOOST_TEST(f.code == 4);
  return !absent;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stores)

BOOST_AUTO_TEST_CASE(a_store_that_cannot_be_reached_is_said_without_its_password) {
  const bool talks = talks_to_stores();
  for (const std::string command : {"verify", "doctor"}) {
    const finished f = call_contend({command, "--store", nowhere});
    BOOST_TEST(f.code == 4);
    BOOST_TEST(f.out == "");
    BOOST_TEST(!contains(f.err, "secret"));
    BOOST_TEST((!talks || contains(f.err, "@127.0.0.1:1")), f.err);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_store_is_wrong_usage) {
  const finished none = call_contend({"verify"});
  BOOST_TEST(none.code == 2);
  BOOST_TEST(contains(none.err, "say which store: --store nats://127.0.0.1:4222"));
  for (const std::string command : {"verify", "doctor"})
    for (const std::string store : {"", "memory", "nats://", "nats://a,", "nats://a,,nats://b"}) {
      const finished f = call_contend({command, "--store", store});
      BOOST_TEST_CONTEXT(command << " " << store << ": " << f.err) {
        BOOST_TEST(f.code == (store == "nats://a," ? 4 : 2));
        BOOST_TEST(f.out == "");
      }
    }
}

BOOST_AUTO_TEST_CASE(every_mistake_of_a_list_of_acknowledged_events_is_told_with_its_line) {
  if (!talks_to_stores()) return;
  const folder here;
  here.write(
      "told.jsonl",
      "{\"actor\": \"a\", \"version\": 1, \"id\": \"x\"}\n"
      "{\"actor\": \"a\"\n"
      "\n"
      "{\"actor\": \"a\", \"id\": \"x\"}\n"
      "{\"actor\": \"a\", \"version\": \"1\", \"id\": \"x\"}\n"
      "{\"actor\": \"a\", \"version\": 0, \"id\": \"x\"}\n"
      "{\"actr\": \"a\", \"version\": 1, \"id\": \"x\"}\n"
      "{\"actor\": \"a\", \"version\": 1, \"id\": \"x\", \"invoked\": 2, \"acknowledged\": 1}\n"
      "{\"actor\": \"a\", \"version\": 1, \"id\": 7}\n");
  const finished f = call_contend({"verify", "--store", nowhere, "--acknowledged", "told.jsonl"},
                                  {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  for (const char* part : {"told.jsonl:2: error: a JSON object is wanted",
                           "told.jsonl:4: error: \"version\" is missing",
                           "told.jsonl:5: error: \"version\" must be a whole number",
                           "told.jsonl:6: error: \"version\" must be at least 1",
                           "told.jsonl:7: error: unknown member \"actr\"; did you mean \"actor\"?",
                           "told.jsonl:8: error: \"acknowledged\" must not be before \"invoked\"",
                           "told.jsonl:9: error: \"id\" must be a text"})
    BOOST_TEST(contains(f.err, part), f.err);
  BOOST_TEST(!contains(f.err, ":1: "));
  BOOST_TEST(!contains(f.err, ":3: "));
  BOOST_TEST(call_contend({"verify", "--store", nowhere, "--acknowledged", "gone"}).code == 3);
}

BOOST_AUTO_TEST_CASE(help_completion_and_the_manual_know_it) {
  BOOST_TEST(contains(call_contend({"verify", "--help"}).out, "--acknowledged FILE"));
  BOOST_TEST(contains(call_contend({"doctor", "--help"}).out, "--stream NAME"));
  BOOST_TEST(contains(call_contend({"man"}).out, "contend verify"));
  for (const std::string shell : {"bash", "zsh", "fish"})
    BOOST_TEST(contains(call_contend({"completion", shell}).out, "acknowledged"), shell);
}

BOOST_AUTO_TEST_SUITE_END()
