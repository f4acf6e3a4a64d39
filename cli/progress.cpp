#include <cstdio>
#include <string>

#include <fmt/format.h>

#include <contend/cli/progress.hpp>
#include <contend/cli/terminal.hpp>

namespace contend::cli {

namespace {

constexpr auto clear_line = "\r\x1b[K";

}  // namespace

progress_display::progress_display(progress_style style, std::string_view unit)
    : style_{style}, unit_{unit}, started_{clock::now()}, next_{started_} {
  if (style_ == progress_style::automatic && !is_terminal(stderr)) style_ = progress_style::none;
}

progress_display::~progress_display() {
  if (style_ == progress_style::automatic) std::fputs(clear_line, stderr);
}

void progress_display::update(reports::progress so_far) {
  const clock::time_point now = clock::now();
  if (style_ == progress_style::none || now < next_) return;

  so_far.seconds = std::chrono::duration<double>{now - started_}.count();
  if (style_ == progress_style::json) {
    fmt::print(stderr, "{}\n", reports::progress_json(so_far));
  } else if (style_ == progress_style::plain) {
    fmt::print(stderr, "{}\n", reports::progress_line(so_far, unit_));
  } else {
    // A line that wraps could not be written over.
    const std::string line = reports::progress_line(so_far, unit_).substr(0, columns(stderr) - 1);
    fmt::print(stderr, "{}{}", clear_line, line);
  }
  next_ = now + (style_ == progress_style::automatic ? interval() : std::chrono::seconds{1});
}

}  // namespace contend::cli
