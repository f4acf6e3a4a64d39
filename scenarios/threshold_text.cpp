// A threshold as text: METRIC < VALUE [for "POLICY"] [at /pointer=value, /…].
#include <memory>

#include <contend/scenarios/thresholds.hpp>

namespace contend::scenarios {

namespace {

using config::node;
using config::place;

constexpr std::string_view blanks = " \t";

/// Reads the text from left to right; each piece remembers where it stood.
class scanner {
 public:
  explicit scanner(const config::source& from) : from_{from} {}

  [[nodiscard]] std::string_view rest() const { return all().substr(at_); }
  [[nodiscard]] place here() const { return {&from_, at_}; }

  void skip_blanks() { at_ = std::min(all().find_first_not_of(blanks, at_), all().size()); }

  /// Up to a character of `ends`, without blanks around it.
  node piece(std::string_view ends) {
    skip_blanks();
    const place where = here();
    const std::size_t end = std::min(all().find_first_of(ends, at_), all().size());
    std::string_view text = all().substr(at_, end - at_);
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    at_ = end;
    return node{std::string{text}, where};
  }

  /// Up to a blank or a comparison; a group in braces may have both in its name.
  node metric() {
    skip_blanks();
    const std::size_t from = at_;
    const std::size_t end = all().find_first_of(" <>{", from);
    if (end == std::string_view::npos || all()[end] != '{') return piece(" <>");
    at_ = std::min(all().find('}', end), all().size() - 1) + 1;
    return node{std::string{all().substr(from, at_ - from)}, {&from_, from}};
  }

  /// Up to `end`, which is not passed.
  node until(std::string_view end) {
    const place where = here();
    const std::size_t stop = std::min(all().find(end, at_), all().size());
    std::string_view text = all().substr(at_, stop - at_);
    at_ = stop;
    return node{std::string{text.substr(0, text.find_last_not_of(blanks) + 1)}, where};
  }

  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

 private:
  [[nodiscard]] std::string_view all() const { return from_.text; }

  const config::source& from_;
  std::size_t at_ = 0;
};

/// What JSON takes for a value is one; the rest stays text.
node value_of(const node& piece) {
  config::diagnostics not_json;
  config::document parsed = config::parse(*piece.as<std::string>(), "", not_json);
  const bool scalar = parsed.root.as<node::array>() == nullptr &&
                      parsed.root.as<node::object>() == nullptr && !parsed.root.is_null();
  if (!not_json.empty() || !scalar) return piece;
  parsed.root.where = piece.where;
  return std::move(parsed.root);
}

void read_policy(scanner& text, node& into) {
  text.skip_blanks();
  const bool quoted = text.take("\"");
  node name = text.until(quoted ? "\"" : " at ");
  if (quoted) text.take("\"");
  into.add("policy", std::move(name));
}

void read_points(scanner& text, node& into) {
  node& at = into.add("at", node{node::object{}, text.here()});
  do {
    text.skip_blanks();
    const node pointer = text.until("=");
    text.take("=");
    at.add(*pointer.as<std::string>(), value_of(text.piece(",")));
    at.as<node::object>()->back().where = pointer.where;
  } while (text.take(","));
}

void put_all(node& at, const place& where) {
  at.where = where;
  auto* members = at.as<node::object>();
  if (members == nullptr) return;
  for (config::member& m : *members) {
    m.where = where;
    put_all(m.held, where);
  }
}

}  // namespace

node parse_threshold(std::string text, config::document& keep, config::diagnostics& errors,
                     std::string name) {
  auto from = std::make_shared<const config::source>(
      config::source{.name = std::move(name), .text = std::move(text)});
  keep.sources.push_back(from);
  scanner all{*from};
  node made{node::object{}, {from.get(), 0}};
  const auto refuse = [&](const place& where) {
    errors.error(where, "a threshold is written METRIC < VALUE or METRIC > VALUE",
                 R"(for example: conflict_rate < 5% for "full jitter" at /workload/writers=50)");
    return node{};
  };

  made.add("metric", all.metric());
  all.skip_blanks();
  const bool below = all.take("<");
  if (!below && !all.take(">")) return refuse(all.here());
  all.skip_blanks();
  if (all.rest().starts_with('=')) {
    errors.error(all.here(), "a threshold is written with < or > alone",
                 "an interval that touches its limit is inconclusive either way");
    return node{};
  }
  node limit = value_of(all.piece(blanks));
  if (const auto* word = limit.as<std::string>(); word != nullptr && word->empty())
    return refuse(limit.where);
  made.add(below ? "below" : "above", std::move(limit));
  all.skip_blanks();
  if (all.take("for ")) read_policy(all, made);
  all.skip_blanks();
  if (all.take("at ")) read_points(all, made);
  all.skip_blanks();
  return all.rest().empty() ? std::move(made) : refuse(all.here());
}

config::node threshold_file::from_text(const node& text, config::diagnostics& errors) {
  config::document keep;
  config::diagnostics found;
  node made = parse_threshold(*text.as<std::string>(), keep, found);
  for (const config::diagnostic& one : found.list())
    errors.error(text.where, one.message, one.hint);
  put_all(made, text.where);
  return made;
}

}  // namespace contend::scenarios
