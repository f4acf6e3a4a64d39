// Stores on a real server for tests. One server serves all tests that do not harm it, each with
// streams of its own.
#pragma once

#include <conformance/stores.hpp>
#include <memory>
#include <string>
#include <support/nats_server.hpp>

#include <contend/store/nats/nats_store.hpp>

namespace contend::test {

/// The server that tests share: started when it is first asked for, stopped with the process.
nats_server& shared_server();

/// A name that no other stream of this process has.
std::string fresh_stream();

/// Without a second lost where a test waits for something that does not come.
[[nodiscard]] inline nats_options quick(const std::string& url) {
  return {.urls = {url},
          .timeout = std::chrono::seconds{2},
          .reconnect_wait = std::chrono::milliseconds{20}};
}

struct nats_home final : store_home {
  explicit nats_home(const nats_options& how = quick(shared_server().url()),
                     std::int64_t copies = 1);
  std::unique_ptr<event_store> open(const std::string& name_space) override;
  void plant_event(event_store& store, const std::string& name_space, const std::string& actor,
                   version at, const std::string& bytes) override;
  void plant_snapshot(event_store& store, const std::string& name_space, const std::string& actor,
                      version at, const std::string& bytes) override;

  /// Publishes as any client could, with `headers` as "Name: value" pairs; waits for the answer.
  void publish(const std::string& subject,
               const std::vector<std::pair<std::string, std::string>>& headers,
               const std::string& bytes) const;
  [[nodiscard]] nats_stream_options options(const std::string& name_space) const {
    return {.stream = stream,
            .name_space = name_space,
            .storage = nats_storage::memory,
            .replicas = replicas};
  }

  std::string stream = fresh_stream();
  std::int64_t replicas;
  std::shared_ptr<nats_connection> connection;
};

}  // namespace contend::test
