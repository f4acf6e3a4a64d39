#include <array>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include <contend/store/nats/detail/stream_remarks.hpp>
#include <contend/store/nats/detail/stream_setup.hpp>

namespace contend::nats {

namespace {

using rating = nats_remark::rating;

/// What a store would ask for that takes the stream's own choices for its own.
nats_stream_options like(const jsStreamConfig& c, std::string stream) {
  nats_stream_options o;
  o.stream = std::move(stream);
  o.storage = c.Storage == js_FileStorage ? nats_storage::file : nats_storage::memory;
  o.replicas = c.Replicas;
  o.max_age = duration{c.MaxAge};
  o.max_bytes = c.MaxBytes;
  o.duplicate_window = duration{c.Duplicates};
  return o;
}

std::string promises_broken(const jsStreamConfig& c, const std::string& stream, stream_kind kind) {
  std::string text;
  for (const stream_difference& d : differences(c, like(c, stream), kind))
    if (!d.updatable) text += (text.empty() ? "" : "; ") + d.text;
  return text;
}

class remarks {
 public:
  remarks(const jsStreamInfo& info, const nats_server_facts& server)
      : config_{*info.Config}, state_{info.State}, cluster_{info.Cluster}, server_{server} {}

  std::vector<nats_remark> all() {
    contents();
    promises();
    copies();
    failures();
    retention();
    add(rating::good, "duplicates",
        fmt::format("the server knows the ids of the last {} again",
                    duration_text(config_.Duplicates)));
    return std::move(all_);
  }

 private:
  void add(rating is, std::string about, std::string text) {
    nats_remark& r = all_.emplace_back();
    r.is = is;
    r.about = std::move(about);
    r.text = std::move(text);
  }

  void contents() {
    if (state_.Msgs == 0)
      return add(rating::good, "stream", fmt::format("{}: empty", config_.Name));
    add(rating::good, "stream",
        fmt::format("{}: {} messages, {} bytes, sequences {} to {}", config_.Name, state_.Msgs,
                    state_.Bytes, state_.FirstSeq, state_.LastSeq));
    if (state_.NumDeleted > 0)
      add(rating::caution, "deleted",
          fmt::format("{} messages between others are gone: `contend verify` says whose",
                      state_.NumDeleted));
  }

  void promises() {
    if (const std::string broken = promises_broken(config_, config_.Name, stream_kind::events);
        !broken.empty())
      return add(rating::refused, "promises", "a store refuses it: " + broken);
    add(rating::good, "promises",
        "deleting, purging and rolling up are denied; a full stream refuses appends");
  }

  void copies() {
    if (config_.Replicas == 1)
      return add(rating::good, "check", "one copy: the server checks every append's version");
    const std::string text =
        fmt::format("{} copies on {}", config_.Replicas, server_.version.text());
    if (server_.version < first_safe_replication)
      add(rating::refused, "check",
          fmt::format("{}: before {} two writers of one version may both win (nats-server #4320)",
                      text, first_safe_replication.text()));
    else if (server_.version < first_safe_cluster)
      add(rating::caution, "check",
          fmt::format(
              "{}: before {} a stream can be lost when a node is killed (nats-server #6888)", text,
              first_safe_cluster.text()));
    else
      add(rating::good, "check", text + ": the server checks every append's version");
    peers();
  }

  void peers() {
    if (cluster_ == nullptr) return;
    const bool led = cluster_->Leader != nullptr && *cluster_->Leader != '\0';
    bool well = led;
    std::string text = led ? fmt::format("{} leads", cluster_->Leader) : "nobody leads: no appends";
    for (int i = 0; i < cluster_->ReplicasLen; ++i) {
      const jsPeerInfo& peer = *cluster_->Replicas[i];
      well = well && peer.Current && !peer.Offline;
      text += fmt::format(", {} {}", peer.Name != nullptr ? peer.Name : "?",
                          peer.Offline    ? "is offline"
                          : !peer.Current ? fmt::format("is {} behind", peer.Lag)
                                          : "follows");
    }
    add(well ? rating::good : rating::caution, "copies", text);
  }

  void failures() {
    if (config_.Storage != js_FileStorage)
      return add(rating::caution, "storage",
                 "memory: all is lost when its server ends, or a majority of them; for tests");
    if (config_.Replicas == 1)
      add(rating::caution, "one node",
          "no service while it is down, and all is lost with its disk");
    // No client is told of sync_interval.
    add(rating::caution, "power failure",
        fmt::format(
            "what was acknowledged last may be lost{}, unless the configuration says "
            "sync_interval: always, which cannot be seen from here",
            config_.Replicas == 1 ? "" : " if a majority of the nodes loses power at once"));
  }

  void retention() {
    if (config_.MaxAge == 0)
      add(rating::good, "retention", "events are kept for ever");
    else
      add(rating::caution, "retention",
          fmt::format("events older than {} are gone, and an actor of whom all are gone starts "
                      "again at version 1",
                      duration_text(config_.MaxAge)));
    if (state_.FirstSeq > 1)
      add(rating::caution, "head",
          fmt::format("events before sequence {} are gone", state_.FirstSeq));
    if (config_.MaxBytes > 0)
      add(rating::caution, "size", fmt::format("appends fail beyond {} bytes", config_.MaxBytes));
  }

  const jsStreamConfig& config_;
  const jsStreamState& state_;
  const jsClusterInfo* cluster_;
  const nats_server_facts& server_;
  std::vector<nats_remark> all_{};
};

}  // namespace

std::vector<nats_remark> remarks_on(const jsStreamInfo& info, const nats_server_facts& server) {
  return remarks{info, server}.all();
}

std::vector<nats_remark> remarks_on_snapshots(const jsStreamInfo& info,
                                              const std::string& events_stream) {
  const std::string broken = promises_broken(*info.Config, events_stream, stream_kind::snapshots);
  if (broken.empty()) return {};
  return {{rating::refused, "snapshots",
           fmt::format("a store refuses {}: {}", info.Config->Name, broken)}};
}

std::string duration_text(std::int64_t nanoseconds) {
  using namespace std::chrono_literals;
  static constexpr std::array<std::pair<std::chrono::nanoseconds, const char*>, 4> units{
      {{24h, "day"}, {1h, "hour"}, {1min, "minute"}, {1s, "second"}}};
  for (const auto& [unit, name] : units) {
    const std::int64_t count = nanoseconds / unit.count();
    if (count > 0 && nanoseconds % unit.count() == 0)
      return fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
  }
  return fmt::format("{} ms", nanoseconds / 1'000'000);
}

}  // namespace contend::nats
