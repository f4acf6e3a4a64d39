// A real nats-server for a test: on a free port of the loopback interface, with a folder of its
// own, and gone with the object, however the test ends.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <thread>

namespace contend::test {

/// A new folder below the machine's temporary one, removed with the object.
class temporary_folder {
 public:
  temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder();
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_{};
};

struct nats_server_options {
  std::string executable{};  ///< Empty: the machine's nats-server.
  std::string starter{};     ///< A script that ends as the server, given as its arguments.
  std::string host = "127.0.0.1";
  std::string settings{};       ///< More lines for its configuration file.
  int port = -1;                ///< -1: whichever is free.
  bool waits_for_ready = true;  ///< False: a node of a cluster, that is ready when others are.
};

/// Throws std::runtime_error, with what the server said, where it does not come up.
class nats_server {
 public:
  explicit nats_server(nats_server_options options = {});
  nats_server(const nats_server&) = delete;
  nats_server& operator=(const nats_server&) = delete;
  ~nats_server();

  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] pid_t process() const noexcept { return child_; }
  [[nodiscard]] std::string url() const;
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }

  void kill();    ///< SIGKILL, and waits until it is gone.
  void start();   ///< Again, on the same port and folder.
  void freeze();  ///< SIGSTOP.
  void thaw();    ///< SIGCONT.
  /// The last lines that it logged.
  [[nodiscard]] std::string log();

 private:
  void run();
  void listen_to(int pipe);
  void heard(const std::string& line);
  void await(const char* what, bool nats_server::*flag);

  nats_server_options options_;
  temporary_folder folder_{};
  int port_ = -1;
  pid_t child_ = -1;
  std::thread listener_{};
  std::mutex lock_{};
  std::condition_variable changed_{};
  std::deque<std::string> lines_{};
  bool listening_ = false;
  bool ready_ = false;
  bool ended_ = false;
};

}  // namespace contend::test
