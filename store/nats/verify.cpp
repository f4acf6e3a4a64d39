#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <contend/store/nats/detail/nats_settings.hpp>
#include <contend/store/nats/detail/node_log.hpp>
#include <contend/store/nats/verify.hpp>

namespace contend {

namespace {

using nats::node_log;

constexpr std::array<std::string_view, log_fault_count> names{
    "foreign message",   "malformed event",    "misplaced event",    "version not rising",
    "broken chain",      "id twice",           "malformed snapshot", "snapshot ahead",
    "acknowledged lost", "acknowledged twice", "order reversed",     "nodes differ",
    "head cut",          "snapshot alone",     "acknowledged gone",  "head moved",
};

/// The walks over the nodes, the first of which all others are compared with.
class verification {
 public:
  verification(const nats_options& how, const verify_options& options)
      : how_{how}, options_{options} {
    report_.stream = options.stream;
  }

  result<log_report> run() {
    if (how_.urls.empty())
      return store_error{.code = store_errc::damaged, .detail = "no URL is given"};
    for (std::size_t i = 0; i < how_.urls.size() && report_.complete; ++i) {
      const std::string& url = how_.urls[i];
      if (const auto done = i == 0 ? check(url) : compare(url); !done) return at(url, done.error());
    }
    return std::move(report_);
  }

 private:
  static store_error at(const std::string& url, store_error e) {
    const std::string shown = nats::shown_urls({url});
    if (e.detail.find(shown) == e.detail.npos) e.detail = fmt::format("{}: {}", shown, e.detail);
    return e;
  }

  result<void> check(const std::string& url) {
    auto node = node_log::open(how_, url, options_);
    if (!node) return node.error();
    nats::log_check checked{options_};
    if (const auto done = node->read_snapshots(checked); !done) return done.error();
    const auto bounds = node->bounds();
    if (!bounds) return bounds.error();
    if (!bounds->exists)
      return store_error{.code = store_errc::damaged,
                         .detail = fmt::format("there is no stream {}", options_.stream)};
    report_.last_sequence = bounds->last;
    if (const auto done = node->read_events(bounds->last, &checked); !done) return done.error();
    const auto after = node->bounds();
    if (!after) return after.error();
    report_.first_sequence = after->first;
    report_.complete = node->complete();
    checked.finish(after->first, report_);
    keep(*node);
    return {};
  }

  result<void> compare(const std::string& url) {
    auto node = node_log::open(how_, url, options_);
    if (!node) return node.error();
    const auto bounds = node->bounds();
    if (!bounds) return bounds.error();
    const std::uint64_t to = std::min(report_.last_sequence, bounds->last);
    if (const auto done = node->read_events(to, nullptr); !done) return done.error();
    const auto after = node->bounds();
    if (!after) return after.error();
    report_.complete = node->complete();
    keep(*node);
    if (!report_.complete || node->report().digest == report_.nodes.front().digest) return {};
    const bool moved = after->first > report_.first_sequence;
    add(moved ? log_fault::head_moved : log_fault::nodes_differ,
        {.subject = node->report().url,
         .what = moved ? std::string{"events expired while the nodes were read: not compared"}
                       : difference(*bounds, *node),
         .right = moved ? "a time when nothing expires"
                        : fmt::format("what {} gave", report_.nodes.front().url)});
    return {};
  }

  [[nodiscard]] std::string difference(const node_log::bounds_found& bounds,
                                       const node_log& node) const {
    if (!bounds.exists) return fmt::format("it has no stream {}", options_.stream);
    if (bounds.last < report_.last_sequence)
      return fmt::format("its log ends at sequence {}, and the first node's at {}", bounds.last,
                         report_.last_sequence);
    return fmt::format("its messages differ, the first of them after sequence {}",
                       node_log::same_until(checkpoints_, node.checkpoints()));
  }

  void add(log_fault fault, log_finding f) {
    ++report_.found[static_cast<std::size_t>(fault)];
    f.fault = fault;
    const auto at = std::ranges::upper_bound(report_.findings, fault, {}, &log_finding::fault);
    report_.findings.insert(at, std::move(f));
  }

  void keep(const node_log& node) {
    if (report_.nodes.empty()) checkpoints_ = node.checkpoints();
    report_.nodes.push_back(node.report());
  }

  const nats_options& how_;
  const verify_options& options_;
  log_report report_{};
  std::vector<nats::checkpoint> checkpoints_{};
};

}  // namespace

std::string_view name_of(log_fault fault) noexcept {
  return names[static_cast<std::size_t>(fault)];
}

std::uint64_t log_report::violations() const noexcept {
  return std::accumulate(found.begin(), found.begin() + static_cast<int>(log_fault::head_cut),
                         std::uint64_t{0});
}

result<log_report> verify_log(const nats_options& how, const verify_options& options) {
  return verification{how, options}.run();
}

}  // namespace contend
