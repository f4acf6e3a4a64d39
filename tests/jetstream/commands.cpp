// `contend verify` and `contend doctor --store`, run as processes on real servers: what they print
// and how they end.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <jetstream/planted.hpp>
#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>

using namespace contend;
using namespace contend::test;

namespace {

struct ended {
  int code = -1;
  std::string said{};
};

/// Runs the executable that was built beside this one.
ended contend_says(const std::string& arguments) {
  const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "contend";
  BOOST_REQUIRE_MESSAGE(std::filesystem::exists(beside), "contend is not built");
  FILE* const from = ::popen(fmt::format("'{}' {} 2>&1", beside.string(), arguments).c_str(), "r");
  BOOST_REQUIRE(from != nullptr);
  ended one;
  std::array<char, 4096> buffer{};
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), from)) > 0;)
    one.said.append(buffer.data(), n);
  const int status = ::pclose(from);
  one.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return one;
}

std::string verify_arguments(const planted& log, const std::string& more = {}) {
  return fmt::format("verify --store {} --stream {} {}", shared_server().url(), log.home.stream,
                     more);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_on_servers)

BOOST_AUTO_TEST_CASE(verify_prints_an_aligned_table_and_one_sentence) {
  const planted log;
  const ended f = contend_says(verify_arguments(log));
  BOOST_TEST(f.code == 0);
  const std::string version = nats_connection::connect(quick(shared_server().url()))
                                  .value()
                                  ->server()
                                  .value()
                                  .version.text();
  BOOST_TEST(f.said == fmt::format("{} through {} (nats-server {})\n"
                                   "\n"
                                   "  messages                       1  up to sequence 1\n"
                                   "  events                         3\n"
                                   "  actors                         1  in 1 namespace\n"
                                   "  snapshots                      0\n"
                                   "\n"
                                   "whole: nothing is lost, doubled or out of order in 1 message\n",
                                   log.home.stream, shared_server().url(), version));
}

BOOST_AUTO_TEST_CASE(verify_ends_with_5_and_says_what_and_where) {
  const planted log;
  log.message("a", "4", 7, planted::text("a", 4, "e2"));
  const ended f = contend_says(verify_arguments(log));
  BOOST_TEST(f.code == 5);
  for (const char* part :
       {"broken chain                   1\n", "id twice                       1\n",
        ".default.a, version 4\n", "found: it says that it follows sequence 7",
        "right: \"after 1\" in its first line\n", "NOT WHOLE: 2 violations in 2 messages\n"})
    BOOST_TEST(has(f.said, part), f.said);
}

BOOST_AUTO_TEST_CASE(verify_prints_json) {
  const planted log;
  log.home.publish(log.subject("a"), {}, "garbage \xFF");
  const ended f = contend_says(verify_arguments(log, "--format json"));
  BOOST_TEST(f.code == 5);
  const auto found = nlohmann::json::parse(f.said);
  BOOST_TEST(found["whole"] == false);
  BOOST_TEST(found["messages"] == 2);
  BOOST_TEST(found["violations"]["foreign_message"] == 1);
  BOOST_TEST(found["remarks"]["head_cut"] == 0);
  BOOST_TEST(found["findings"][0]["sequence"] == 2);
  BOOST_TEST(found["nodes"][0]["digest"].get<std::string>().size() == 32U);
}

BOOST_AUTO_TEST_CASE(verify_holds_the_log_against_a_file) {
  const planted log;
  temporary_folder here;
  const std::string path = (here.path() / "told.jsonl").string();
  std::ofstream{path}
      << R"({"actor": "a", "version": 1, "id": "e1", "invoked": 1, "acknowledged": 5})"
      << "\n\n"
      << R"({"namespace": "default", "actor": "a", "version": 3, "id": "e3"})";
  const ended good = contend_says(verify_arguments(log, "--acknowledged " + path));
  BOOST_TEST(good.code == 0);
  BOOST_TEST(has(good.said, "acknowledged                   2\n"), good.said);
  std::ofstream{path, std::ios::app} << "\n"
                                     << R"({"actor": "a", "version": 4, "id": "e4"})";
  const ended lost = contend_says(verify_arguments(log, "--acknowledged " + path));
  BOOST_TEST(lost.code == 5);
  BOOST_TEST(has(lost.said, "acknowledged lost              1\n    a of default, version 4\n"),
             lost.said);
}

