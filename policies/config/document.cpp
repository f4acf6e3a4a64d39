#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/policies/config/detail/syntax.hpp>
#include <contend/policies/config/document.hpp>

namespace contend::config {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Builds the tree from nlohmann_json's events. Those carry no positions, but they come in the
/// order of the text and each token was checked before its event: so the place of a token is what
/// follows the last one, blanks and separators aside.
class tree_builder {
 public:
  tree_builder(const source& from, std::size_t begin, diagnostics& errors)
      : from_{from}, errors_{errors}, begin_{begin}, at_{begin} {
    if (begin == 0 && text().substr(0, byte_order_mark.size()) == byte_order_mark)
      at_ = byte_order_mark.size();
  }

  node take() { return std::move(root_); }

  bool null() { return scalar(nullptr); }
  bool boolean(bool held) { return scalar(held); }
  bool number_integer(std::int64_t held) { return scalar(held); }
  bool number_unsigned(std::uint64_t held) { return scalar(held); }
  bool number_float(double held, const std::string& written);
  bool string(std::string& held) { return scalar(std::move(held)); }
  static bool binary(const std::vector<std::uint8_t>&) { return false; }  // not in JSON text
  bool key(std::string& name);
  bool start_object(std::size_t) { return open(node::object{}); }
  bool start_array(std::size_t) { return open(node::array{}); }
  bool end_object();
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& found);

 private:
  [[nodiscard]] std::string_view text() const noexcept { return from_.text; }
  [[nodiscard]] place here() const noexcept { return {&from_, at_}; }

  void find_token() { at_ = std::min(text().find_first_not_of(" \t\r\n,:", at_), text().size()); }
  void pass_token();
  bool scalar(node::any held);
  bool open(node::any held);
  bool close();
  node* attach(node::any held);

  const source& from_;
  diagnostics& errors_;
  std::size_t begin_;
  std::size_t at_;  ///< The end of the last token.
  std::size_t values_ = 0;
  node root_{};
  std::vector<node*>
      open_{};  ///< A parent grows only when its last child is closed: they stay put.
};

void tree_builder::pass_token() {
  if (text()[at_] != '"') {
    at_ = std::min(text().find_first_of(" \t\r\n,:]}", at_), text().size());
    return;
  }
  for (++at_; text()[at_] != '"'; ++at_)
    if (text()[at_] == '\\') ++at_;
  ++at_;
}

node* tree_builder::attach(node::any held) {
  if (++values_ > most_values) {
    errors_.error(here(), fmt::format("more than {} values", most_values));
    return nullptr;
  }
  node made{std::move(held), here()};
  if (open_.empty()) {
    root_ = std::move(made);
    return &root_;
  }
  if (auto* items = open_.back()->as<node::array>()) return &items->emplace_back(std::move(made));
  node& waiting = open_.back()->as<node::object>()->back().held;
  waiting = std::move(made);
  return &waiting;
}

bool tree_builder::scalar(node::any held) {
  find_token();
  if (attach(std::move(held)) == nullptr) return false;
  pass_token();
  return true;
}

bool tree_builder::number_float(double held, const std::string& written) {
  if (written.find_first_of(".eE") == std::string::npos) {
    find_token();
    errors_.error(here(), fmt::format("the whole number {} does not fit in 64 bits",
                                      written.size() > 60 ? "here" : written));
  }
  return scalar(held);
}

bool tree_builder::key(std::string& name) {
  find_token();
  open_.back()->as<node::object>()->push_back({.key = std::move(name), .where = here()});
  pass_token();
  return true;
}

bool tree_builder::open(node::any held) {
  find_token();
  if (open_.size() >= most_depth) {
    errors_.error(here(), fmt::format("nested more than {} levels deep", most_depth));
    return false;
  }
  node* opened = attach(std::move(held));
  if (opened == nullptr) return false;
  open_.push_back(opened);
  ++at_;
  return true;
}

bool tree_builder::close() {
  find_token();
  ++at_;
  open_.pop_back();
  return true;
}

bool tree_builder::end_object() {
  std::vector<const member*> sorted;
  for (const member& m : *open_.back()->as<node::object>()) sorted.push_back(&m);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const member* a, const member* b) { return a->key < b->key; });
  const member* first = nullptr;
  for (const member* m : sorted) {
    if (first == nullptr || first->key != m->key) {
      first = m;
      continue;
    }
    const position before = position_of(first->where);
    errors_.error(m->where,
                  fmt::format("the key \"{}\" stands here again; first at line {}, column {}",
                              m->key, before.line, before.column));
    if (errors_.full()) return false;
  }
  return close();
}

bool tree_builder::parse_error(std::size_t position, const std::string&,
                               const nlohmann::detail::exception& found) {
  // `position` counts the characters read, the offending one included.
  const std::size_t stopped = begin_ + (position == 0 ? 0 : position - 1);
  detail::syntax_mistake mistake = detail::explain_syntax(text(), stopped, at_, found.what());
  if (mistake.offset == text().size() && !open_.empty()) {
    const place opened = open_.back()->where;
    const auto at = position_of(opened);
    mistake.hint = fmt::format("the '{}' at line {}, column {} is not closed",
                               text()[opened.offset], at.line, at.column);
  }
  errors_.error({&from_, mistake.offset}, std::move(mistake.message), std::move(mistake.hint));
  return false;
}

}  // namespace

document parse(std::string text, std::string name, diagnostics& errors, std::size_t begin) {
  document parsed;
  auto from = std::make_shared<const source>(source{std::move(name), std::move(text)});
  parsed.sources.push_back(from);
  const std::string_view all = from->text;
  if (all.size() > most_bytes) {
    errors.error(from->name, fmt::format("larger than {} MiB", most_bytes >> 20U));
  } else if (const auto nul = all.find('\0'); nul != std::string_view::npos) {
    // nlohmann_json would take it for the end of the text.
    errors.error({from.get(), nul}, "a zero byte: this is not JSON in UTF-8");
  } else {
    tree_builder builder{*from, begin, errors};
    const std::string_view json = all.substr(begin);
    if (nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) parsed.root = builder.take();
  }
  if (parsed.root.where.in == nullptr) parsed.root.where = {from.get(), begin};
  return parsed;
}

}  // namespace contend::config
