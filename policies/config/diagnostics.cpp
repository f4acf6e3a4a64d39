#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include <contend/policies/config/diagnostics.hpp>

namespace contend::config {

namespace {

/// Longer lines are shown shortened to about this many bytes around the place.
constexpr std::size_t shown_line = 160;

bool continues_character(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80;
}

std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

/// Printable on a terminal whatever stands in the file: control characters and what is no UTF-8
/// become '?', tabs a blank, so that the caret stays in its column.
std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    std::size_t length = lead < 0x80    ? 1
                         : lead >= 0xf0 ? 4
                         : lead >= 0xe0 ? 3
                         : lead >= 0xc2 ? 2
                                        : 0;
    const bool whole = length != 0 && lead <= 0xf4 && at + length <= text.size() &&
                       std::all_of(&text[at] + 1, text.data() + at + length, continues_character);
    if (!whole || lead < 0x20 || lead == 0x7f) {
      shown += lead == '\t' ? ' ' : '?';
      ++at;
      while (!whole && at < text.size() && continues_character(text[at])) ++at;
      continue;
    }
    shown += text.substr(at, length);
    at += length;
  }
  return shown;
}

/// A byte order mark is no character of the first line.
std::size_t skipped_mark(std::string_view text) noexcept {
  return text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
}

/// Begin and end of the line around `offset`.
std::pair<std::size_t, std::size_t> line_around(std::string_view text,
                                                std::size_t offset) noexcept {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? skipped_mark(text) : before + 1;
  std::size_t end = std::min(text.find('\n', offset), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  return {begin, std::max(begin, end)};
}

void show_line(diagnostic& found, const place& where) {
  const std::string_view text = where.in->text;
  const std::size_t offset = std::min(where.offset, text.size());
  auto [begin, end] = line_around(text, offset);
  std::string left;
  if (end - begin > shown_line) {
    if (offset > begin + shown_line / 2) {
      begin = offset - shown_line / 2;
      while (begin < offset && continues_character(text[begin])) ++begin;
      left = "... ";
    }
    end = std::min(end, begin + shown_line);
    while (end > begin && end < text.size() && continues_character(text[end])) --end;
  }
  const std::string before = left + printable(text.substr(begin, std::min(offset, end) - begin));
  found.caret = characters(before);
  found.source_line = before;
  if (offset < end) found.source_line += printable(text.substr(offset, end - offset));
}

/// Whether they are of the same place; without places, whether they are the same. By what they say
/// of it, since the sources may be gone.
bool stand_together(const diagnostic& a, const diagnostic& b) {
  const auto place = [](const diagnostic& d) {
    return std::tie(d.file, d.line, d.column, d.source_line);
  };
  return a.line == 0 ? a == b : place(a) == place(b);
}

}  // namespace

position position_of(const place& where) noexcept {
  if (where.in == nullptr) return {};
  const std::string_view before = std::string_view{where.in->text}.substr(0, where.offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? skipped_mark(before) : newline + 1;
  return {.line = where.in->first_line +
                  static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          .column = 1 + characters(before.substr(begin))};
}

std::string diagnostic::text() const {
  std::string shown = line == 0 ? fmt::format("{}: error: {}\n", file, message)
                                : fmt::format("{}:{}:{}: error: {}\n", file, line, column, message);
  if (line != 0) shown += fmt::format("  {}\n  {:{}}^\n", source_line, "", caret);
  if (!hint.empty()) shown += hint + '\n';
  return shown;
}

bool diagnostics::takes_one() {
  if (full()) ++left_out_;
  return !full();
}

void diagnostics::error(const place& where, std::string message, std::string hint) {
  if (!takes_one()) return;
  const position at = position_of(where);
  diagnostic found{
      .line = at.line, .column = at.column, .message = printable(message), .hint = printable(hint)};
  if (where.in != nullptr) {
    found.file = where.in->name;
    show_line(found, where);
  }
  list_.push_back(std::move(found));
  places_.push_back(where);
}

void diagnostics::error(std::string file, std::string message, std::string hint) {
  if (!takes_one()) return;
  list_.push_back(
      {.file = std::move(file), .message = printable(message), .hint = printable(hint)});
  places_.emplace_back();
}

void diagnostics::append(const diagnostics& others) {
  left_out_ += others.left_out_;
  const auto known = static_cast<std::ptrdiff_t>(list_.size());
  for (std::size_t i = 0; i < others.list_.size(); ++i) {
    const diagnostic& found = others.list_[i];
    const auto end = list_.begin() + known;
    const bool told = std::find_if(list_.begin(), end, [&](const diagnostic& before) {
                        return stand_together(before, found);
                      }) != end;
    if (told || !takes_one()) continue;
    list_.push_back(found);
    places_.push_back(others.places_[i]);
  }
}

std::vector<diagnostic> diagnostics::list() const {
  std::vector<diagnostic> sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const diagnostic& a, const diagnostic& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

std::string diagnostics::text() const {
  std::string all;
  for (const diagnostic& found : list()) all += found.text();
  if (left_out_ != 0) all += fmt::format("and {} more errors\n", left_out_);
  return all;
}

void diagnostics::throw_if_any() const {
  if (!empty()) throw invalid_config{*this};
}

}  // namespace contend::config
