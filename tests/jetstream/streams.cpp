// Streams are created as they must be, or checked; what cannot be safe is refused.
#include <jetstream/homes.hpp>
#include <jetstream/openers.hpp>
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>

#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/server_info.hpp>

using namespace contend;
using namespace contend::test;

namespace {

std::shared_ptr<nats_connection> connected() {
  return nats_connection::connect(quick(shared_server().url())).value();
}

/// Makes a stream past the store. Its subjects are those that a store would give it.
void make_stream(nats_connection& on, const std::string& name, auto change) {
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  const std::string subject = name + ".>";
  const char* subjects[] = {subject.c_str()};
  config.Name = name.c_str();
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.Storage = js_MemoryStorage;
  change(config);
  BOOST_REQUIRE(js_AddStream(nullptr, on.link().jetstream(), &config, nullptr, nullptr) == NATS_OK);
}

std::string why_not(nats_stream_options options) {
  options.storage = nats_storage::memory;
  const auto opened = nats_store::open(connected(), options);
  BOOST_REQUIRE(opened.has_error());
  BOOST_TEST((opened.error().code == store_errc::damaged));
  return opened.error().detail;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(a_stream_is_created_append_only_and_found_again) {
  const auto connection = connected();
  const std::string name = fresh_stream();
  const nats_stream_options options{.stream = name, .storage = nats_storage::memory};
  nats_store::open(connection, options).value()->save_event(event_at("a", 1)).value();
  jsCtx* const js = connection->link().jetstream();
  jsStreamInfo* info = nullptr;
  BOOST_REQUIRE(js_GetStreamInfo(&info, js, name.c_str(), nullptr, nullptr) == NATS_OK);
  const nats::stream_info_ptr owner{info};
  BOOST_TEST(info->Config->DenyDelete);
  BOOST_TEST(info->Config->DenyPurge);
  BOOST_TEST((info->Config->Discard == js_DiscardNew));
  BOOST_TEST(info->Config->MaxAge ==
             std::chrono::nanoseconds{std::chrono::hours{24 * 365}}.count());
  // The server itself refuses to forget.
  BOOST_TEST(js_DeleteMsg(js, name.c_str(), 1, nullptr, nullptr) != NATS_OK);
  BOOST_TEST(js_PurgeStream(js, name.c_str(), nullptr, nullptr) != NATS_OK);
  const auto again = nats_store::open(connected(), options).value();
  BOOST_TEST(again->get_latest_version("a").value() == 1);
}

BOOST_AUTO_TEST_CASE(a_stream_that_forgets_or_answers_nobody_is_refused_with_every_difference) {
  const std::string name = fresh_stream();
  make_stream(*connected(), name, [](jsStreamConfig& c) {
    c.Discard = js_DiscardOld;
    c.MaxMsgs = 10;
    c.Retention = js_WorkQueuePolicy;
  });
  const std::string why = why_not({.stream = name, .update = true});
  BOOST_TEST(has(why, "the discard policy"), why);
  BOOST_TEST(has(why, "the number of messages kept is 10"), why);
  BOOST_TEST(has(why, "the retention policy"), why);
  BOOST_TEST(has(why, "denying deletion is off"), why);
}

BOOST_AUTO_TEST_CASE(a_stream_of_other_subjects_is_refused) {
  const std::string name = fresh_stream();
  const std::string other = name + "x.>";
  const char* subjects[] = {other.c_str()};
  make_stream(*connected(), name, [&](jsStreamConfig& c) { c.Subjects = subjects; });
  BOOST_TEST(has(why_not({.stream = name}), "its subjects are " + other));
}

BOOST_AUTO_TEST_CASE(what_may_differ_is_an_error_or_updated_as_asked) {
  const std::string name = fresh_stream();
  const auto connection = connected();
  nats_stream_options options{.stream = name, .storage = nats_storage::memory};
  nats_store::open(connection, options).value();
  options.max_age = std::chrono::hours{24};
  const std::string why = why_not(options);
  BOOST_TEST(has(why, "max_age"), why);
  BOOST_TEST(has(why, "update would change it"), why);
  options.update = true;
  nats_store::open(connection, options).value();
  options.update = false;
  BOOST_TEST(nats_store::open(connection, options).has_value());
}

BOOST_AUTO_TEST_CASE(all_that_open_at_once_what_is_not_there_yet_open_it_and_append) {
  const std::vector<nats_options> openers(6, quick(shared_server().url()));
  BOOST_TEST(open_together(openers, {}, 100) == "");
}

BOOST_AUTO_TEST_CASE(a_missing_stream_is_an_error_where_it_is_not_to_be_created) {
  const std::string name = fresh_stream();
  BOOST_TEST(has(why_not({.stream = name, .create = false}), "there is no stream " + name));
}

BOOST_AUTO_TEST_CASE(options_that_cannot_be_are_refused) {
  BOOST_TEST(has(why_not({.stream = "a.b"}), "1 to 64 letters"));
  BOOST_TEST(has(why_not({.stream = ""}), "1 to 64 letters"));
  BOOST_TEST(has(why_not({.stream = "S", .name_space = std::string(65, 'n')}), "at most 64"));
  BOOST_TEST(has(why_not({.stream = "S", .replicas = 6}), "1 to 5"));
  BOOST_TEST(has(why_not({.stream = "S", .max_age = -std::chrono::seconds{1}}), "max_age"));
}

BOOST_AUTO_TEST_CASE(replicas_are_refused_on_a_server_that_does_not_keep_the_check_with_them) {
  const auto connection = connected();
  const auto facts = connection->server().value();
  BOOST_TEST(facts.jetstream);
  BOOST_TEST(facts.version.known());
  if (facts.version >= nats_version{2, 9, 21}) return;  // Debian 12's is older
  const std::string why = why_not({.stream = fresh_stream(), .replicas = 3});
  BOOST_TEST(has(why, "2.9.21 or later"), why);
  BOOST_TEST(has(why, facts.version.text()), why);
}

BOOST_AUTO_TEST_CASE(a_full_stream_refuses_and_forgets_nothing) {
  const auto connection = connected();
  const auto store = nats_store::open(connection, {.stream = fresh_stream(),
                                                   .storage = nats_storage::memory,
                                                   .max_bytes = 4'096})
                         .value();
  version v = 0;
  result<version> last{version{0}};
  while (v < 1'000 && (last = store->save_event(event_at("a", v + 1)))) ++v;
  BOOST_REQUIRE(last.has_error());
  BOOST_TEST((last.error().code == store_errc::unavailable), last.error().message());
  BOOST_TEST(has(last.error().detail, "maximum bytes"), last.error().detail);
  BOOST_TEST(v > 3);
  BOOST_TEST(store->get_events("a").value().size() == static_cast<std::size_t>(v));
}

BOOST_AUTO_TEST_CASE(versions_of_servers_are_compared_by_their_numbers) {
  BOOST_TEST((nats_version::parse("2.10.27") > nats_version::parse("2.9.30")));
  BOOST_TEST((nats_version::parse("2.12.0-beta.1") == nats_version{2, 12, 0}));
  for (const char* none : {"", "two", "2", "2.", "2.x.1"})
    BOOST_TEST(!nats_version::parse(none).known());
  BOOST_TEST(nats::parse_server_info("INFO {\"version\":\"2.9.10\",\"max_payload\":7}\r")
                 .value()
                 .max_payload == 7U);
  for (const char* bad : {"", "HTTP/1.1 400", "INFO ", "INFO []", "INFO {"})
    BOOST_TEST(nats::parse_server_info(bad).has_error());
}

BOOST_AUTO_TEST_SUITE_END()
