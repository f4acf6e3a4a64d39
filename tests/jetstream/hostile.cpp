// Servers that refuse, fall silent or lie. Each call ends with a clear error.
#include <cstdlib>
#include <fstream>
#include <jetstream/homes.hpp>
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/store/nats/detail/link.hpp>

using namespace contend;
using namespace contend::test;

namespace {

store_error refused(const nats_options& options) {
  const auto connection = nats_connection::connect(options);
  BOOST_REQUIRE(connection.has_error());
  return connection.error();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Keys and certificates as openssl makes them: a CA, a server and a client that it vouches for,
/// and a CA that nobody knows.
class certificates {
 public:
  certificates() {
    authority("ca");
    authority("stranger");
    signed_by_ca("server", "subjectAltName=IP:127.0.0.1");
    signed_by_ca("client", "extendedKeyUsage=clientAuth");
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_.path() / name).string();
  }

 private:
  void authority(const std::string& name) {
    run(
        fmt::format("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={0} "
                    "-keyout {0}.key -out {0}.pem",
                    name));
  }
  void signed_by_ca(const std::string& name, const std::string& extension) {
    run(
        fmt::format("openssl req -newkey rsa:2048 -nodes -subj /CN={0} -keyout {0}.key "
                    "-out {0}.csr",
                    name));
    std::ofstream{folder_.path() / "extension"} << extension;
    run(
        fmt::format("openssl x509 -req -days 2 -in {0}.csr -CA ca.pem -CAkey ca.key "
                    "-CAcreateserial -extfile extension -out {0}.pem",
                    name));
  }
  void run(const std::string& command) {
    const std::string all =
        fmt::format("cd '{}' && {} >/dev/null 2>&1", folder_.path().string(), command);
    BOOST_REQUIRE_MESSAGE(std::system(all.c_str()) == 0, command);
  }

  temporary_folder folder_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile)

BOOST_AUTO_TEST_CASE(no_server_is_said_with_its_url_and_without_its_password) {
  const store_error error = refused({.urls = {"nats://me:secret@127.0.0.1:1"}});
  BOOST_TEST((error.code == store_errc::unavailable));
  BOOST_TEST(has(error.detail, "127.0.0.1:1"), error.detail);
  BOOST_TEST(!has(error.detail, "secret"), error.detail);
}

BOOST_AUTO_TEST_CASE(wrong_credentials_are_told_from_a_missing_server) {
  nats_server server{{.settings = "authorization { user: me, password: right }"}};
  const store_error error =
      refused({.urls = {server.url()}, .login = {.user = "me", .password = "wrong"}});
  BOOST_TEST((error.code == store_errc::permission_denied), error.message());
  BOOST_TEST((refused({.urls = {server.url()}}).code == store_errc::permission_denied));
  nats_options good = quick(server.url());
  good.login = {.user = "me", .password = "right"};
  BOOST_TEST(nats_connection::connect(good).has_value());
}

BOOST_AUTO_TEST_CASE(a_token_logs_in) {
  nats_server server{{.settings = "authorization { token: \"t0ken\" }"}};
  nats_options options = quick(server.url());
  options.login.token = "t0ken";
  BOOST_TEST(nats_connection::connect(options).has_value());
}

BOOST_AUTO_TEST_CASE(an_nkey_logs_in) {
  // A pair made for this test; nobody else has ever used it.
  constexpr const char* key = "UCWT7HQGMO4Q25ENSODH4R7YAR2HNDCM7TEDPLXCABK44YXJPBOLVPSA";
  constexpr const char* seed = "SUAL3TGFINB3LAK37VAWB3FVTG5LSQ7D4QMQ672AXKB6R4EAA6YHA2LXUU";
  temporary_folder folder;
  std::ofstream{folder.path() / "seed"} << seed << '\n';
  nats_server server{
      {.settings = fmt::format("authorization {{ users: [ {{ nkey: {} }} ] }}", key)}};
  nats_options options = quick(server.url());
  options.login.nkey = key;
  options.login.nkey_seed_file = (folder.path() / "seed").string();
  const auto connection = nats_connection::connect(options);
  BOOST_TEST(connection.has_value(), connection.error().message());
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other_are_said) {
  BOOST_TEST(has(refused({.urls = {}}).detail, "no URL"));
  BOOST_TEST(has(refused({.login = {.user = "me", .token = "t"}}).detail, "more than one way"));
  BOOST_TEST(has(refused({.login = {.nkey = "U"}}).detail, "seed file"));
  BOOST_TEST(has(refused({.tls = {.certificate_file = "/x"}}).detail, "key file"));
  BOOST_TEST(has(refused({.tls = {.ca_file = "/nowhere.pem"}}).detail, "/nowhere.pem"));
  constexpr duration day = std::chrono::hours{24};
  nats_options longest = quick(shared_server().url());
  longest.timeout = longest.connect_timeout = day;
  BOOST_TEST(nats_connection::connect(longest).has_value());
  for (const duration timeout : {duration{}, day + duration{1}, duration::max()}) {
    BOOST_TEST(has(refused({.timeout = timeout}).detail, "a day at most"));
    BOOST_TEST(has(refused({.connect_timeout = timeout}).detail, "a day at most"));
  }
}

BOOST_AUTO_TEST_CASE(tls_trusts_its_ca_and_no_other) {
  const certificates made;
  nats_server server{{.settings = fmt::format(
                          "tls {{ cert_file: \"{}\", key_file: \"{}\", ca_file: \"{}\", "
                          "verify: true }}",
                          made.file("server.pem"), made.file("server.key"), made.file("ca.pem"))}};
  nats_options options = quick(server.url());
  options.tls = {.enabled = true,
                 .ca_file = made.file("ca.pem"),
                 .certificate_file = made.file("client.pem"),
                 .key_file = made.file("client.key")};
  const auto connection = nats_connection::connect(options);
  BOOST_REQUIRE_MESSAGE(connection.has_value(), connection.error().message());
  BOOST_TEST(nats_store::open(*connection).value()->save_event(event_at("a", 1)).value() == 1);
  options.tls.ca_file = made.file("stranger.pem");
  const store_error untrusted = refused(options);
  BOOST_TEST((untrusted.code == store_errc::permission_denied), untrusted.message());
  options.tls.ca_file = made.file("ca.pem");
  options.tls.certificate_file.clear();
  options.tls.key_file.clear();
  BOOST_TEST(nats_connection::connect(options).has_error());
}

BOOST_AUTO_TEST_CASE(a_forbidden_subject_is_permission_denied_and_not_a_timeout) {
  nats_server server{{.settings = R"(authorization { users: [
    { user: boss, password: x }
    { user: reader, password: x, permissions: { publish: ["$JS.API.>", "$JS.FC.>"],
                                                subscribe: ["_INBOX.>"] } }
  ] })"}};
  nats_options options = quick(server.url());
  options.timeout = std::chrono::milliseconds{300};
  options.login = {.user = "boss", .password = "x"};
  const auto boss = nats_store::open(nats_connection::connect(options).value()).value();
  boss->save_event(event_at("a", 1)).value();
  options.login.user = "reader";
  const auto reader = nats_store::open(nats_connection::connect(options).value()).value();
  BOOST_TEST(reader->get_events("a").value().size() == 1U);
  const auto denied = reader->save_event(event_at("a", 2));
  BOOST_TEST((denied.error().code == store_errc::permission_denied), denied.error().message());
  BOOST_TEST(has(denied.error().detail, "CONTEND.default.a"), denied.error().detail);
  BOOST_TEST(boss->get_latest_version("a").value() == 1);
}

