// A cluster of three nats-servers, each in a network namespace of its own, so that one can be cut
// off as a machine is whose cable is pulled: nobody is told, packets are lost.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <support/nats_server.hpp>
#include <vector>

#include <contend/store/nats/nats_connection.hpp>

namespace contend::test {

/// Puts this process into a network namespace of its own, with a bridge for the nodes; before any
/// other thread begins. Empty where that worked, else why it cannot be had.
std::string make_private_network();

/// Ready when made. Use from the main thread: nodes end with the thread that started them.
class nats_cluster {
 public:
  static constexpr std::size_t size = 3;

  /// Throws std::runtime_error where three nodes do not become a cluster in two minutes.
  explicit nats_cluster(const std::string& executable);

  [[nodiscard]] std::string url(std::size_t node) const { return nodes_[node]->url(); }
  /// All three, none of which is waited for long.
  [[nodiscard]] nats_options options() const;

  void kill(std::size_t node);
  void start(std::size_t node) { nodes_[node]->start(); }
  void freeze(std::size_t node) { nodes_[node]->freeze(); }
  void thaw(std::size_t node) { nodes_[node]->thaw(); }
  void cut_off(std::size_t node);
  void rejoin(std::size_t node);

  /// The node that leads `stream` now, asked through `through`; waits for there to be one.
  [[nodiscard]] std::size_t leader(nats_connection& through, const std::string& stream) const;
  /// Waits until every replica of `stream` has all of it. Starts a node again that has come back
  /// but takes no part in it, as who runs such a cluster has to.
  void await_whole(nats_connection& through, const std::string& stream);

 private:
  void make_nodes(const std::string& executable);
  /// Whether a stream could be placed on all nodes within some seconds.
  [[nodiscard]] bool is_whole() const;
  void restart(std::size_t node);

  std::vector<std::unique_ptr<nats_server>> nodes_{};
};

}  // namespace contend::test
