// Words in which the tests of operations are written, and how decisions and actions are printed
// where a test fails.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/operation.hpp>

namespace contend {

inline std::ostream& operator<<(std::ostream& out, outcome o) { return out << to_string(o); }
inline std::ostream& operator<<(std::ostream& out, reason r) { return out << to_string(r); }
inline std::ostream& operator<<(std::ostream& out, ending e) { return out << to_string(e); }

inline std::ostream& operator<<(std::ostream& out, const decision& d) {
  constexpr const char* names[] = {"retry after", "retry on commit", "give up", "defer"};
  return out << names[static_cast<std::size_t>(d.what)] << " why=" << d.why
             << " delay=" << d.delay.count() << " after=" << d.after;
}

inline std::ostream& operator<<(std::ostream& out, const action& a) {
  constexpr const char* names[] = {"admit",   "read", "decide",          "append",
                                   "resolve", "wait", "wait for commit", "done"};
  return out << names[static_cast<std::size_t>(a.what)] << " at=" << a.at
             << " until=" << a.until.time_since_epoch().count();
}

inline std::ostream& operator<<(std::ostream& out, const operation_result& r) {
  return out << r.end << ", " << r.why << ", last " << r.last
             << (r.unresolved ? ", unresolved" : "") << ", attempts " << r.attempts
             << ", conflicts " << r.conflicts << ", at " << r.current;
}

namespace test {

constexpr time_point at(duration since_start) { return time_point{since_start}; }

/// The answer `a`, arriving at that time.
constexpr answer at(duration since_start, answer a) {
  a.now = at(since_start);
  return a;
}

constexpr action admit() { return {.what = action::kind::admit}; }
constexpr action read(version since = 0) { return {.what = action::kind::read, .at = since}; }
constexpr action decide(version on) { return {.what = action::kind::decide, .at = on}; }
constexpr action append(version on) { return {.what = action::kind::append, .at = on}; }
constexpr action resolve(version on) { return {.what = action::kind::resolve, .at = on}; }
constexpr action wait(duration until) { return {.what = action::kind::wait, .until = at(until)}; }
constexpr action wait_for_commit(version after, time_point until) {
  return {.what = action::kind::wait_for_commit, .at = after, .until = until};
}
constexpr action done() { return {}; }

constexpr answer conflict_at(version current) { return append_failed(outcome::conflict, current); }

/// Answers what a backoff was told to, always.
struct says {
  decision answered = retry_after(duration::zero());
  static constexpr bool times_attempts = false;
  decision next(const attempt_facts&, random_source&) const { return answered; }
};

/// Takes an operation from its start to where its append is out, at version `on`.
template <class Operation>
action to_append(Operation& op, version on, duration start = duration::zero()) {
  op.resume(at(start, started({})));
  op.resume(at(start, read_at(on)));
  return op.resume(at(start, decided()));
}

/// Takes an operation that has just been told to read to where its append is out.
template <class Operation>
action read_to_append(Operation& op, version on, duration now = duration::zero()) {
  op.resume(at(now, read_at(on)));
  return op.resume(at(now, decided()));
}

/// Keeps everything that an operation tells.
struct recorder {
  std::vector<attempt_facts> failures;
  std::vector<duration> waits;
  std::vector<attempt_facts> resolves;
  std::vector<operation_result> ends;

  void attempt_failed(const attempt_facts& facts) { failures.push_back(facts); }
  void waiting(const attempt_facts&, duration wait) { waits.push_back(wait); }
  void resolving(const attempt_facts& facts) { resolves.push_back(facts); }
  void ended(const operation_result& result) { ends.push_back(result); }
};

}  // namespace test
}  // namespace contend

/// How Boost.Test prints durations and times.
namespace boost::test_tools::tt_detail {
template <class Rep, class Period>
struct print_log_value<std::chrono::duration<Rep, Period>> {
  void operator()(std::ostream& out, std::chrono::duration<Rep, Period> d) {
    out << contend::duration{d}.count() << "ns";
  }
};
template <>
struct print_log_value<contend::time_point> {
  void operator()(std::ostream& out, contend::time_point t) {
    out << t.time_since_epoch().count() << "ns";
  }
};
}  // namespace boost::test_tools::tt_detail
