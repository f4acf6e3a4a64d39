// A log for the tests of the verifier, and ways to damage it.
#pragma once

#include <jetstream/homes.hpp>
#include <memory>
#include <store/events.hpp>
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/store/event_json.hpp>
#include <contend/store/nats/detail/subjects.hpp>
#include <contend/store/nats/verify.hpp>

namespace contend::test {

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A stream of its own: one append of the events 1 to 3 of "a", with the ids e1 to e3.
struct planted {
  planted() {
    store->append("a", expected_version::no_stream(), events_at("a", {1, 2, 3})).value();
  }

  [[nodiscard]] log_report look(verify_options options = {}) const {
    options.stream = home.stream;
    return verify_log(quick(shared_server().url()), options).value();
  }
  [[nodiscard]] std::string subject(const std::string& actor) const {
    return nats::subjects{home.stream, "default"}.events(actor);
  }
  void message(const std::string& actor, const std::string& versions, std::uint64_t previous,
               const std::string& payload) const {
    home.publish(subject(actor), {}, first_line(versions, previous) + payload);
  }
  [[nodiscard]] static std::string first_line(const std::string& versions, std::uint64_t previous) {
    return "contend " + versions + " after " + std::to_string(previous) + '\n';
  }
  [[nodiscard]] static std::string text(const std::string& actor, version v,
                                        const std::string& id) {
    return to_json_text(draft(actor, v, id)).value();
  }
  /// Where exactly one is found, of this fault and no other.
  [[nodiscard]] log_finding only(log_fault fault, const verify_options& options = {}) const {
    const log_report found = look(options);
    for (const log_finding& f : found.findings)
      BOOST_TEST((f.fault == fault), std::string{name_of(f.fault)} + ": " + f.what);
    BOOST_REQUIRE_EQUAL(found.count(fault), 1U);
    BOOST_REQUIRE_EQUAL(found.findings.size(), 1U);
    BOOST_TEST(found.whole() == is_remark(fault));
    BOOST_TEST(!found.findings.front().what.empty());
    BOOST_TEST(!found.findings.front().right.empty());
    return found.findings.front();
  }

  nats_home home{};
  std::unique_ptr<event_store> store = home.open("default");
};

/// Of "a".
inline acknowledged_event told(version v, std::string id) {
  return {.actor = "a", .version = v, .id = std::move(id)};
}

}  // namespace contend::test
