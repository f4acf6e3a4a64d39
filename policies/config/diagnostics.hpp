// Diagnostics: the mistakes found in configuration, all of them, each with its place.
//
//   hot-key.json:5:18: error: unknown backoff "jiter"
//     "backoff": { "jiter": { "mode": "full" } }
//                  ^
//   did you mean "jitter"?
//
// Reading goes on after a mistake and adds each to one collector; whoever started it throws them
// all as one invalid_config.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/source.hpp>

namespace contend::config {

/// One mistake, complete: needs neither the document nor its text any more.
struct diagnostic {
  std::string file{};
  std::size_t line = 0;    ///< From 1; 0: the mistake has no place (a file that cannot be opened).
  std::size_t column = 0;  ///< From 1, in characters.
  std::string message{};
  std::string hint{};         ///< What would be right: `did you mean "jitter"?`. May be empty.
  std::string source_line{};  ///< The line, shortened around the place if it is long.
  std::size_t caret = 0;      ///< Characters of source_line that stand before the place.

  /// As above, every line ended by a newline.
  [[nodiscard]] std::string text() const;
  friend bool operator==(const diagnostic&, const diagnostic&) = default;
};

/// Collects mistakes. One thread at a time.
class diagnostics {
 public:
  /// More are counted, not kept: a person mends a few and runs it again.
  static constexpr std::size_t most = 100;

  void error(const place& where, std::string message, std::string hint = {});
  /// A mistake of the whole of `file`.
  void error(std::string file, std::string message, std::string hint = {});

  /// The mistakes of `others` at places where there is none yet, and of whole files those that are
  /// not here yet: what follows from a mistake is not told beside it.
  void append(const diagnostics& others);

  [[nodiscard]] bool empty() const noexcept { return list_.empty(); }
  /// Whether more mistakes would only be counted: a reason to stop looking for them.
  [[nodiscard]] bool full() const noexcept { return list_.size() >= most; }
  [[nodiscard]] std::size_t size() const noexcept { return list_.size(); }
  /// Of each mistake, in the order in which they were found. To be used while the sources live.
  [[nodiscard]] const std::vector<place>& places() const noexcept { return places_; }

  /// By file, line and column; the same mistake at the same place once.
  [[nodiscard]] std::vector<diagnostic> list() const;
  /// All of them as text, and how many were left out.
  [[nodiscard]] std::string text() const;
  /// Throws invalid_config unless empty.
  void throw_if_any() const;

 private:
  /// Whether there is room for one more; else it is counted.
  bool takes_one();

  std::vector<diagnostic> list_;
  std::vector<place> places_;  ///< Of the same mistakes.
  std::size_t left_out_ = 0;
};

/// Configuration that cannot be used. what() is the text of all mistakes.
class invalid_config : public std::runtime_error {
 public:
  explicit invalid_config(const diagnostics& found)
      : std::runtime_error{found.text()}, list_{found.list()} {}
  [[nodiscard]] const std::vector<diagnostic>& list() const noexcept { return list_; }

 private:
  std::vector<diagnostic> list_;
};

}  // namespace contend::config
