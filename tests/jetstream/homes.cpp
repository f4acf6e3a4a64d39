#include <atomic>
#include <jetstream/homes.hpp>

#include <fmt/format.h>

#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/message.hpp>
#include <contend/store/nats/detail/snapshot_log.hpp>

namespace contend::test {

nats_server& shared_server() {
  static nats_server server;
  return server;
}

std::string fresh_stream() {
  static std::atomic<int> count{0};
  return fmt::format("T{}", ++count);
}

nats_home::nats_home(const nats_options& how, std::int64_t copies)
    : replicas{copies}, connection{nats_connection::connect(how).value()} {}

std::unique_ptr<event_store> nats_home::open(const std::string& name_space) {
  return nats_store::open(connection, options(name_space)).value();
}

void nats_home::publish(const std::string& subject,
                        const std::vector<std::pair<std::string, std::string>>& headers,
                        const std::string& bytes) const {
  natsMsg* made = nullptr;
  natsMsg_Create(&made, subject.c_str(), nullptr, bytes.data(), static_cast<int>(bytes.size()));
  const nats::message_ptr message{made};
  for (const auto& [name, value] : headers) natsMsgHeader_Set(made, name.c_str(), value.c_str());
  connection->link().request(made, nats::effect::possible, "planting").value();
}

void nats_home::plant_event(event_store&, const std::string& name_space, const std::string& actor,
                            version at, const std::string& bytes) {
  const std::string subject = nats::subjects{stream, name_space}.events(actor);
  nats::log events{connection->link(), stream, replicas == 1};
  const auto last = events.last(subject).value().sequence;
  publish(subject, {}, fmt::format("contend {} after {}\n{}", at, last, bytes));
}

void nats_home::plant_snapshot(event_store&, const std::string& name_space,
                               const std::string& actor, version at, const std::string& bytes) {
  publish(nats::subjects{stream, name_space}.snapshots(actor),
          {{nats::version_header, fmt::format("{}", at)},
           {"Contend-Timestamp", "2024-05-06T07:08:09.000000001Z"}},
          bytes);
}

}  // namespace contend::test
