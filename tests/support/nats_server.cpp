// Runs nats-server as a child, and learns from its log where it listens and when it is ready.
#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <support/nats_server.hpp>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace contend::test {

namespace {

constexpr std::size_t lines_kept = 60;

}  // namespace

temporary_folder::temporary_folder() {
  std::string form = (std::filesystem::temp_directory_path() / "contend-XXXXXX").string();
  if (::mkdtemp(form.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  path_ = form;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

nats_server::nats_server(nats_server_options options)
    : options_{std::move(options)}, port_{options_.port} {
  if (options_.executable.empty()) options_.executable = CONTEND_NATS_SERVER;
  start();
}

nats_server::~nats_server() { kill(); }

std::string nats_server::url() const { return fmt::format("nats://{}:{}", options_.host, port_); }

void nats_server::start() {
  {
    std::ofstream file{folder() / "server.conf"};
    file << fmt::format("listen: \"{}:{}\"\njetstream {{ store_dir: \"{}\" }}\n{}\n", options_.host,
                        port_, (folder() / "store").string(), options_.settings);
  }
  listening_ = ready_ = ended_ = false;
  run();
  try {
    await("listening", &nats_server::listening_);
    if (options_.waits_for_ready) await("ready", &nats_server::ready_);
  } catch (...) {
    kill();
    throw;
  }
}

/// Between fork and exec nothing is called that is not safe in a process with threads.
void nats_server::run() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  const std::string config = (folder() / "server.conf").string();
  const char* const all[] = {options_.starter.c_str(), options_.executable.c_str(), "-c",
                             config.c_str(), nullptr};
  const char* const* const arguments = options_.starter.empty() ? all + 1 : all;
  child_ = ::fork();
  if (child_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // whatever becomes of the test
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    ::execvp(arguments[0], const_cast<char* const*>(arguments));
    ::_exit(127);
  }
  ::close(ends[1]);
  if (child_ < 0) throw std::runtime_error{"cannot fork"};
  listener_ = std::thread{[this, from = ends[0]] { listen_to(from); }};
}

/// Reads what the server logs until it ends, so that it never waits for its reader.
void nats_server::listen_to(int pipe) {
  std::string line;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = ::read(pipe, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    for (const char c : std::string_view{buffer.data(), static_cast<std::size_t>(count)}) {
      if (c != '\n') {
        line += c;
        continue;
      }
      heard(line);
      line.clear();
    }
  }
  ::close(pipe);
  const std::lock_guard hold{lock_};
  ended_ = true;
  changed_.notify_all();
}

void nats_server::heard(const std::string& line) {
  const std::string address = fmt::format("Listening for client connections on {}:", options_.host);
  const std::lock_guard hold{lock_};
  lines_.push_back(line);
  if (lines_.size() > lines_kept) lines_.pop_front();
  if (const std::size_t at = line.find(address); at != std::string::npos) {
    port_ = std::atoi(line.c_str() + at + address.size());
    listening_ = true;
  }
  if (line.find("Server is ready") != std::string::npos) ready_ = true;
  changed_.notify_all();
}

void nats_server::await(const char* what, bool nats_server::*flag) {
  std::unique_lock hold{lock_};
  changed_.wait(hold, [&] { return this->*flag || ended_; });
  if (this->*flag) return;
  std::string all = fmt::format("{} ended before it was {}:\n", options_.executable, what);
  for (const std::string& line : lines_) all += line + '\n';
  throw std::runtime_error{all};
}

void nats_server::kill() {
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
  listener_.join();
}

void nats_server::freeze() {
  ::kill(child_, SIGSTOP);
  ::waitpid(child_, nullptr, WUNTRACED);  // it has stopped by then, all of it
}

void nats_server::thaw() { ::kill(child_, SIGCONT); }

std::string nats_server::log() {
  const std::lock_guard hold{lock_};
  std::string all;
  for (const std::string& line : lines_) all += line + '\n';
  return all;
}

}  // namespace contend::test
