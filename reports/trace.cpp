#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/reports/trace.hpp>

namespace contend::reports {

namespace {

using measure::timeline;
using step = timeline::step;

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Microseconds, to the nanosecond. Perfetto multiplies them by 1000 and cuts off, which
/// makes 19.999 of 20.000 where the nearest double lies below: a slice would seem to end after the
/// one it is in, and would be left out. A fifth of a nanosecond more tips such a number over.
std::string micros(duration d) {
  const auto read = static_cast<std::int64_t>(static_cast<double>(d.count()) / 1000 * 1000);
  return fmt::format("{}.{:03}{}", d.count() / 1000, d.count() % 1000,
                     read == d.count() ? "" : "2");
}

/// Which track each operation is drawn on.
class tracks {
 public:
  struct track {
    std::uint32_t writer = 0;
    std::uint32_t node = 0;
    std::size_t lane = 0;  ///< Above 0 where the writer has several operations in flight.
    std::size_t id = 0;
  };

  explicit tracks(const std::vector<timeline::operation>& all) {
    for (const timeline::operation& o : all) of_operation_.push_back(place(o));
  }

  [[nodiscard]] const track& of(std::size_t operation) const {
    return all_[of_operation_[operation]];
  }
  [[nodiscard]] const std::vector<track>& all() const { return all_; }

 private:
  struct lane {
    duration free_from{};
    std::size_t track = 0;
  };

  std::size_t place(const timeline::operation& o) {
    std::vector<lane>& lanes = of_writer_[o.writer];
    auto free = std::ranges::find_if(lanes, [&](const lane& l) { return l.free_from <= o.from; });
    if (free == lanes.end()) {
      lanes.push_back({.track = all_.size()});
      all_.push_back({o.writer, o.node, lanes.size() - 1, all_.size() + 1});
      free = lanes.end() - 1;
    }
    free->free_from = o.to;
    return free->track;
  }

  std::map<std::uint32_t, std::vector<lane>> of_writer_{};
  std::vector<track> all_{};
  std::vector<std::size_t> of_operation_{};
};

std::string_view name_of(step::kind what) {
  constexpr std::string_view names[] = {"in line", "taken along", "read", "decide",
                                        "append",  "resolve",     "wait", "wait for a commit"};
  return names[static_cast<std::size_t>(what)];
}

bool is_request(step::kind what) {
  return what == step::kind::read || what == step::kind::append || what == step::kind::resolve;
}

/// 0 for what is part of none.
std::uint32_t attempt_of(const step& s) {
  const bool others_turn = s.what == step::kind::in_line || s.what == step::kind::taken_along;
  return others_turn ? 0 : s.attempt;
}

std::string_view outcome_of(const step& s) { return s.open ? "open" : to_string(s.how); }

/// How an attempt went: the answer to its last request.
std::string_view outcome_of(const std::vector<const step*>& attempt) {
  const auto last = std::find_if(attempt.rbegin(), attempt.rend(),
                                 [](const step* s) { return is_request(s->what); });
  if (last == attempt.rend()) return "no request";
  const bool only_read = (*last)->what == step::kind::read && !(*last)->open;
  return only_read && (*last)->how == outcome::committed ? "abandoned" : outcome_of(**last);
}

class drawing {
 public:
  explicit drawing(const timeline& seen) : seen_{seen}, tracks_{seen.operations} {
    steps_of_.resize(seen.operations.size());
    for (const step& s : seen.steps) steps_of_[s.operation].push_back(&s);
    for (std::size_t i = 0; i < seen.operations.size(); ++i) draw(i);
    for (const step& s : seen.steps) draw_arrow(s);
    std::ranges::stable_sort(events_, {}, &event::first);
  }

  [[nodiscard]] std::string text() const {
    std::string all = names();
    for (const auto& [at, text] : events_) all += (all.empty() ? "" : ",\n") + text;
    return all;
  }

 private:
  using event = std::pair<duration, std::string>;

  [[nodiscard]] std::string at(std::size_t operation, duration when) const {
    const tracks::track& t = tracks_.of(operation);
    return fmt::format("\"pid\":{},\"tid\":{},\"ts\":{}", t.node + 1, t.id, micros(when));
  }

  void slice(std::size_t operation, duration from, duration to, std::string_view name,
             std::string_view category, const std::string& details) {
    events_.emplace_back(
        from,
        fmt::format(R"({{"ph":"X",{},"dur":{},"name":{},"cat":"{}","args":{{{}}}}})",
                    at(operation, from), micros(to - from), json_string(name), category, details));
  }

