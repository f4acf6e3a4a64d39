// What the store relies on of a server, and what a stranger on its subjects can do: each fact that
// is known of JetStream and would break a promise if it were otherwise.
#include <jetstream/homes.hpp>
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/store/event_json.hpp>
#include <contend/store/nats/detail/appender.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/stream_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

struct on_server {
  nats_home home{};
  std::unique_ptr<event_store> store{home.open("test")};

  [[nodiscard]] std::string subject(const std::string& actor) const {
    return nats::subjects{home.stream, "test"}.events(actor);
  }
  [[nodiscard]] std::unique_ptr<event_store> another() { return home.open("test"); }
  [[nodiscard]] std::uint64_t last_sequence(const std::string& actor) const {
    nats::log events{home.connection->link(), home.stream, true};
    return events.last(subject(actor)).value().sequence;
  }
  [[nodiscard]] std::size_t messages(const std::string& actor) const {
    nats::log events{home.connection->link(), home.stream, true};
    std::size_t count = 0;
    events
        .read(subject(actor), 0, last_sequence(actor),
              [&](std::uint64_t, natsMsg*) { return ++count > 0; })
        .value();
    return count;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(traps)

BOOST_AUTO_TEST_CASE(the_check_is_the_servers_so_a_stale_store_cannot_win) {
  on_server on;
  const auto other = on.another();
  on.store->save_event(event_at("a", 1)).value();
  BOOST_TEST(other->get_latest_version("a").value() == 1);
  on.store->save_event(event_at("a", 2)).value();
  // `other` believes that version 1 is the last.
  const event_ptr mine[] = {make_event(draft("a", 2, "mine"))};
  const auto refused = other->append("a", expected_version::exact(1), mine);
  BOOST_REQUIRE(refused.has_error());
  BOOST_TEST(refused.error().is_conflict());
  BOOST_TEST(refused.error().current == 2);
  BOOST_TEST(on.messages("a") == 2U);
}

BOOST_AUTO_TEST_CASE(an_expected_sequence_of_0_is_checked) {
  on_server on;
  on.store->save_event(event_at("a", 1)).value();
  const event_ptr mine[] = {make_event(draft("a", 1, "mine"))};
  const auto refused = on.another()->append("a", expected_version::no_stream(), mine);
  BOOST_TEST(refused.error().is_conflict());
  BOOST_TEST(on.messages("a") == 1U);
}

BOOST_AUTO_TEST_CASE(a_version_above_a_stale_one_is_saved_after_looking_again) {
  on_server on;
  const auto other = on.another();
  on.store->save_event(event_at("a", 1)).value();
  other->get_latest_version("a").value();
  on.store->save_event(event_at("a", 2)).value();
  BOOST_TEST(other->save_event(event_at("a", 3)).value() == 3);
  BOOST_TEST(on.store->save_event(event_at("a", 7)).value() == 7);
  BOOST_TEST(versions_of(other->get_events("a").value()) == (std::vector<version>{1, 2, 3, 7}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_append_that_is_repeated_is_stored_once_whatever_followed) {
  on_server on;
  const event_ptr first[] = {event_at("a", 1)};
  on.store->append("a", expected_version::no_stream(), first).value();
  BOOST_TEST(on.store->append("a", expected_version::no_stream(), first).value() == 1);
  on.store->save_event(event_at("a", 2)).value();
  BOOST_TEST(on.store->append("a", expected_version::no_stream(), first).value() == 1);
  BOOST_TEST(on.another()->append("a", expected_version::no_stream(), first).value() == 1);
  BOOST_TEST(on.messages("a") == 2U);
}

BOOST_AUTO_TEST_CASE(the_servers_own_memory_of_ids_is_no_proof_that_the_content_is_the_same) {
  on_server on;
  on.store->append("a", expected_version::no_stream(), events_at("a", {1, 2, 3})).value();
  // First, last and number are those of before, so the server says "duplicate".
  const event_ptr changed[] = {event_at("a", 1), make_event(draft("a", 2, "other")),
                               event_at("a", 3)};
  BOOST_TEST(on.store->append("a", expected_version::no_stream(), changed).error().is_conflict());
  event e = draft("a", 2, "e2");
  e.type = "Other";
  const event_ptr forged[] = {event_at("a", 1), make_event(e), event_at("a", 3)};
  BOOST_TEST((on.store->append("a", expected_version::no_stream(), forged).error().code ==
              store_errc::duplicate_event_id));
}

BOOST_AUTO_TEST_CASE(a_duplicate_without_a_sequence_is_staged_and_not_stored) {
  using kind = nats::append_answer::kind;
  const auto read = [](const std::string& text) {
    natsMsg* made = nullptr;
    natsMsg_Create(&made, "answer", nullptr, text.data(), static_cast<int>(text.size()));
    return nats::read_answer(nats::message_ptr{made}.get()).value().what;
  };
  BOOST_TEST((read(R"({"stream":"S","seq":7})") == kind::stored));
  BOOST_TEST((read(R"({"stream":"S","seq":7,"duplicate":true})") == kind::known));
  BOOST_TEST((read(R"({"stream":"S","seq":0,"duplicate":true})") == kind::staged));
}

BOOST_AUTO_TEST_CASE(an_answer_that_no_server_gives_is_none) {
  for (const std::string text :
       {"", "no JSON", "7", "{}", R"({"stream":"S"})", R"({"stream":"S","seq":0})",
        R"({"seq":"x"})", R"({"seq":-1})", R"({"seq":1e300})", R"({"duplicate":1})",
        R"({"error":5})", R"({"error":null})", R"({"error":{"err_code":"x"}})",
        R"({"error":{"err_code":null}})"}) {
    natsMsg* made = nullptr;
    natsMsg_Create(&made, "answer", nullptr, text.data(), static_cast<int>(text.size()));
    const auto read = nats::read_answer(nats::message_ptr{made}.get());
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST_REQUIRE(read.has_error());
      BOOST_TEST((read.error().code == store_errc::unanswered));
    }
  }
  const std::string odd = R"({"error":{"description":5}})";
  natsMsg* made = nullptr;
  natsMsg_Create(&made, "answer", nullptr, odd.data(), static_cast<int>(odd.size()));
  BOOST_TEST(
      (nats::read_answer(nats::message_ptr{made}.get()).error().code == store_errc::unavailable));
}

BOOST_AUTO_TEST_CASE(an_id_that_a_lost_leader_never_decided_on_does_not_hold_its_append_up) {
  on_server on;
  on.store->save_event(event_at("a", 1)).value();
  nats::stream_store parts{
      on.home.connection->link(), on.home.options("test"), {.direct_reads = true}};
  const event_ptr mine[] = {event_at("a", 2)};
  const nats::append_request request{"a", expected_version::exact(1), mine};
  const auto body = parts.appends.prepare(request).value();
  // The server knows the id, and has nothing of what it stood for.
  on.home.publish(on.subject("other"), {{"Nats-Msg-Id", body.id}}, "");
  const nats::position base{1, on.last_sequence("a")};
  for (const char* when : {"never stored", "stored meanwhile"}) {
    const auto settled =
        parts.appends.settle(request, body, base, {{nats::append_answer::kind::staged}});
    BOOST_TEST_CONTEXT(when) { BOOST_TEST(settled.value() == 2); }
    BOOST_TEST(on.messages("a") == 2U);
  }
}

BOOST_AUTO_TEST_CASE(one_id_for_two_actors_or_namespaces_is_two_events) {
  on_server on;
  on.store->save_event(make_event(draft("a", 1, "same"))).value();
  on.store->save_event(make_event(draft("b", 1, "same"))).value();
  const auto elsewhere = on.home.open("elsewhere");
  BOOST_TEST(elsewhere->get_latest_version("a").value() == 0);
  elsewhere->save_event(make_event(draft("a", 1, "same"))).value();
  BOOST_TEST(on.messages("a") == 1U);
  BOOST_TEST(on.messages("b") == 1U);
  BOOST_TEST(elsewhere->get_events("a").value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(several_events_are_one_message_and_read_as_several) {
  on_server on;
  on.store->append("a", expected_version::no_stream(), events_at("a", {1, 2, 5})).value();
  on.store->append("a", expected_version::exact(5), events_at("a", {6, 7})).value();
  BOOST_TEST(on.messages("a") == 2U);
  const auto reader = on.another();
  BOOST_TEST(versions_of(reader->get_events("a", {.from = 2, .to = 6}).value()) ==
                 (std::vector<version>{2, 5, 6}),
             boost::test_tools::per_element());
  BOOST_TEST(
      reader->append("a", expected_version::exact(2), events_at("a", {8})).error().is_conflict());
}

BOOST_AUTO_TEST_CASE(a_strangers_message_is_reported_and_the_actor_can_go_on) {
  on_server on;
  on.store->save_event(event_at("a", 1)).value();
  on.home.publish(on.subject("a"), {}, "garbage\n{}");
  const auto fresh = on.another();
  for (event_store* store : {on.store.get(), fresh.get()}) {
    BOOST_TEST(store->get_latest_version("a").value() == 1);
    const auto all = store->get_events_with_errors("a").value();
    BOOST_TEST(all.events.size() == 1U);
    BOOST_REQUIRE(all.malformed.size() == 1U);
    BOOST_TEST(all.malformed[0].bytes == "garbage\n{}");
    BOOST_TEST(all.malformed[0].sequence == static_cast<std::int64_t>(on.last_sequence("a")));
    BOOST_TEST(all.malformed[0].cause.find("first line") != std::string::npos);
    BOOST_TEST((store->get_events("a").error().code == store_errc::malformed_event));
  }
  BOOST_TEST(on.store->append("a", expected_version::exact(1), events_at("a", {2})).value() == 2);
  BOOST_TEST(fresh->save_event(event_at("a", 3)).value() == 3);
  // Past it everything is whole.
  BOOST_TEST(on.another()->get_events("a", {.from = 2}).value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_first_message_of_a_stranger_does_not_keep_an_actor_from_beginning) {
  on_server on;
  on.home.publish(on.subject("a"), {}, "contend x after 0\n");
  BOOST_TEST(on.store->append("a", expected_version::no_stream(), events_at("a", {1})).value() ==
             1);
  BOOST_TEST(on.store->get_events_with_errors("a").value().malformed.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_event_on_anothers_subject_or_with_anothers_version_is_malformed) {
  on_server on;
  const auto planted = [&](const std::string& actor, version at, const event& e) {
    on.home.plant_event(*on.store, "test", actor, at, to_json_text(e).value());
    return on.another()->get_events_with_errors(actor).value().malformed.at(0).cause;
  };
  BOOST_TEST(planted("a", 1, draft("b", 1, "x")).find("of actor \"b\"") != std::string::npos);
  BOOST_TEST(planted("c", 2, draft("c", 1, "x")).find("its version is 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_version_that_does_not_rise_is_malformed) {
  on_server on;
  on.store->save_event(event_at("a", 5)).value();
  on.home.plant_event(*on.store, "test", "a", 5, to_json_text(*event_at("a", 5)).value());
  const auto all = on.another()->get_events_with_errors("a").value();
  BOOST_TEST(all.events.size() == 1U);
  BOOST_REQUIRE(all.malformed.size() == 1U);
  BOOST_TEST(all.malformed[0].cause.find("not above the 5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(history_that_is_cut_off_is_an_error_and_a_snapshot_bridges_it) {
  on_server on;
  for (const version v : {1, 2, 3}) on.store->save_event(event_at("a", v)).value();
  on.store->save_snapshot({.actor_id = "a", .version = 1, .state = 1}).value();
  // As an expiry would: a message deleted by who may (not by what this store allows).
  on.home.publish(on.subject("b"), {}, "");
  on.home.plant_event(*on.store, "test", "c", 1, to_json_text(*event_at("c", 1)).value());
  on.home.publish(on.subject("c"), {},
                  "contend 3 after 999999\n" + to_json_text(*event_at("c", 3)).value());
  const auto all = on.another()->get_events_with_errors("c").value();
  BOOST_TEST(all.events.size() == 2U);
  BOOST_REQUIRE(all.malformed.size() == 1U);
  BOOST_TEST(all.malformed[0].cause.find("predecessor at sequence 999999") != std::string::npos);
  BOOST_TEST((on.another()->get_events("c").error().code == store_errc::malformed_event));
  // From behind the hole on, nothing is missing.
  on.store->get_events_with_errors("c").value();
  on.store->save_event(event_at("c", 4)).value();
  BOOST_TEST(on.store->get_events("c", {.from = 4}).value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_follows_a_known_position_is_read_whole_be_it_little_or_much) {
  on_server on;
  on.store->save_event(event_at("a", 1)).value();
  const auto reader = on.another();
  version last = reader->get_latest_version("a").value();
  for (const version more : {1, 2, 8, 9, 10, 30}) {
    for (version v = last + 1; v <= last + more; ++v) {
      on.store->save_event(event_at("b", v)).value();
      on.store->save_event(event_at("a", v)).value();
    }
    const auto tail = reader->get_events("a", {.from = last + 1}).value();
    BOOST_TEST(tail.size() == static_cast<std::size_t>(more));
    for (const event_ptr& e : tail) BOOST_TEST(e->version == ++last);
  }
  // A stranger's message goes with the version that it follows.
  on.home.publish(on.subject("a"), {}, "garbage");
  on.store->save_event(event_at("a", last + 1)).value();
  const auto all = reader->get_events_with_errors("a", {.from = last}).value();
  BOOST_TEST(all.malformed.size() == 1U);
  BOOST_TEST(versions_of(all.events) == (std::vector<version>{last, last + 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_is_wrong_about_its_place_is_loaded_all_the_same) {
  on_server on;
  for (const version v : {1, 2, 3}) on.store->save_event(event_at("a", v)).value();
  on.store->save_event(event_at("b", 1)).value();
  const nats::subjects names{on.home.stream, "test"};
  for (const char* const place : {"1", "3", "4", "99", "x"}) {  // version 2 stands at 2
    on.home.publish(names.snapshots("a"),
                    {{nats::version_header, "2"},
                     {nats::timestamp_header, "2024-05-06T07:08:09Z"},
                     {nats::event_sequence_header, place}},
                    "{}");
    const auto fresh = on.another();
    BOOST_TEST_CONTEXT(place) {
      BOOST_TEST(fresh->get_latest_snapshot("a").value().latest->version == 2);
      BOOST_TEST(
          versions_of(fresh->get_events("a", {.from = 2}).value()) == (std::vector<version>{2, 3}),
          boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_delivered_messages_place_is_read_off_its_reply_subject) {
  using nats::place_of;
  for (const char* const one :
       {"$JS.ACK.S.C.1.42.7.1700000000.3", "$JS.ACK.domain.account.S.C.1.42.7.1700000000.3",
        "$JS.ACK.domain.account.S.C.1.42.7.1700000000.3.random"}) {
    BOOST_TEST(place_of(one).sequence == 42U);
    BOOST_TEST(place_of(one).count == 7U);
  }
  for (const char* const other :
       {"", "$JS.ACK", "$JS.FC.S.C.1", "_INBOX.1.2.3.4.5.6.7.8", "$JS.ACK.S.C.1.x.7.1700000000.3"})
    BOOST_TEST(place_of(other).sequence == 0U);
}

BOOST_AUTO_TEST_CASE(a_payload_over_the_servers_limit_is_a_clear_error) {
  nats_server small({.settings = "max_payload: 65536"});
  const auto connection = nats_connection::connect(quick(small.url())).value();
  const auto store =
      nats_store::open(connection, {.stream = "SMALL", .name_space = "test"}).value();
  event big = draft("a", 1, "big");
  big.data["text"] = std::string(65536, 'x');
  const auto refused = store->save_event(make_event(std::move(big)));
  BOOST_TEST((refused.error().code == store_errc::invalid_event));
  BOOST_TEST(refused.error().detail.find("maximum allowed") != std::string::npos,
             refused.error().detail);
  BOOST_TEST(store->get_latest_version("a").value() == 0);
  BOOST_TEST(store->save_event(event_at("a", 1)).value() == 1);  // the connection lives
}

BOOST_AUTO_TEST_CASE(actors_with_every_awkward_name_are_apart_and_wildcards_read_nothing_else) {
  on_server on;
  const std::vector<std::string> names = {
      "*", ">", "a.b", "a b", "a\tb", "a_b", "a=b", "=", "ü", "\r\n", std::string("\0", 1)};
  for (const std::string& name : names) on.store->save_event(event_at(name, 1)).value();
  const auto fresh = on.another();
  for (const std::string& name : names) {
    BOOST_TEST(fresh->get_events(name).value().size() == 1U);
    BOOST_TEST(fresh->save_event(event_at(name, 2)).value() == 2);
  }
}

BOOST_AUTO_TEST_SUITE_END()
