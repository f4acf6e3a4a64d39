// Events go through JSON and back; what must be refused is given as text or built by hand, and the
// answer must say what is wrong.
#include <cmath>
#include <cstdint>
#include <limits>
#include <store/events.hpp>
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/policies/random.hpp>
#include <contend/store/detail/utf8.hpp>
#include <contend/store/event_json.hpp>

using namespace contend;
using namespace contend::test;
using nlohmann::json;

namespace {

event full() {
  event e = draft("account-1", 3, "e-1");
  e.command_id = "c-1";
  e.data = {{"amount", 5}, {"to", {{"name", "Zoë"}, {"tags", {"a", nullptr, true, 0.5}}}}};
  e.metadata = {{"userId", "u"}, {"empty", ""}};
  e.timestamp = timestamp{std::chrono::nanoseconds{1'700'000'000'000'000'001}};
  e.unknown = {{"schema", 2}, {"more", {1, 2}}};
  return e;
}

event there_and_back(const event& e) { return event_from_json(to_json_text(e).value()).value(); }

/// The text of full() with the text `from` replaced.
std::string text_with(std::string_view from, std::string_view to) {
  std::string text = to_json_text(full()).value();
  const auto at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

void unreadable(std::string_view text, std::string_view why) {
  const auto read = event_from_json(text);
  BOOST_REQUIRE_MESSAGE(read.has_error(), text);
  BOOST_TEST((read.error().code == store_errc::malformed_event));
  BOOST_TEST(read.error().detail.find(why) != std::string::npos, read.error().detail);
}

void unwritable(auto change, std::string_view why) {
  event e = full();
  change(e);
  const auto text = to_json_text(e);
  BOOST_REQUIRE_MESSAGE(text.has_error(), why);
  BOOST_TEST((text.error().code == store_errc::invalid_event));
  BOOST_TEST(text.error().detail == why);
}

json nested(std::size_t levels) {
  json inner = json::object();
  for (std::size_t i = 1; i < levels; ++i) inner = json{{"d", std::move(inner)}};
  return inner;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(event_json)

BOOST_AUTO_TEST_CASE(the_text_has_these_keys_and_no_others) {
  event e = full();
  e.data = {{"amount", 5}};
  e.metadata = {{"userId", "u"}};
  e.unknown = nullptr;
  BOOST_TEST(to_json_text(e).value() ==
             R"({"id":"e-1","eventType":"Happened","actorId":"account-1","commandId":"c-1",)"
             R"("version":3,"data":{"amount":5},"metadata":{"userId":"u"},)"
             R"("timestamp":"2023-11-14T22:13:20.000000001Z"})");
}

BOOST_AUTO_TEST_CASE(an_event_comes_back_whole) {
  BOOST_TEST((there_and_back(full()) == full()));
  const event bare = draft("a", 1, "e");
  BOOST_TEST((there_and_back(bare) == bare));
}

BOOST_AUTO_TEST_CASE(integers_of_64_bits_are_exact_and_keep_their_kind) {
  event e = full();
  e.version = max_version;
  e.data = {{"min", std::numeric_limits<std::int64_t>::min()},
            {"max", std::numeric_limits<std::int64_t>::max()},
            {"umax", std::numeric_limits<std::uint64_t>::max()},
            {"beyond double", (std::int64_t{1} << 53) + 1}};
  const event back = there_and_back(e);
  BOOST_TEST((back == e));
  BOOST_TEST(back.data["umax"].is_number_unsigned());
  BOOST_TEST(to_json_text(back).value() == to_json_text(e).value());
}

BOOST_AUTO_TEST_CASE(floating_point_numbers_are_exact) {
  random_source random{random_key{1}};
  event e = full();
  e.data = {{"least", std::numeric_limits<double>::denorm_min()}, {"minus zero", -0.0}};
  for (int i = 0; i < 1000; ++i)
    e.data[std::to_string(i)] =
        std::ldexp(static_cast<double>(random() >> 11U), static_cast<int>(random() % 1000U) - 500);
  const event back = there_and_back(e);
  BOOST_TEST((back == e));
  BOOST_TEST(std::signbit(back.data["minus zero"].get<double>()));
}

BOOST_AUTO_TEST_CASE(awkward_texts_come_back) {
  event e = full();
  e.actor_id = std::string("a\0\"\\\x01\x1f\x7f/ü€😀", 17);
  e.data = {{"", "\t\r\n"}, {"\u2028", "\xEF\xBF\xBD"}};
  BOOST_TEST((there_and_back(e) == e));
}

BOOST_AUTO_TEST_CASE(timestamps_are_exact_over_their_whole_range) {
  using ns = std::chrono::nanoseconds;
  event e = full();
  for (const ns t : {ns::min(), ns::min() + ns{1}, ns{-1}, ns{0}, ns{1}, ns{999'999'999},
                     ns{-1'000'000'000}, ns::max()}) {
    e.timestamp = timestamp{t};
    BOOST_TEST((there_and_back(e) == e), t.count());
  }
}

BOOST_AUTO_TEST_CASE(a_timestamp_may_be_written_in_any_form_of_the_standard) {
  const auto read = [](std::string_view text) {
    const auto e = event_from_json(text_with("2023-11-14T22:13:20.000000001Z", text)).value();
    return e.timestamp.time_since_epoch().count();
  };
  BOOST_TEST(read("1970-01-01T00:00:01Z") == 1'000'000'000);
  BOOST_TEST(read("1970-01-01t00:00:00.5z") == 500'000'000);
  BOOST_TEST(read("1970-01-01 02:00:00+02:00") == 0);
  BOOST_TEST(read("1969-12-31T18:30:00.000000001-05:30") == 1);
  BOOST_TEST(read("2024-02-29T00:00:00Z") == 1'709'164'800'000'000'000);
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_refused) {
  for (const std::string_view bad :
       {"", "2023-11-14", "2023-11-14T22:13:20", "2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z",
        "2023-11-14T24:00:00Z", "2023-11-14T22:13:60Z", "2023-11-14T22:13:20.Z",
        "2023-11-14T22:13:20.0000000001Z", "2023-11-14T22:13:20Zx", "2023-11-14T22:13:20+2:00",
        "23-11-14T22:13:20Z"})
    unreadable(text_with("2023-11-14T22:13:20.000000001Z", bad), "timestamp: ");
  for (const std::string_view far : {"1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:17Z",
                                     "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    unreadable(text_with("2023-11-14T22:13:20.000000001Z", far), "out of range");
}

BOOST_AUTO_TEST_CASE(unknown_members_are_kept_and_written_again) {
  const std::string text = text_with(R"("schema":2)", R"("schema":18446744073709551615)");
  const event e = event_from_json(text).value();
  BOOST_TEST(e.unknown["schema"].get<std::uint64_t>() == 18'446'744'073'709'551'615U);
  BOOST_TEST(e.unknown.size() == 2U);
  BOOST_TEST(to_json_text(e).value() == text);
}

BOOST_AUTO_TEST_CASE(command_and_metadata_may_be_absent_and_nothing_else) {
  const event e = event_from_json(R"({"id":"1","eventType":"T","actorId":"a","version":1,)"
                                  R"("data":{},"timestamp":"1970-01-01T00:00:00Z"})")
                      .value();
  BOOST_TEST(!e.command_id);
  BOOST_TEST(e.metadata.empty());
  for (const std::string key : {"id", "eventType", "actorId", "version", "data", "timestamp"})
    unreadable(text_with('"' + key + '"', "\"other\""), key + " is missing");
}

BOOST_AUTO_TEST_CASE(members_of_the_wrong_kind_are_named) {
  unreadable(text_with(R"("e-1")", "1"), "id is number, and must be a string");
  unreadable(text_with(R"("c-1")", "[]"), "commandId is array, and must be a string");
  unreadable(text_with(R"("version":3)", R"("version":3.0)"), "version is number");
  unreadable(text_with(R"("version":3)", R"("version":9223372036854775808)"), "version is number");
  unreadable(text_with(R"("version":3)", R"("version":0)"), "its version is 0");
  unreadable(text_with(R"("userId":"u")", R"("userId":7)"), "metadata/userId is number");
  unreadable(text_with(R"("account-1")", R"("")"), "its actor id is empty");
  unreadable("[]", "a JSON array, and must be an object");
}

BOOST_AUTO_TEST_CASE(broken_text_is_refused_with_its_place) {
  unreadable("", "byte 1: ");
  unreadable("{\"id\": tru", "byte 11: ");
  unreadable(to_json_text(full()).value() + "x", "byte ");
  std::string text = text_with("Zoë", "Zo\xEB");
  unreadable(text, "invalid string: ill-formed UTF-8 byte");
  unreadable(text_with("Zoë", R"(\ud800)"), "byte ");
}

BOOST_AUTO_TEST_CASE(what_would_be_read_with_a_loss_is_refused) {
  unreadable(text_with(R"("amount":5)", R"("amount":18446744073709551616)"),
             "the integer 18446744073709551616 does not fit into 64 bits");
  unreadable(text_with(R"("amount":5)", R"("amount":5,"amount":6)"),
             "the key \"amount\" is given twice");
  unreadable(text_with(R"("amount":5)", R"("amount":1e999)"), "byte ");
}

BOOST_AUTO_TEST_CASE(what_json_cannot_say_is_refused_with_its_place) {
  unwritable(
      [](event& e) {
        e.data["x"]["y"] = {1, std::nan("")};
      },
      "data/x/y/1: NaN is no JSON number");
  unwritable([](event& e) { e.data["x"] = -INFINITY; }, "data/x: infinity is no JSON number");
  unwritable([](event& e) { e.data["x"] = "ab\xFF"; }, "data/x: byte 2 is not UTF-8");
  unwritable([](event& e) { e.data["\xC0\x80"] = 1; }, "data: a key: byte 0 is not UTF-8");
  unwritable([](event& e) { e.data["x"] = json::binary({1}); },
             "data/x: a binary value is no JSON");
  unwritable([](event& e) { e.id = "\xED\xA0\x80"; }, "id: byte 0 is not UTF-8");
  unwritable([](event& e) { e.metadata["x"] = "\xF4\x90\x80\x80"; },
             "metadata: byte 0 is not UTF-8");
  unwritable([](event& e) { e.unknown["x"] = std::nan(""); }, "unknown/x: NaN is no JSON number");
  unwritable([](event& e) { e.unknown["id"] = 1; },
             "its unknown members include \"id\", which is known");
}

BOOST_AUTO_TEST_CASE(data_may_be_so_deep_and_no_deeper) {
  event e = full();
  e.data = nested(max_json_depth);
  BOOST_TEST((there_and_back(e) == e));
  unwritable([](event& deep) { deep.data = nested(max_json_depth + 1); },
             [] {
               std::string path = "data";
               for (std::size_t i = 0; i < max_json_depth; ++i) path += "/d";
               return path + ": more than 128 levels deep";
             }());
  const std::string open(100'000, '[');
  unreadable(text_with(R"("amount":5)", R"("amount":)" + open), "more than 129 levels deep");
}

BOOST_AUTO_TEST_CASE(an_event_may_be_so_large_and_no_larger) {
  const auto fits = [](std::size_t bytes) {
    event e = full();
    e.data = {{"text", std::string(bytes, 'x')}};
    const auto text = to_json_text(e);
    if (text) BOOST_TEST((event_from_json(*text).value() == e));
    return text.has_value();
  };
  BOOST_TEST(fits(max_json_bytes - 1000));
  BOOST_TEST(!fits(max_json_bytes - 10));
  unreadable(std::string(max_json_bytes + 1, ' '), "1048577 bytes, at most 1048576");
}

BOOST_AUTO_TEST_CASE(a_text_is_plain_if_json_writes_it_as_it_is) {
  BOOST_TEST(detail::is_plain(""));
  for (std::size_t size = 1; size <= 25; ++size)
    for (std::size_t at = 0; at < size; ++at)
      for (int c = 0; c < 256; ++c) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(c);
        const bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
        BOOST_REQUIRE(detail::is_plain(text) == plain);
      }
}

BOOST_AUTO_TEST_CASE(the_measured_size_is_never_below_the_real_one) {
  random_source random{random_key{2}};
  for (int i = 0; i < 300; ++i) {
    event e = full();
    std::string odd;
    for (int k = 0; k < 40; ++k) odd += static_cast<char>(random.uniform(0, 127));
    e.data = {{odd, odd}, {"n", random()}, {"d", static_cast<double>(random()) * 1e-300}};
    e.metadata = {{odd, odd}, {"k", "v"}};
    // So large that a measure that is too small lets more through than may be read.
    const auto most = max_json_bytes - static_cast<std::size_t>(random.uniform(0, 1500));
    e.data["pad"] = std::string(most, 'x');
    const auto text = to_json_text(e);
    if (text) BOOST_REQUIRE(text->size() <= max_json_bytes);
    if (i % 50 == 0 && text) BOOST_TEST((event_from_json(*text).value() == e));
  }
}

BOOST_AUTO_TEST_SUITE_END()
