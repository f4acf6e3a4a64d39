// A log that is whole has nothing found in it, and each thing that can be wrong is found.
#include <jetstream/planted.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>

using namespace contend;
using namespace contend::test;

BOOST_AUTO_TEST_SUITE(verifying)

BOOST_AUTO_TEST_CASE(a_log_of_thousands_in_several_namespaces_is_whole) {
  nats_home home;
  constexpr int actors = 100;
  constexpr int appends = 20;
  std::vector<acknowledged_event> all;
  std::int64_t clock = 0;
  for (const std::string name_space : {"default", "shop", "odd name.*"}) {
    const auto store = home.open(name_space);
    for (int i = 0; i < actors; ++i) {
      const std::string actor = fmt::format("actor {}", i);
      version at = 0;
      for (int n = 0; n < appends; ++n) {
        const auto events = n % 4 == 3 ? events_at(actor, {at + 1, at + 2, at + 3})
                                       : events_at(actor, {at + (n % 5 == 4 ? 7 : 1)});
        const std::int64_t invoked = clock++;
        at = store->append(actor, expected_version::exact(at), events).value();
        for (const event_ptr& e : events)
          all.push_back({name_space, actor, e->version, e->id, invoked, clock});
        ++clock;
        if (n % 6 == 5)
          store->save_snapshot({.actor_id = actor, .version = at, .state = n}).value();
      }
    }
  }
  verify_options options{.stream = home.stream, .acknowledged = all};
  const std::string url = shared_server().url();
  nats_options twice = quick(url);
  twice.urls = {url, url};
  const log_report found = verify_log(twice, options).value();
  BOOST_TEST(found.whole());
  BOOST_TEST(found.findings.empty());
  BOOST_TEST(found.messages == 3U * actors * appends);
  BOOST_TEST(found.events == all.size());
  BOOST_TEST(found.acknowledged == all.size());
  BOOST_TEST(found.actors == 3U * actors);
  BOOST_TEST(found.name_spaces == 3U);
  BOOST_TEST(found.snapshots == 3U * actors * 3);
  BOOST_REQUIRE(found.nodes.size() == 2U);
  BOOST_TEST(found.nodes[0].digest == found.nodes[1].digest);
  BOOST_TEST(found.nodes[1].messages == found.messages);
  BOOST_TEST(found.last_sequence == found.messages);
  options.name_space = "odd name.*";
  const log_report one = verify_log(quick(url), options).value();
  BOOST_TEST(one.whole());
  BOOST_TEST(one.messages == std::size_t{actors} * appends);
  BOOST_TEST(one.acknowledged == all.size() / 3);
  BOOST_TEST(one.name_spaces == 1U);
}

BOOST_AUTO_TEST_CASE(an_empty_log_is_whole) {
  nats_home home;
  home.open("default");
  const log_report found =
      verify_log(quick(shared_server().url()), {.stream = home.stream}).value();
  BOOST_TEST(found.whole());
  BOOST_TEST(found.messages == 0U);
}

BOOST_AUTO_TEST_CASE(what_no_store_wrote_is_found) {
  const planted log;
  log.home.publish(log.subject("a"), {}, "garbage");
  const log_finding f = log.only(log_fault::foreign_message);
  BOOST_TEST(f.sequence == 2U);
  BOOST_TEST(f.subject == log.subject("a"));
  // The chain goes on behind it, as it does for the store.
  log.store->save_event(event_at("a", 4)).value();
  static_cast<void>(log.only(log_fault::foreign_message));
}

BOOST_AUTO_TEST_CASE(a_subject_of_no_actor_is_found) {
  const planted log;
  log.home.publish(log.home.stream + ".default.a.b", {}, "{}");
  BOOST_TEST(has(log.only(log_fault::foreign_message).right, ".NAMESPACE.ACTOR"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_event_are_found) {
  const planted log;
  log.message("a", "4", 1, "{\"id\":");
  const log_finding f = log.only(log_fault::malformed_event);
  BOOST_TEST(f.version == 4);
  BOOST_TEST(f.actor == "a");
}

BOOST_AUTO_TEST_CASE(an_event_that_disagrees_with_its_message_is_found) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"4", planted::text("b", 4, "x")},
      {"4", planted::text("a", 5, "x")},
      {"4-6", planted::text("a", 4, "x") + '\n' + planted::text("a", 5, "y")},
      {"4-6", planted::text("a", 4, "x") + '\n' + planted::text("a", 4, "y")},
      {"4-6", planted::text("a", 3, "x") + '\n' + planted::text("a", 6, "y")},
      {"4-7", planted::text("a", 4, "w") + '\n' + planted::text("a", 6, "x") + '\n' +
                  planted::text("a", 5, "y") + '\n' + planted::text("a", 7, "z")},
      {"4-6", planted::text("a", 5, "x") + '\n' + planted::text("a", 6, "y")},
  };
  for (const auto& [versions, payload] : wrong) {
    const planted log;
    log.message("a", versions, 1, payload);
    BOOST_TEST_CONTEXT(versions << ' ' << payload)
    static_cast<void>(log.only(log_fault::misplaced_event));
  }
}

