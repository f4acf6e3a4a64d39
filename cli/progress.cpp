#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <contend/cli/progress.hpp>
#include <contend/cli/terminal.hpp>

namespace contend::cli {

namespace {

constexpr auto clear_line = "\r\x1b[K";
constexpr auto clear_below = "\r\x1b[J";

}  // namespace

progress_display::progress_display(progress_style style, std::string_view unit)
    : style_{style}, unit_{unit}, started_{clock::now()}, next_{started_} {
  if (style_ == progress_style::automatic && !is_terminal(stderr)) style_ = progress_style::none;
}

progress_display::~progress_display() {
  if (style_ == progress_style::automatic) draw({""});
}

/// In the place of what stands there; what is left over is cleared.
void progress_display::draw(const std::vector<std::string>& lines) {
  std::string text;
  if (drawn_ > 1) text += fmt::format("\x1b[{}A", drawn_ - 1);
  if (drawn_ > lines.size()) text += clear_below;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) text += '\n';
    text += clear_line;
    text += line;
  }
  std::fputs(text.c_str(), stderr);
  drawn_ = lines.size();
}

void progress_display::update(
    reports::progress so_far,
    const std::function<std::vector<std::string>(const reports::style&)>& below) {
  const clock::time_point now = clock::now();
  if (style_ == progress_style::none) return;

  so_far.seconds = std::chrono::duration<double>{now - started_}.count();
  // What is done to learn how much work there is, is done cold and on its own: it tells no speed.
  if (so_far.ahead) pace_.at(so_far.seconds, so_far.worked);
  if (now < next_) return;
  if (so_far.ahead) so_far.seconds_left = pace_.seconds_for(*so_far.ahead);
  if (style_ == progress_style::json) {
    fmt::print(stderr, "{}\n", reports::progress_json(so_far));
  } else if (style_ == progress_style::plain) {
    fmt::print(stderr, "{}\n", reports::progress_line(so_far, unit_));
  } else {
    // A line that wraps could not be written over.
    const std::size_t width = columns(stderr) - 1;
    std::vector<std::string> lines{reports::progress_line(so_far, unit_).substr(0, width)};
    if (below)
      for (std::string& line : below({.width = width, .utf8 = speaks_utf8()}))
        lines.push_back(std::move(line));
    draw(lines);
  }
  next_ = now + (style_ == progress_style::automatic ? interval() : std::chrono::seconds{1});
}

}  // namespace contend::cli
