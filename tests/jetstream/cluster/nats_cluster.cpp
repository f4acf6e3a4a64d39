#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <jetstream/cluster/nats_cluster.hpp>
#include <jetstream/homes.hpp>
#include <jetstream/trying.hpp>
#include <sched.h>
#include <stdexcept>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>

namespace contend::test {

namespace {

// Set aside for tests of networks (RFC 2544), and this network is the test's own anyway.
constexpr const char* network = "198.18.0.";

bool runs(const std::string& command) { return std::system(command.c_str()) == 0; }

void run(const std::string& command) {
  if (!runs(command)) throw std::runtime_error{"failed: " + command};
}

/// As root, or as who may be root in a namespace of users.
bool unshare_network() {
  if (::unshare(CLONE_NEWNET) == 0) return true;
  const uid_t user = ::getuid();
  const gid_t group = ::getgid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  std::ofstream{"/proc/self/setgroups"} << "deny";
  std::ofstream{"/proc/self/uid_map"} << fmt::format("0 {} 1", user);
  std::ofstream{"/proc/self/gid_map"} << fmt::format("0 {} 1", group);
  return true;
}

std::string name_of(std::size_t node) { return fmt::format("node-{}", node + 1); }

/// A node that is back may be part of the cluster and yet of no stream, for ever (nats-server
/// 2.10.27, on a busy machine): the leader has not heard of it for longer than any election lasts.
constexpr std::chrono::seconds silent_for_good{20};

/// For three nodes to find each other: some seconds do elsewhere.
constexpr std::chrono::seconds long_enough_to_begin{25};

std::string settings(std::size_t node) {
  std::string routes;
  for (std::size_t n = 1; n <= nats_cluster::size; ++n)
    routes += fmt::format("\"nats://{}{}:6222\", ", network, n);
  // Pings find out about a cut in seconds instead of minutes.
  return fmt::format(
      "server_name: \"{3}\"\nping_interval: \"1s\"\nping_max: 2\n"
      "cluster {{ name: \"test\", listen: \"{1}{0}:6222\", routes: [ {2}] }}",
      node + 1, network, routes, name_of(node));
}

/// What the server says of a stream, or null where nobody can say now.
nats::stream_info_ptr ask(nats_connection& through, const std::string& stream) {
  jsStreamInfo* info = nullptr;
  js_GetStreamInfo(&info, through.link().jetstream(), stream.c_str(), nullptr, nullptr);
  return nats::stream_info_ptr{info};
}

}  // namespace

std::string make_private_network() {
  if (!unshare_network())
    return fmt::format("no network namespace ({}): it takes root, or namespaces of users",
                       std::strerror(errno));
  const bool made = runs("ip link set lo up") && runs("ip link add bridge type bridge") &&
                    runs(fmt::format("ip addr add {}254/24 dev bridge", network)) &&
                    runs("ip link set bridge up");
  return made ? "" : "no bridge in a network namespace: `ip link` failed";
}

/// With all processors busy, three nodes that are started at once sometimes become a cluster that
/// has no place for three replicas, however long one waits: others are made then.
nats_cluster::nats_cluster(const std::string& executable) {
  const patience until;
  for (make_nodes(executable); !is_whole(); make_nodes(executable)) {
    until.keep("three nodes to become a cluster");
    fmt::print(stderr, "the nodes did not become a cluster: others are made\n");
    for (std::size_t n = 0; n < size; ++n) kill(n);
    nodes_.clear();
  }
}

void nats_cluster::make_nodes(const std::string& executable) {
  for (std::size_t n = 0; n < size; ++n)
    nodes_.push_back(std::make_unique<nats_server>(
        nats_server_options{.executable = executable,
                            .starter = CONTEND_CLUSTER_NODE,
                            .host = fmt::format("{}{}", network, n + 1),
                            .settings = settings(n),
                            .port = 4222,
                            .waits_for_ready = false}));
}

bool nats_cluster::is_whole() const {
  const auto end = std::chrono::steady_clock::now() + long_enough_to_begin;
  while (std::chrono::steady_clock::now() < end) {
    const auto connection = nats_connection::connect(options());
    if (connection && nats_store::open(*connection, {.stream = "WHOLE", .replicas = size}))
      return true;
  }
  return false;
}

nats_options nats_cluster::options() const {
  nats_options all = quick("");
  all.urls.clear();
  for (const auto& node : nodes_) all.urls.push_back(node->url());
  all.connect_timeout = std::chrono::milliseconds{500};
  all.timeout = std::chrono::seconds{1};
  all.ping_interval = std::chrono::milliseconds{500};
  return all;
}

void nats_cluster::kill(std::size_t node) {
  const pid_t process = nodes_[node]->process();
  nodes_[node]->kill();
  // The kernel takes a dead process's network away when it finds the time.
  runs(fmt::format("ip link del n{} 2>/dev/null", process));
}

void nats_cluster::cut_off(std::size_t node) {
  run(fmt::format("ip link set n{} down", nodes_[node]->process()));
}

void nats_cluster::rejoin(std::size_t node) {
  run(fmt::format("ip link set n{} up", nodes_[node]->process()));
}

std::size_t nats_cluster::leader(nats_connection& through, const std::string& stream) const {
  for (const patience until;; until.keep("a leader")) {
    const auto info = ask(through, stream);
    if (!info || info->Cluster == nullptr || info->Cluster->Leader == nullptr) continue;
    for (std::size_t n = 0; n < size; ++n)
      if (info->Cluster->Leader == name_of(n)) return n;
  }
}

void nats_cluster::await_whole(nats_connection& through, const std::string& stream) {
  const patience until;
  std::array<bool, size> restarted{};
  for (bool whole = false; !whole; until.keep("every replica")) {
    const auto info = ask(through, stream);
    if (!info || info->Cluster == nullptr || info->Cluster->Leader == nullptr) continue;
    whole = info->Cluster->ReplicasLen + 1 == static_cast<int>(size);
    for (int i = 0; i < info->Cluster->ReplicasLen; ++i) {
      const jsPeerInfo& replica = *info->Cluster->Replicas[i];
      whole = whole && replica.Current;
      if (replica.Current || std::chrono::nanoseconds{replica.Active} < silent_for_good) continue;
      for (std::size_t n = 0; n < size; ++n)
        if (replica.Name == name_of(n) && !std::exchange(restarted[n], true)) restart(n);
    }
  }
}

void nats_cluster::restart(std::size_t node) {
  fmt::print(stderr, "{} takes no part any more: it is started again\n", name_of(node));
  kill(node);
  start(node);
}

}  // namespace contend::test
