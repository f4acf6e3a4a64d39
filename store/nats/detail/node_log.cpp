#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/nats_settings.hpp>
#include <contend/store/nats/detail/node_log.hpp>
#include <contend/store/nats/detail/snapshot_log.hpp>
#include <contend/store/nats/detail/stream_setup.hpp>

namespace contend::nats {

namespace {

constexpr std::uint64_t messages_a_checkpoint = 1024;
constexpr std::uint64_t messages_a_question = 256;

/// Makes `call` again while a cluster may be choosing a leader, for four times the time of one
/// call: the reading itself may have been given to a node that is gone, which the others notice
/// only later.
template <class Call>
auto patiently(const link& to, bool in_cluster, const Call& call) {
  const auto until = std::chrono::steady_clock::now() + 4 * to.timeout();
  for (;;) {
    auto answer = call();
    if (answer || !in_cluster || answer.error().code != store_errc::unavailable ||
        std::chrono::steady_clock::now() >= until)
      return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
}

std::string_view header(natsMsg* message, const char* name) noexcept {
  const char* text = nullptr;
  if (natsMsgHeader_Get(message, name, &text) != NATS_OK || text == nullptr) return {};
  return text;
}

walked_message walked(natsMsg* message, const stored_message& stored) {
  walked_message m{.subject = natsMsg_GetSubject(message), .stored = stored};
  const std::string_view text = header(message, expected_sequence_header);
  std::uint64_t expected = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), expected);
  if (!text.empty() && bad == std::errc{} && end == text.data() + text.size())
    m.checked_for = expected;
  return m;
}

}  // namespace

result<node_log> node_log::open(const nats_options& how, const std::string& url,
                                const verify_options& options) {
  nats_options one = how;
  one.urls = {url};
  auto connection = link::open(one);
  if (!connection) return connection.error();
  node_log made{*std::move(connection), options};
  const auto server = made.link_->server();
  if (!server) return server.error();
  made.report_ = {.url = shown_urls({url}), .server = *server};
  return made;
}

std::string node_log::pattern(const std::string& stream) const {
  if (!options_->name_space) return stream + ".>";
  return fmt::format("{}.{}.>", stream, token_of(*options_->name_space));
}

result<node_log::bounds_found> node_log::bounds(const std::string& stream) {
  return patiently(*link_, in_cluster(), [&]() -> result<bounds_found> {
    const auto found = find_stream(*link_, stream);
    if (!found) return found.error();
    if (!*found) return bounds_found{};
    const auto last = log{*link_, stream, false}.last(pattern(stream));
    if (!last) return last.error();
    return bounds_found{true, (*found)->State.FirstSeq, last->sequence};
  });
}

result<void> node_log::read(const std::string& stream, std::uint64_t last,
                            const log::visitor& visit) {
  const std::uint64_t before = link_->reconnects();
  std::uint64_t after = 0;
  const auto done = patiently(*link_, in_cluster(), [&] {
    return log{*link_, stream, false}.read(pattern(stream), after, last,
                                           [&](std::uint64_t sequence, natsMsg* message) {
                                             after = sequence;
                                             return visit(sequence, message) && goes_on();
                                           });
  });
  if (!done) return done;
  if (link_->reconnects() != before)
    return store_error{.code = store_errc::unavailable,
                       .detail = "the connection was lost while the log was read"};
  return {};
}

bool node_log::goes_on() {
  if (options_->stop && asked_++ % messages_a_question == 0 && options_->stop()) complete_ = false;
  return complete_;
}

result<void> node_log::read_snapshots(log_check& to) {
  const std::string stream = snapshots_of(options_->stream);
  const auto there = bounds(stream);
  if (!there) return there.error();
  // The last one of now may be forgotten for a newer one meanwhile: the reading ends there as well.
  return read(stream, there->last, [&](std::uint64_t sequence, natsMsg* message) {
    to.snapshot(walked(message, look_at_snapshot(message, sequence)), snapshot_fault(message));
    return true;
  });
}

void node_log::add_to_digest(const walked_message& m, std::string_view id) {
  digest_.add(m.stored.sequence)
      .add(m.subject)
      .add(id)
      .add(m.stored.versions ? versions_text(*m.stored.versions) : std::string{})
      .add(m.stored.previous.value_or(0))
      .add(m.stored.payload);
  if (++report_.messages % messages_a_checkpoint == 0)
    checkpoints_.push_back({m.stored.sequence, digest_.value()});
}

result<void> node_log::read_events(std::uint64_t last, log_check* to) {
  const auto done = read(options_->stream, last, [&](std::uint64_t sequence, natsMsg* message) {
    const walked_message m = walked(message, look_at(message, sequence));
    add_to_digest(m, header(message, message_id_header));
    if (to != nullptr) to->message(m);
    return true;
  });
  report_.digest = digest_.text();
  return done;
}

std::uint64_t node_log::same_until(const std::vector<checkpoint>& a,
                                   const std::vector<checkpoint>& b) noexcept {
  const auto [end, other] = std::ranges::mismatch(a, b);
  return end == a.begin() ? 0 : std::prev(end)->sequence;
}

}  // namespace contend::nats
