// The processes of process.hpp, by fork and exec.
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cli/process.hpp>

namespace contend::test {

namespace {

struct channel {
  int ours = -1;
  int theirs = -1;
};

channel open_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"pipe2 failed"};
  return {ends[0], ends[1]};
}

channel open_terminal() {
  channel made;
  const winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  if (openpty(&made.ours, &made.theirs, nullptr, nullptr, &size) != 0)
    throw std::runtime_error{"openpty failed"};
  return made;
}

constexpr uid_t nobody = 65534;

/// Whether an ordinary user may start the executable: each folder above it must be open to him.
bool may_start_as_nobody() {
  if (seteuid(nobody) != 0) return false;
  const bool may = faccessat(AT_FDCWD, CONTEND_EXECUTABLE, X_OK, AT_EACCESS) == 0;
  return seteuid(0) == 0 && may;
}

/// Root's program is started as an ordinary user, who owns nothing here; where he could not start
/// it, as root without the capabilities that override file permissions.
bool obey_permissions() {
  if (may_start_as_nobody())
    return setgroups(0, nullptr) == 0 && setresgid(nobody, nobody, nobody) == 0 &&
           setresuid(nobody, nobody, nobody) == 0;
  return prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) == 0 &&
         prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0) == 0;
}

/// In the child: never returns.
[[noreturn]] void become(const std::vector<std::string>& arguments, const setting& how, int out,
                         int err) {
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(how.out_file.empty() ? out : open(how.out_file.c_str(), O_WRONLY), STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  for (const char* name : {"NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"}) unsetenv(name);
  setenv("TERM", "xterm", 1);
  for (const auto& [name, value] : how.environment) setenv(name.c_str(), value.c_str(), 1);
  if (chdir(how.folder.c_str()) != 0) _exit(126);
  if (how.as_user && geteuid() == 0 && !obey_permissions()) _exit(126);

  std::vector<char*> argv{const_cast<char*>("contend")};
  for (const std::string& one : arguments) argv.push_back(const_cast<char*>(one.c_str()));
  argv.push_back(nullptr);
  execv(CONTEND_EXECUTABLE, argv.data());
  _exit(127);
}

}  // namespace

bool has_terminals() {
  channel made;
  if (openpty(&made.ours, &made.theirs, nullptr, nullptr, nullptr) != 0) return false;
  close(made.ours);
  close(made.theirs);
  return true;
}

process::process(const std::vector<std::string>& arguments, const setting& how) {
  const channel out = how.on_terminal ? open_terminal() : open_pipe();
  const channel err = how.on_terminal ? open_terminal() : open_pipe();
  id_ = fork();
  if (id_ < 0) throw std::runtime_error{"fork failed"};
  if (id_ == 0) become(arguments, how, out.theirs, err.theirs);
  close(out.theirs);
  close(err.theirs);
  out_ = out.ours;
  err_ = err.ours;
}

process::~process() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  for (const int end : {out_, err_})
    if (end >= 0) close(end);
}

/// Takes what has come on either channel; false once both are closed.
bool process::collect_some() {
  std::array<pollfd, 2> channels{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  if (out_ < 0 && err_ < 0) return false;
  if (poll(channels.data(), channels.size(), -1) < 0) return true;
  const auto take = [](const pollfd& from, int& end, std::string& into) {
    if (from.revents == 0) return;
    std::array<char, 65536> bytes{};
    const ssize_t count = read(end, bytes.data(), bytes.size());
    if (count > 0) {
      into.append(bytes.data(), static_cast<std::size_t>(count));
    } else {  // a closed terminal answers with an error instead of an end
      close(end);
      end = -1;
    }
  };
  take(channels[0], out_, collected_.out);
  take(channels[1], err_, collected_.err);
  return true;
}

bool process::wait_for_err(const std::string& text) {
  return wait_for_err([&text](const std::string& err) { return contains(err, text); });
}

bool process::wait_for_err(const std::function<bool(const std::string&)>& enough) {
  while (!enough(collected_.err))
    if (err_ < 0 || !collect_some()) return false;
  return true;
}

void process::send(int signal) const { kill(id_, signal); }

finished process::wait() {
  while (collect_some()) {
  }
  int status = 0;
  waitpid(id_, &status, 0);
  id_ = -1;
  collected_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return collected_;
}

finished call_contend(const std::vector<std::string>& arguments, const setting& how) {
  return process{arguments, how}.wait();
}

}  // namespace contend::test
