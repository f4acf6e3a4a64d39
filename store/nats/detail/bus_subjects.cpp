#include <contend/store/bus/namespace_pattern.hpp>
#include <contend/store/nats/detail/bus_subjects.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

namespace {

/// Calls with each token of `text`.
void for_each_token(std::string_view text, auto call) {
  for (;;) {
    const std::size_t dot = text.find('.');
    call(text.substr(0, dot));
    if (dot == std::string_view::npos) return;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string bus_subject(std::string_view prefix, std::string_view text) {
  std::string subject{prefix};
  for_each_token(text, [&](std::string_view token) {
    subject += '.';
    subject += token == "*" || token == ">" ? std::string{token} : token_of(token);
  });
  return subject;
}

std::optional<std::string> bus_namespace(std::string_view prefix, std::string_view subject) {
  if (!subject.starts_with(prefix)) return {};
  subject.remove_prefix(prefix.size());
  if (!subject.starts_with('.')) return {};
  subject.remove_prefix(1);
  std::string all;
  bool good = true;
  for_each_token(subject, [&](std::string_view token) {
    const auto name = name_of(token);
    good = good && name.has_value();
    if (!good) return;
    if (!all.empty()) all += '.';
    all += *name;
  });
  if (!good || !is_namespace(all)) return {};
  return all;
}

}  // namespace contend::nats
