#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/measure/detail/json_tree.hpp>
#include <contend/measure/result_json.hpp>

namespace contend::measure::detail {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t deepest = 64;  // a result is some ten levels deep, its scenario included

/// Where byte number `position` of the text is, for an editor: line:column from 1.
std::string line_and_column(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, std::min(position, text.size()));
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("{}:{}", line, std::max<std::size_t>(before.size() - line_start, 1));
}

/// What the parser calls. Values wait in one place until what holds them is complete and is made at
/// its size: grown value by value, a million small arrays cost more than all the rest.
class builder {
 public:
  builder(std::string_view text, std::string_view name) : text_{text}, name_{name} {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(json::number_integer_t value) { return add(value); }
  bool number_unsigned(json::number_unsigned_t value) { return add(value); }
  bool number_float(json::number_float_t value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(json::binary_t&) { return false; }  // JSON text has none

  bool start_object(std::size_t) { return open(); }
  bool start_array(std::size_t) { return open(); }
  bool key(std::string& name) {
    keys_.push_back(std::move(name));
    return true;
  }
  bool end_array() {
    const auto first = close();
    json::array_t made{std::make_move_iterator(first), std::make_move_iterator(values_.end())};
    values_.erase(first, values_.end());
    return add(std::move(made));
  }
  bool end_object() {
    const auto first = close();
    const auto size = values_.end() - first;
    const auto first_key = keys_.end() - size;
    json::object_t made;
    made.reserve(static_cast<std::size_t>(size));
    for (std::ptrdiff_t i = 0; i < size; ++i) made[std::move(first_key[i])] = std::move(first[i]);
    keys_.erase(first_key, keys_.end());
    values_.erase(first, values_.end());
    return add(std::move(made));
  }

  [[noreturn]] bool parse_error(std::size_t position, const std::string&,
                                const json::exception& e) const {
    if (dynamic_cast<const json::out_of_range*>(&e) != nullptr)
      throw result_error{
          fmt::format("{}: not JSON: a number is beyond what a double holds", name_)};
    throw result_error{fmt::format("{}:{}: not JSON: {}", name_, line_and_column(text_, position),
                                   text_.empty() ? "the file is empty" : e.what())};
  }

  json take() { return std::move(values_.front()); }

 private:
  template <class Value>
  bool add(Value&& value) {
    values_.emplace_back(std::forward<Value>(value));
    return true;
  }
  bool open() {
    if (open_.size() == deepest)
      throw result_error{fmt::format("{}: nested more than {} levels deep", name_, deepest)};
    open_.push_back(values_.size());
    return true;
  }
  /// The first value of what ends here.
  std::vector<json>::iterator close() {
    const auto first = values_.begin() + static_cast<std::ptrdiff_t>(open_.back());
    open_.pop_back();
    return first;
  }

  std::string_view text_, name_;
  std::vector<json> values_{};
  std::vector<std::string> keys_{};
  std::vector<std::size_t> open_{};  ///< Where the values of each open array or object begin.
};

}  // namespace

json json_tree(std::string_view text, std::string_view name) {
  builder tree{text, name};
  json::sax_parse(text, &tree);
  return tree.take();
}

}  // namespace contend::measure::detail
