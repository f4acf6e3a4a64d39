#include <charconv>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/nats/detail/appender.hpp>
#include <contend/store/nats/detail/stream_setup.hpp>

namespace contend::nats {

namespace {

/// Waits longer each time, up to the time that one call may take; without it, a stream whose leader
/// cannot decide would be asked thousands of times a second.
class patience {
 public:
  explicit patience(duration most) : until_{std::chrono::steady_clock::now() + most} {}

  /// False: it is over.
  bool wait() {
    if (std::chrono::steady_clock::now() >= until_) return false;
    std::this_thread::sleep_for(next_);
    next_ = std::min<duration>(next_ * 2, std::chrono::milliseconds{64});
    return true;
  }
  [[nodiscard]] bool is_over() const { return std::chrono::steady_clock::now() >= until_; }

 private:
  std::chrono::steady_clock::time_point until_;
  duration next_ = std::chrono::milliseconds{1};
};

/// The sequence of {"stream":"NAME","seq":N}, to the letter, which nearly every answer is; whatever
/// else it is takes a parser of JSON, ten times the time.
std::optional<std::uint64_t> usual_answer(std::string_view text) noexcept {
  constexpr std::string_view begin = R"({"stream":")";
  constexpr std::string_view middle = R"(","seq":)";
  if (!text.starts_with(begin) || !text.ends_with('}')) return {};
  text = text.substr(begin.size(), text.size() - begin.size() - 1);
  const std::size_t cut = text.find_first_of("\"\\");
  if (cut == std::string_view::npos || !text.substr(cut).starts_with(middle)) return {};
  text.remove_prefix(cut + middle.size());
  std::uint64_t sequence = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), sequence);
  if (bad != std::errc{} || end != text.data() + text.size() || sequence == 0) return {};
  return sequence;
}

append_body nameless(append_body body) {
  body.id.clear();
  return body;
}

/// What is no answer of a server's. What became of the append nobody can tell.
store_error no_answer() {
  return {.code = store_errc::unanswered,
          .detail = "appending: the answer is none that a server gives"};
}

/// The member where it is there; `otherwise` where it is not. Nothing where it is no such number.
std::optional<std::int64_t> integer(const nlohmann::json& object, const char* name,
                                    std::int64_t otherwise) {
  const auto found = object.find(name);
  if (found == object.end()) return otherwise;
  if (!found->is_number_integer()) return {};
  return found->get<std::int64_t>();
}

result<append_answer> read_refusal(const nlohmann::json& error) {
  using kind = append_answer::kind;
  const auto code = error.is_object() ? integer(error, "err_code", 0) : std::nullopt;
  if (!code) return no_answer();
  if (*code == static_cast<int>(api_code::wrong_sequence)) return append_answer{kind::refused};
  if (*code == static_cast<int>(api_code::wrong_sequence_in_flight) ||
      *code == static_cast<int>(api_code::duplicate_in_process))
    return append_answer{kind::undecided};
  const auto text = error.find("description");
  return api_error(
      static_cast<int>(*code),
      text != error.end() && text->is_string() ? text->get_ref<const std::string&>() : "an error",
      "appending");
}

store_error busy(std::string_view actor, std::string_view why) {
  return {.code = store_errc::throttled, .actor = std::string{actor}, .detail = std::string{why}};
}

}  // namespace

result<append_answer> read_answer(natsMsg* message) {
  using kind = append_answer::kind;
  const std::string_view text{natsMsg_GetData(message),
                              static_cast<std::size_t>(natsMsg_GetDataLength(message))};
  if (const auto sequence = usual_answer(text)) return append_answer{kind::stored, *sequence};
  const auto answer = nlohmann::json::parse(text, nullptr, false);
  if (!answer.is_object()) return no_answer();
  if (const auto error = answer.find("error"); error != answer.end()) return read_refusal(*error);
  const auto sequence = integer(answer, "seq", 0);
  const auto duplicate = answer.find("duplicate");
  const bool is_duplicate = duplicate != answer.end() && *duplicate == true;
  // Only what was seen before and is not yet decided has no sequence.
  if (!sequence || *sequence < (is_duplicate ? 0 : 1)) return no_answer();
  const auto at = static_cast<std::uint64_t>(*sequence);
  if (!is_duplicate) return append_answer{kind::stored, at};
  return append_answer{at == 0 ? kind::staged : kind::known, at};
}