BOOST_AUTO_TEST_CASE(who_may_use_one_namespace_alone_is_denied_another_and_told_which_subject) {
  nats_server server{{.settings = R"(authorization { users: [
    { user: boss, password: x }
    { user: shop, password: x, permissions: {
        publish: ["CONTEND.shop.>", "CONTEND_SNAPSHOTS.shop.>", "$JS.API.STREAM.>",
                  "$JS.API.DIRECT.GET.CONTEND.CONTEND.shop.>"],
        subscribe: ["_INBOX.>"] } }
  ] })"}};
  nats_options options = quick(server.url());
  options.login = {.user = "boss", .password = "x"};
  nats_store::open(nats_connection::connect(options).value()).value();
  options.login.user = "shop";
  options.timeout = std::chrono::milliseconds{300};
  const auto connection = nats_connection::connect(options).value();
  const auto own = nats_store::open(connection, {.name_space = "shop"}).value();
  BOOST_TEST(own->save_event(event_at("a", 1)).value() == 1);
  BOOST_TEST(own->get_latest_version("a").value() == 1);
  const auto other = nats_store::open(connection, {.name_space = "bank"}).value();
  // Of a long subject nats.c does not keep the end of the refusal.
  for (const std::string& actor : {std::string{"a"}, std::string(300, 'a')}) {
    const auto denied = other->get_latest_version(actor);
    BOOST_REQUIRE(denied.has_error());
    BOOST_TEST((denied.error().code == store_errc::permission_denied), denied.error().message());
    BOOST_TEST(has(denied.error().detail, "\"$JS.API.DIRECT.GET.CONTEND.CONTEND.bank.a"),
               denied.error().detail);
  }
}