BOOST_AUTO_TEST_CASE(verify_compares_nodes_and_sees_one_namespace) {
  const planted log;
  const std::string url = shared_server().url();
  const ended f = contend_says(
      fmt::format("verify --store {},{} --stream {} --namespace shop", url, url, log.home.stream));
  BOOST_TEST(f.code == 0);
  BOOST_TEST(has(f.said, "nodes                          2  give the same messages"), f.said);
  BOOST_TEST(has(f.said, "in 0 messages"), f.said);
}

BOOST_AUTO_TEST_CASE(a_missing_stream_is_said_plainly_and_never_made) {
  const std::string at = "--store " + shared_server().url() + " --stream NEVER-MADE";
  const ended verified = contend_says("verify " + at);
  BOOST_TEST(verified.code == 4);
  BOOST_TEST(has(verified.said, ": there is no stream NEVER-MADE\n"), verified.said);
  for (int i = 0; i < 2; ++i) {
    const ended looked = contend_says("doctor " + at);
    BOOST_TEST(looked.code == 0);
    BOOST_TEST(has(looked.said, "note    stream        there is no stream NEVER-MADE"),
               looked.said);
  }
}

BOOST_AUTO_TEST_CASE(doctor_says_what_a_store_keeps_of_its_promises) {
  nats_server server;
  const auto connection = nats_connection::connect(quick(server.url())).value();
  nats_store::open(connection).value()->save_event(event_at("a", 1)).value();
  const ended f = contend_says("doctor --store " + server.url());
  BOOST_TEST(f.code == 0);
  for (const char* part :
       {"ok      server        nats-server ", "ok      round trip    median ",
        "ok      jetstream     on\n", "ok      stream        CONTEND: 1 messages, ",
        "ok      promises      deleting, purging", "ok      check         one copy",
        "note    one node      ", "note    power failure ",
        "note    retention     events older than 365 days are gone",
        "ok      duplicates    the server knows the ids of the last 2 minutes"})
    BOOST_TEST(has(f.said, part), f.said);
  BOOST_TEST(!has(f.said, "FAILED"));
}

BOOST_AUTO_TEST_CASE(doctor_fails_for_a_stream_that_a_store_refuses) {
  const planted log;
  jsCtx* const js = log.home.connection->link().jetstream();
  jsStreamInfo* info = nullptr;
  BOOST_REQUIRE(js_GetStreamInfo(&info, js, log.home.stream.c_str(), nullptr, nullptr) == NATS_OK);
  const nats::stream_info_ptr owner{info};
  info->Config->MaxMsgs = 10;
  info->Config->Discard = js_DiscardOld;
  BOOST_REQUIRE(js_UpdateStream(nullptr, js, info->Config, nullptr, nullptr) == NATS_OK);
  const ended f = contend_says(
      fmt::format("doctor --store {} --stream {}", shared_server().url(), log.home.stream));
  BOOST_TEST(f.code == 1);
  BOOST_TEST(has(f.said, "FAILED  promises      a store refuses it: the discard policy"), f.said);
  BOOST_TEST(has(f.said, "note    storage       memory: "), f.said);
}

BOOST_AUTO_TEST_CASE(doctor_says_that_jetstream_is_off) {
  nats_server server{{.settings = "jetstream: disabled"}};
  const ended f = contend_says("doctor --store " + server.url());
  BOOST_TEST(f.code == 1);
  BOOST_TEST(has(f.said, "FAILED  jetstream     off"), f.said);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_gone_or_silent_ends_both_with_4) {
  nats_server server;
  server.freeze();
  for (const std::string command : {"verify", "doctor"}) {
    const ended f = contend_says(command + " --store " + server.url());
    BOOST_TEST(f.code == 4);
    BOOST_TEST(has(f.said, "connecting to nats://127.0.0.1:"), f.said);
  }
}

BOOST_AUTO_TEST_SUITE_END()
