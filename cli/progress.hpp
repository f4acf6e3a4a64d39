// Progress of a run on standard error: how much is done, how fast, how long it will take.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <contend/reports/pace.hpp>
#include <contend/reports/progress.hpp>
#include <contend/reports/style.hpp>

namespace contend::cli {

enum class progress_style {
  automatic,  ///< A few lines that are written over, on a terminal; elsewhere nothing.
  plain,      ///< A line a second, for logs.
  json,       ///< The same as JSON, one object a line.
  none,
};

/// Shows a count as it grows. One thread at a time. What stands on a terminal is gone when it is
/// destroyed.
class progress_display {
 public:
  /// `unit` names what is counted, and must outlive the display.
  progress_display(progress_style style, std::string_view unit);
  progress_display(const progress_display&) = delete;
  progress_display& operator=(const progress_display&) = delete;
  ~progress_display();

  /// How often update() is worth calling.
  [[nodiscard]] static constexpr std::chrono::milliseconds interval() {
    return std::chrono::milliseconds{100};
  }

  /// Shows how far it is, if it is time to. The display itself says since when, and how long it
  /// will take. `below`: further lines, on a terminal, asked for only where they are shown.
  void update(reports::progress so_far,
              const std::function<std::vector<std::string>(const reports::style&)>& below = {});

 private:
  using clock = std::chrono::steady_clock;

  void draw(const std::vector<std::string>& lines);

  progress_style style_;
  std::string_view unit_;
  clock::time_point started_;
  reports::pace pace_{};
  clock::time_point next_;  ///< When a line is due.
  std::size_t drawn_ = 0;   ///< Lines on the terminal, the cursor in the last of them.
};

}  // namespace contend::cli
