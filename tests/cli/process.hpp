// Runs the real executable as a process of its own, as a user or a script does.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace contend::test {

struct finished {
  int code = -1;  ///< The exit status; 128 + the signal for one that was killed.
  std::string out{};
  std::string err{};
};

/// How a process is started. The environment is the test's own, less what would change the output.
struct setting {
  std::string folder = ".";                          ///< Where it runs.
  std::map<std::string, std::string> environment{};  ///< Set on top.
  bool on_terminal = false;  ///< Each stream is a terminal of 80 columns, as on a user's screen.
  std::string out_file{};    ///< Standard output goes there instead of into `out`.
  bool as_user = false;  ///< Bound by file permissions: where the test runs as root, not as root.
};

/// A running `contend`. Its output is collected; destroying it kills what still runs.
class process {
 public:
  explicit process(const std::vector<std::string>& arguments, const setting& how = {});
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process();

  /// Waits until standard error holds `text`; false if the process closes it before.
  bool wait_for_err(const std::string& text);
  /// The same until `enough` holds of all that it has said there.
  bool wait_for_err(const std::function<bool(const std::string&)>& enough);
  void send(int signal) const;
  /// Waits until it ends.
  finished wait();

 private:
  bool collect_some();

  pid_t id_ = -1;
  int out_ = -1;
  int err_ = -1;
  finished collected_{};
};

/// Whether this machine gives terminals: a container may have none.
bool has_terminals();

/// Runs `contend` with these arguments to its end.
finished call_contend(const std::vector<std::string>& arguments, const setting& how = {});

/// Whether what it said has this in it.
inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace contend::test