result<version> appender::append(const append_request& a) {
  const auto body = prepare(a);
  if (!body) return body.error();
  auto base = known_base(a);
  if (!base) {
    const auto now = reader_.latest(a.actor);
    if (!now) return now.error();
    if (!a.may_follow(now->at)) return refuse(a, *now, {append_answer::kind::refused});
    base = *now;
  }
  return settle(a, *body, *base, publish(*body, *base));
}

std::optional<position> appender::known_base(const append_request& a) const {
  const auto known =
      a.expected.is_exact() ? known_.at(a.actor, a.expected.at()) : known_.highest(a.actor);
  if (!known || !a.may_follow(known->at)) return {};
  return known;
}

result<append_body> appender::prepare(const append_request& a) {
  if (const auto safe = check_server(); !safe) return safe.error();
  return encode(names_, a.actor, a.events);
}

/// A staged append is asked for again without its id. In a cluster before 2.11 an id whose leader
/// went while it decided is refused until the window of duplicates is over, with nothing stored
/// (nats-server #6415); and of two on the same sequence the server stores one, ids or none.
result<version> appender::settle(const append_request& a, const append_body& body, position base,
                                 result<append_answer> answer) {
  using kind = append_answer::kind;
  patience left{link_.timeout()};
  bool named = true;
  while (answer && answer->what != kind::stored) {
    const auto now = reader_.latest(a.actor);
    if (!now) {
      store_error error = now.error();
      // It is stored, perhaps as it was to be, and nobody can look.
      if (answer->what == kind::known) error.code = store_errc::unanswered;
      return error;
    }
    if (answer->what == kind::known || !a.may_follow(now->at)) return refuse(a, *now, *answer);
    const bool moved = now->sequence != base.sequence;
    if (answer->what == kind::staged)
      named = false;
    else if (!moved && (a.expected.is_exact() || !left.wait()))
      return busy(a.actor, "another append of this actor is being decided on");
    if (moved && left.is_over()) return busy(a.actor, "others kept being faster");
    base = *now;
    answer = named ? publish(body, base) : publish(nameless(body), base);
  }
  if (!answer) return answer.error();
  known_.seen(a.actor, {a.last(), answer->sequence});
  return a.last();
}

result<append_answer> appender::publish(const append_body& body, position base) {
  const message_ptr sent = message(body, base);
  const auto answer = link_.request(sent.get(), effect::possible, "appending");
  if (!answer) return answer.error();
  return read_answer(answer->get());
}

/// Looks whether the events stand already: only here, so that an append that succeeds never does.
result<version> appender::refuse(const append_request& a, position now, append_answer answer) {
  const store_error conflict = version_conflict(a.actor, a.first(), now.at);
  if (now.at < a.first() && answer.what != append_answer::kind::known) return conflict;
  const auto stored = reader_.read(a.actor, {.from = a.first(), .to = a.last()});
  if (!stored) return stored.error();
  std::size_t standing = 0;
  for (const event_ptr& e : a.events)
    for (const event_ptr& other : stored->events) {
      if (other->version != e->version || other->id != e->id) continue;
      if (!detail::same_content(*other, *e)) return detail::duplicate_id(*e);
      ++standing;
    }
  if (standing == a.events.size()) return a.last();
  if (answer.what != append_answer::kind::known || now.at >= a.first()) return conflict;
  return store_error{.code = store_errc::damaged,
                     .actor = std::string{a.actor},
                     .detail = fmt::format("the server says that it is stored at sequence {}, and "
                                           "it is not there",
                                           answer.sequence)};
}

result<void> appender::check_server() {
  if (replicas_ == 1) return {};
  const std::uint64_t now = link_.reconnects();
  if (checked_at_ == now) return {};
  if (auto safe = check_replication(link_, replicas_); !safe) return safe;
  checked_at_ = now;
  return {};
}

}  // namespace contend::nats