BOOST_AUTO_TEST_CASE(a_version_that_does_not_rise_is_found) {
  for (const version v : {3, 1}) {
    const planted log;
    log.message("a", std::to_string(v), 1, planted::text("a", v, "again"));
    const log_finding f = log.only(log_fault::version_not_rising);
    BOOST_TEST(f.version == v);
    BOOST_TEST(has(f.what, "not above the 3"), f.what);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_predecessor_is_found) {
  for (const std::uint64_t previous : {0U, 7U}) {
    const planted log;
    log.message("a", "4", previous, planted::text("a", 4, "x"));
    const log_finding f = log.only(log_fault::broken_chain);
    BOOST_TEST(has(f.what, fmt::format("follows sequence {}", previous)), f.what);
    BOOST_TEST(has(f.right, "\"after 1\""), f.right);
    BOOST_TEST(f.sequence == 2U);
  }
}

BOOST_AUTO_TEST_CASE(a_check_for_another_sequence_than_it_says_is_found) {
  const planted log;
  log.home.publish(log.subject("b"), {{"Nats-Expected-Last-Subject-Sequence", "00"}},
                   planted::first_line("1", 0) + planted::text("b", 1, "x"));
  BOOST_TEST(log.look().whole());  // the same number
  log.home.publish(log.subject("b"), {{"Nats-Expected-Last-Subject-Sequence", "2"}},
                   planted::first_line("2", 2) + planted::text("b", 2, "y"));
  BOOST_TEST(log.look().whole());
  log.home.publish(log.subject("c"), {{"Nats-Expected-Last-Subject-Sequence", "0"}},
                   planted::first_line("1", 1) + planted::text("c", 1, "z"));
  BOOST_TEST(log.look().count(log_fault::broken_chain) == 2U);  // nor is there a predecessor
}

BOOST_AUTO_TEST_CASE(a_first_message_whose_predecessor_was_deleted_is_found) {
  const planted log;
  log.message("b", "4", 1, planted::text("b", 4, "x"));
  const log_finding f = log.only(log_fault::broken_chain);
  BOOST_TEST(f.actor == "b");
  BOOST_TEST(has(f.right, "nothing may be deleted"), f.right);
}

BOOST_AUTO_TEST_CASE(an_id_that_stands_twice_is_found) {
  const planted log;
  log.store->append("b", expected_version::no_stream(), events_at("b", {1, 2, 3})).value();
  BOOST_TEST(log.look().whole());  // another actor's
  log.message("a", "4", 1, planted::text("a", 4, "e2"));
  const log_finding f = log.only(log_fault::id_twice);
  BOOST_TEST(f.version == 4);
  BOOST_TEST(has(f.what, "at sequence 1"), f.what);
}

BOOST_AUTO_TEST_CASE(snapshots_that_are_ahead_or_unreadable_are_found) {
  const planted log;
  log.store->save_snapshot({.actor_id = "a", .version = 3, .state = 1}).value();
  BOOST_TEST(log.look().whole());
  log.store->save_snapshot({.actor_id = "a", .version = 4, .state = 1}).value();
  const log_finding f = log.only(log_fault::snapshot_ahead);
  BOOST_TEST(f.version == 4);
  BOOST_TEST(f.sequence == 2U);
  log.store->save_event(event_at("a", 4)).value();
  BOOST_TEST(log.look().whole());
  log.store->save_snapshot({.actor_id = "nobody", .version = 1, .state = 1}).value();
  BOOST_TEST(log.only(log_fault::snapshot_ahead).actor == "nobody");
  log.store->save_event(event_at("nobody", 1)).value();
  nats_home& home = const_cast<nats_home&>(log.home);
  home.plant_snapshot(*log.store, "default", "a", 4, "{");
  BOOST_TEST(log.only(log_fault::malformed_snapshot).version == 4);
}

BOOST_AUTO_TEST_CASE(a_node_that_gives_another_log_is_found) {
  const auto logs = [](const std::string& url, version upto, int amount) {
    const auto store =
        nats_store::open(nats_connection::connect(quick(url)).value(), {.stream = "SAME"}).value();
    for (version v = 1; v < upto; ++v) store->save_event(event_at("a", v)).value();
    event last = draft("a", upto, "last");
    last.data["amount"] = amount;
    store->save_event(make_event(std::move(last))).value();
  };
  nats_server one;
  nats_server shorter;
  nats_server other;
  nats_server empty;
  logs(one.url(), 5, 1);
  logs(shorter.url(), 4, 1);
  logs(other.url(), 5, 2);
  nats_options how = quick(one.url());
  for (const auto& [url, why] :
       {std::pair{shorter.url(), "ends at sequence 4"}, std::pair{other.url(), "messages differ"},
        std::pair{empty.url(), "no stream SAME"}}) {
    how.urls = {one.url(), one.url(), url};
    const log_report found = verify_log(how, {.stream = "SAME"}).value();
    BOOST_TEST(found.violations() == 1U);
    BOOST_REQUIRE(found.count(log_fault::nodes_differ) == 1U);
    BOOST_TEST(found.findings.front().subject == url);
    BOOST_TEST(has(found.findings.front().what, why), found.findings.front().what);
    BOOST_TEST(found.nodes.size() == 3U);
  }
}

BOOST_AUTO_TEST_CASE(a_head_that_expired_is_a_remark) {
  const planted log;
  log.store->save_event(event_at("a", 4)).value();
  log.store->append("gone", expected_version::no_stream(), events_at("gone", {1})).value();
  log.store->save_snapshot({.actor_id = "gone", .version = 1, .state = 1}).value();
  log.store->save_event(event_at("a", 5)).value();
  jsCtx* const js = log.home.connection->link().jetstream();
  // The stream forgets its first three messages, as age would make it.
  jsStreamInfo* info = nullptr;
  BOOST_REQUIRE(js_GetStreamInfo(&info, js, log.home.stream.c_str(), nullptr, nullptr) == NATS_OK);
  const nats::stream_info_ptr owner{info};
  info->Config->Discard = js_DiscardOld;
  info->Config->MaxMsgs = 1;
  BOOST_REQUIRE(js_UpdateStream(nullptr, js, info->Config, nullptr, nullptr) == NATS_OK);
  const verify_options options{.acknowledged = {told(2, "e2"), told(5, "e5")}};
  const log_report found = log.look(options);
  BOOST_TEST(found.whole());
  BOOST_TEST(found.first_sequence == 4U);
  BOOST_TEST(found.count(log_fault::head_cut) == 1U);
  BOOST_TEST(found.count(log_fault::snapshot_alone) == 1U);
  BOOST_TEST(found.count(log_fault::acknowledged_gone) == 1U);
  BOOST_TEST(found.findings.size() == 3U);
}

BOOST_AUTO_TEST_CASE(findings_are_bounded_and_their_counts_exact) {
  const planted log;
  for (int i = 0; i < 50; ++i) log.home.publish(log.subject("a"), {}, "garbage");
  const log_report found = log.look({.most_of_a_kind = 7});
  BOOST_TEST(found.count(log_fault::foreign_message) == 50U);
  BOOST_TEST(found.findings.size() == 7U);
  BOOST_TEST(found.findings.front().sequence == 2U);
}

BOOST_AUTO_TEST_CASE(it_stops_when_asked_and_says_that_it_is_not_complete) {
  const planted log;
  const log_report found = log.look({.stop = [] { return true; }});
  BOOST_TEST(!found.complete);
  BOOST_TEST(!found.whole());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_an_error) {
  const auto missing = verify_log(quick(shared_server().url()), {.stream = "NEVER-MADE"});
  BOOST_REQUIRE(missing.has_error());
  BOOST_TEST(has(missing.error().detail, "there is no stream NEVER-MADE"));
  BOOST_TEST((verify_log(quick("nats://127.0.0.1:1")).error().code == store_errc::unavailable));
  BOOST_TEST(verify_log({.urls = {}}).has_error());
  nats_server frozen;
  frozen.freeze();
  nats_options how = quick(frozen.url());
  how.connect_timeout = std::chrono::milliseconds{300};
  BOOST_TEST((verify_log(how).error().code == store_errc::unavailable));
}

BOOST_AUTO_TEST_CASE(nothing_is_made_or_changed_on_the_server) {
  nats_server server;
  BOOST_TEST(verify_log(quick(server.url())).has_error());
  const auto connection = nats_connection::connect(quick(server.url())).value();
  BOOST_TEST(nats_store::open(connection, {.create = false}).has_error());
  nats_store::open(connection).value()->save_event(event_at("a", 1)).value();
  BOOST_TEST(verify_log(quick(server.url())).value().whole());
  jsStreamInfo* info = nullptr;
  BOOST_REQUIRE(js_GetStreamInfo(&info, connection->link().jetstream(), "CONTEND", nullptr,
                                 nullptr) == NATS_OK);
  const nats::stream_info_ptr owner{info};
  BOOST_TEST(info->State.Msgs == 1U);
  BOOST_TEST(info->State.Consumers == 0);
}

BOOST_AUTO_TEST_SUITE_END()