BOOST_AUTO_TEST_CASE(a_server_without_jetstream_is_said) {
  // The last of two settings of one name counts.
  nats_server server{{.settings = "jetstream: disabled"}};
  const auto store = nats_store::open(nats_connection::connect(quick(server.url())).value());
  BOOST_REQUIRE(store.has_error());
  BOOST_TEST((store.error().code == store_errc::unavailable), store.error().message());
}

BOOST_AUTO_TEST_CASE(while_a_server_is_away_every_call_fails_at_once_and_then_all_works) {
  nats_server server;
  const auto connection = nats_connection::connect(quick(server.url())).value();
  const auto store = nats_store::open(connection).value();
  store->save_event(event_at("a", 1)).value();
  server.kill();
  const auto away = store->save_event(event_at("a", 2));
  BOOST_TEST(away.has_error());
  BOOST_TEST(store->get_events("a").has_error());
  BOOST_TEST(store->get_latest_version("a").has_error());
  server.start();
  // The connection comes back by itself; until then calls fail without harm.
  result<version> stored{away.error()};
  while (!(stored = store->save_event(event_at("a", 2))))
    BOOST_REQUIRE((stored.error().code == store_errc::unavailable ||
                   stored.error().code == store_errc::unanswered));
  BOOST_TEST(connection->reconnects() >= 1U);
  BOOST_TEST(store->get_events("a").value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_frozen_server_makes_an_append_unanswered_and_repeating_it_settles_it) {
  nats_server server;
  nats_options options = quick(server.url());
  options.timeout = std::chrono::milliseconds{200};
  const auto store = nats_store::open(nats_connection::connect(options).value()).value();
  store->save_event(event_at("a", 1)).value();
  const event_ptr mine[] = {event_at("a", 2)};
  server.freeze();
  const auto silent = store->append("a", expected_version::exact(1), mine);
  BOOST_REQUIRE(silent.has_error());
  BOOST_TEST((silent.error().code == store_errc::unanswered), silent.error().message());
  BOOST_TEST((store->get_events("a").error().code == store_errc::unavailable));
  server.thaw();
  result<version> settled{silent.error()};
  while (!(settled = store->append("a", expected_version::exact(1), mine)))
    BOOST_REQUIRE(!settled.error().is_conflict());
  BOOST_TEST(*settled == 2);
  BOOST_TEST(store->get_events("a").value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_closed_connection_ends_every_call) {
  const auto connection = nats_connection::connect(quick(shared_server().url())).value();
  const auto store =
      nats_store::open(connection, {.stream = fresh_stream(), .storage = nats_storage::memory})
          .value();
  connection->close();
  connection->close();
  BOOST_TEST(store->save_event(event_at("a", 1)).has_error());
  BOOST_TEST((store->get_events("a").error().code == store_errc::closed),
             store->get_events("a").error().message());
}

BOOST_AUTO_TEST_SUITE_END()