  void draw(std::size_t index) {
    const timeline::operation& o = seen_.operations[index];
    const std::string_view end = o.open ? "open" : to_string(o.result.end);
    std::string details = fmt::format(R"("actor":{},"ended":"{}","attempts":{},"conflicts":{})",
                                      o.actor, end, o.result.attempts, o.result.conflicts);
    if (!o.open && o.result.why != reason::none)
      details += fmt::format(",\"why\":{}", json_string(to_string(o.result.why)));
    if (o.arrived < o.from && !o.background)
      details += fmt::format(",\"queued_us\":{}", micros(o.from - o.arrived));
    slice(
        index, o.from, o.to,
        fmt::format("operation {}{}: {}", o.number, o.background ? " in the background" : "", end),
        "operation", details);
    draw_steps(index);
  }

  /// Those of an attempt within it; what is part of none by itself.
  void draw_steps(std::size_t operation) {
    const std::vector<const step*>& steps = steps_of_[operation];
    for (auto first = steps.begin(); first != steps.end();) {
      const std::uint32_t number = attempt_of(**first);
      const auto last =
          std::find_if(first, steps.end(), [&](const step* s) { return attempt_of(*s) != number; });
      if (number > 0) {
        const std::string_view how = outcome_of({first, last});
        slice(operation, (*first)->from, (*(last - 1))->to,
              fmt::format("attempt {}: {}", number, how), "attempt",
              fmt::format("\"outcome\":\"{}\"", how));
      }
      for (; first != last; ++first) draw(**first);
    }
  }

  void draw(const step& s) {
    std::string details;
    if (is_request(s.what)) details += fmt::format("\"outcome\":\"{}\"", outcome_of(s));
    if (s.served) details += fmt::format(",\"at_store_us\":{}", micros(*s.served));
    if (s.served && s.what != step::kind::read)
      details += fmt::format(",\"expected\":{}", s.expected);
    if (s.served) details += fmt::format(",\"version\":{}", s.current);
    const bool waits = s.what == step::kind::wait || s.what == step::kind::wait_for_commit;
    slice(s.operation, s.from, s.to, name_of(s.what), waits ? "wait" : "step", details);
  }

  void draw_arrow(const step& lost) {
    if (lost.lost_to == timeline::nowhere) return;
    const step& won = seen_.steps[lost.lost_to];
    ++arrows_;
    const auto end = [&](char phase, const step& s, std::string_view more) {
      events_.emplace_back(
          *s.served, fmt::format(R"({{"ph":"{}",{},"id":{},"name":"won over","cat":"conflict"{}}})",
                                 phase, at(s.operation, *s.served), arrows_, more));
    };
    end('s', won, "");
    end('f', lost, R"(,"bp":"e")");
  }

  /// Of processes and tracks.
  [[nodiscard]] std::string names() const {
    std::map<std::uint32_t, std::string> nodes;
    std::string all;
    const auto put = [&](std::string_view what, const tracks::track& t, const std::string& args) {
      all += fmt::format(R"({}{{"ph":"M","pid":{},"tid":{},"name":"{}","args":{{{}}}}})",
                         all.empty() ? "" : ",\n", t.node + 1, t.id, what, args);
    };
    for (const tracks::track& t : tracks_.all()) {
      if (nodes.try_emplace(t.node).second)
        put("process_name", t, fmt::format("\"name\":\"node {}\"", t.node));
      put("thread_name", t,
          fmt::format("\"name\":\"writer {}{}\"", t.writer,
                      t.lane == 0 ? "" : fmt::format(" ({})", t.lane + 1)));
      put("thread_sort_index", t,
          fmt::format("\"sort_index\":{}",
                      std::size_t{t.writer} * 16 + std::min(t.lane, std::size_t{15})));
    }
    return all;
  }

  const timeline& seen_;
  tracks tracks_;
  std::vector<std::vector<const step*>> steps_of_{};
  std::vector<event> events_{};
  std::size_t arrows_ = 0;
};

std::string heading(const trace_heading& of) {
  std::string text =
      fmt::format(R"("scenario":{},"policy":{},"replication":{},"seed":{})",
                  json_string(of.scenario), json_string(of.policy), of.replication, of.seed);
  if (!of.point.empty()) text += fmt::format(",\"point\":{}", json_string(of.point));
  return text + fmt::format(",\"contend\":{}", json_string(of.version));
}

}  // namespace

std::string render_trace(const measure::timeline& seen, const trace_heading& of) {
  return fmt::format(
      "{{\"displayTimeUnit\":\"ms\",\"otherData\":{{{}}},\"traceEvents\":[\n{}\n]}}\n", heading(of),
      drawing{seen}.text());
}

}  // namespace contend::reports
