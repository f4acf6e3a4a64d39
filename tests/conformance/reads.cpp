// What every store hands out: ranges, content to the last bit, immutability, what is malformed.
#include <algorithm>
#include <conformance/stores.hpp>
#include <cstdint>
#include <limits>
#include <store/events.hpp>

#include <contend/store/event_json.hpp>

using namespace contend;
using namespace contend::test;

namespace {

void equal(const std::vector<version>& a, const std::vector<version>& b) {
  BOOST_TEST(a == b, boost::test_tools::per_element());
}

event awkward() {
  event e = draft("a", 1, "e\"\n\x01");
  e.type = "Ü b";
  e.command_id = "c\\";
  nlohmann::json deep = nlohmann::json::object();
  for (std::size_t i = 1; i < max_json_depth - 1; ++i)
    deep = nlohmann::json{{"d", std::move(deep)}};
  e.data = {{"min", std::numeric_limits<std::int64_t>::min()},
            {"max", std::numeric_limits<std::int64_t>::max()},
            {"umax", std::numeric_limits<std::uint64_t>::max()},
            {"tiny", std::numeric_limits<double>::denorm_min()},
            {"minus zero", -0.0},
            {"", nullptr},
            {"text", std::string("\0\x7f€😀", 9)},
            {"deep", std::move(deep)},
            {"list", {1, "two", {3.5}, nlohmann::json::array(), false}}};
  e.metadata = {{"userId", "ü"}, {"", ""}};
  e.timestamp = timestamp{std::chrono::nanoseconds{-1}};
  e.unknown = {{"schema", std::numeric_limits<std::uint64_t>::max()}};
  return e;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reads)

CONTEND_EVERY_STORE(content_comes_back_to_the_last_bit) {
  const event e = awkward();
  store.save_event(make_event(e)).value();
  const auto read = store.get_events("a").value();
  BOOST_REQUIRE(read.size() == 1U);
  BOOST_TEST((*read.front() == e));
  BOOST_TEST(to_json_text(*read.front()).value() == to_json_text(e).value());
  BOOST_TEST(read.front()->data["umax"].is_number_unsigned());
  BOOST_TEST(store.save_event(make_event(e)).value() == 1);  // the same event, found equal
}

CONTEND_EVERY_STORE(a_large_event_comes_back) {
  event e = draft("a", 1, "e");
  e.data["text"] = std::string(1'000'000, 'x');
  store.save_event(make_event(e)).value();
  BOOST_TEST((*store.get_events("a").value().front() == e));
  e.version = 2;
  e.data["text"] = std::string(max_json_bytes, 'x');
  BOOST_TEST((store.save_event(make_event(e)).error().code == store_errc::invalid_event));
}

CONTEND_EVERY_STORE(every_range_is_what_a_plain_filter_finds) {
  const std::vector<version> all = {1, 2, 5, 9, 10, 14};
  store.append("a", expected_version::no_stream(), events_at("a", all)).value();
  for (version from = -1; from <= 15; ++from)
    for (version to = -1; to <= 15; ++to)
      for (const std::size_t limit : {0U, 1U, 3U, 99U})
        for (const bool backwards : {false, true}) {
          std::vector<version> expected;
          for (const version v : all)
            if (from <= v && v <= to) expected.push_back(v);
          if (backwards) std::reverse(expected.begin(), expected.end());
          expected.resize(std::min(limit, expected.size()));
          const auto read = store.get_events(
              "a", {.from = from, .to = to, .limit = limit, .backwards = backwards});
          BOOST_REQUIRE((versions_of(read.value()) == expected));
        }
  using limits = std::numeric_limits<version>;
  equal(versions_of(store.get_events("a", {.from = limits::min()}).value()), all);
  equal(versions_of(store.get_events("a", {.from = limits::max()}).value()), {});
}

CONTEND_EVERY_STORE(nothing_handed_in_or_out_changes_what_is_stored) {
  event mine = awkward();
  std::vector<event_ptr> batch{make_event(mine)};
  store.append("a", expected_version::no_stream(), batch).value();
  mine.type = "Forged";
  batch[0] = event_at("a", 7);
  auto out = store.get_events("a").value();
  event_ptr first = out.front();
  out.clear();
  (void)event_draft::recycle(std::move(first)).type("Forged").seal();
  BOOST_TEST((*store.get_events("a").value().front() == awkward()));
}

CONTEND_EVERY_STORE(malformed_events_are_told_and_never_stepped_over) {
  store.append("a", expected_version::no_stream(), events_at("a", {1, 2})).value();
  home.plant_event(store, "test", "a", 4, "{\"x\":");
  store.save_event(event_at("a", 5)).value();
  home.plant_event(store, "test", "a", 7, "\xFF");
  BOOST_TEST(store.get_latest_version("a").value() == 7);
  const auto plain = store.get_events("a");
  BOOST_REQUIRE(plain.has_error());
  BOOST_TEST((plain.error().code == store_errc::malformed_event));
  const auto found = store.get_events_with_errors("a").value();
  equal(versions_of(found.events), {1, 2, 5});
  BOOST_REQUIRE(found.malformed.size() == 2U);
  BOOST_TEST(found.malformed[0].version == 4);
  BOOST_TEST(found.malformed[0].bytes == "{\"x\":");
  BOOST_TEST(!found.malformed[0].cause.empty());
  BOOST_TEST(found.malformed[0].sequence < found.malformed[1].sequence);
  BOOST_TEST(found.malformed[1].bytes == "\xFF");
  equal(versions_of(store.get_events("a", {.to = 3}).value()), {1, 2});
  const auto last = store.get_events_with_errors("a", {.limit = 2, .backwards = true}).value();
  equal(versions_of(last.events), {5});
  BOOST_TEST(last.malformed.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
