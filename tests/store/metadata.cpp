// Typed metadata and the W3C traceparent header, against the examples and the rules of the
// recommendation; and the builder that writes them.
#include <store/events.hpp>
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/none.hpp>
#include <contend/store/event_builder.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

const std::string trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string span_id = "00f067aa0ba902b7";
const std::string header = "00-" + trace_id + "-" + span_id + "-01";

}  // namespace

BOOST_AUTO_TEST_SUITE(metadata)

BOOST_AUTO_TEST_CASE(a_traceparent_is_taken_apart_and_put_together) {
  const auto context = parse_traceparent(header);
  BOOST_REQUIRE(context.has_value());
  BOOST_TEST(context->trace_id == trace_id);
  BOOST_TEST(context->span_id == span_id);
  BOOST_TEST(context->sampled());
  BOOST_TEST(format_traceparent(*context) == header);
  const auto unsampled = parse_traceparent("00-" + trace_id + "-" + span_id + "-00");
  BOOST_TEST(!unsampled.value().sampled());
  BOOST_TEST(parse_traceparent("00-" + trace_id + "-" + span_id + "-fe")->flags == 0xfe);
}

BOOST_AUTO_TEST_CASE(a_higher_version_may_have_more_behind_and_version_00_may_not) {
  const std::string later = "cc" + header.substr(2);
  BOOST_TEST(parse_traceparent(later).has_value());
  BOOST_TEST(parse_traceparent(later + "-what-the-future").has_value());
  BOOST_TEST(!parse_traceparent(later + ".what").has_value());
  BOOST_TEST(!parse_traceparent(header + "-more").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_traceparent_is_none) {
  const std::string zeros(32, '0');
  for (const std::string& bad :
       {std::string{}, "ff" + header.substr(2), "0g" + header.substr(2),
        "00-" + zeros + "-" + span_id + "-01", "00-" + trace_id + "-" + zeros.substr(16) + "-01",
        "00-" + trace_id + "-" + span_id + "-0", "00_" + header.substr(3),
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + span_id + "-01", header + " "})
    BOOST_TEST(!parse_traceparent(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(each_standard_key_has_a_typed_way_in_and_out) {
  event e = draft("a", 1, "e");
  BOOST_TEST(!meta::correlation_id(e).has_value());
  BOOST_TEST(!meta::trace(e).has_value());
  meta::set_correlation_id(e.metadata, "corr");
  meta::set_causation_id(e.metadata, "cause");
  meta::set_user_id(e.metadata, "user");
  meta::set_trace(e.metadata, parse_traceparent(header).value());
  BOOST_TEST(meta::correlation_id(e).value() == "corr");
  BOOST_TEST(meta::causation_id(e).value() == "cause");
  BOOST_TEST(meta::user_id(e).value() == "user");
  BOOST_TEST(format_traceparent(meta::trace(e).value()) == header);
  BOOST_TEST(e.metadata.at("traceId") == trace_id);
  BOOST_TEST(e.metadata.at("spanId") == span_id);
  e.metadata["traceId"] = "no trace";
  BOOST_TEST(!meta::trace(e).has_value());
}

BOOST_AUTO_TEST_CASE(what_follows_carries_on_and_names_its_cause) {
  event cause = draft("a", 1, "cause");
  meta::map first;
  meta::follow(first, cause);
  BOOST_TEST(first.at("correlationId") == "cause");
  BOOST_TEST(first.at("causationId") == "cause");
  BOOST_TEST(first.size() == 2U);

  meta::set_correlation_id(cause.metadata, "request");
  meta::set_user_id(cause.metadata, "u");
  meta::set_trace(cause.metadata, parse_traceparent(header).value());
  meta::map second;
  meta::follow(second, cause);
  BOOST_TEST(second.at("correlationId") == "request");
  BOOST_TEST(second.at("userId") == "u");
  BOOST_TEST(second.at("traceId") == trace_id);
}

BOOST_AUTO_TEST_CASE(a_builder_makes_a_whole_event) {
  const event cause = draft("order-1", 4, "ordered");
  const event_ptr e = event_builder{"Withdrawn"}
                          .id("e-1")
                          .with("amount", -20)
                          .with("to", {{"name", "x"}})
                          .for_command("c-1")
                          .following(cause)
                          .by_user("u-7")
                          .traced(parse_traceparent(header).value())
                          .meta("shard", "3")
                          .at_time(timestamp{std::chrono::seconds{5}})
                          .of("account-1", 9);
  BOOST_TEST(e->id == "e-1");
  BOOST_TEST(e->type == "Withdrawn");
  BOOST_TEST(e->actor_id == "account-1");
  BOOST_TEST(e->version == 9);
  BOOST_TEST(e->command_id.value() == "c-1");
  BOOST_TEST((e->data == nlohmann::json{{"amount", -20}, {"to", {{"name", "x"}}}}));
  BOOST_TEST(meta::causation_id(*e).value() == "ordered");
  BOOST_TEST(meta::user_id(*e).value() == "u-7");
  BOOST_TEST(e->metadata.at("shard") == "3");
  BOOST_TEST((e->timestamp == timestamp{std::chrono::seconds{5}}));
}

BOOST_AUTO_TEST_CASE(a_decision_may_answer_with_what_a_builder_built) {
  memory_store store;
  const auto done = execute(store, "a", policy<none>{}, [](const history&) -> new_event {
    return event_builder{"Deposited"}.with("amount", 5).correlated("r");
  });
  BOOST_TEST(done.committed());
  BOOST_TEST(done.events.front()->data["amount"] == 5);
  BOOST_TEST(meta::correlation_id(*done.events.front()).value() == "r");
}

BOOST_AUTO_TEST_SUITE_END()
