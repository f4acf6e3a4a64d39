// What a stream's configuration and state mean to a store, as sentences.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/examine.hpp>
#include <contend/store/nats/server_facts.hpp>

namespace contend::nats {

/// On clusters of older servers a stream can be lost when a node is killed (nats-server #6888).
inline constexpr nats_version first_safe_cluster{2, 10, 23};

/// `info` is of an events stream.
[[nodiscard]] std::vector<nats_remark> remarks_on(const jsStreamInfo& info,
                                                  const nats_server_facts& server);

/// What keeps a store from using its snapshots' stream; nothing if all is well.
[[nodiscard]] std::vector<nats_remark> remarks_on_snapshots(const jsStreamInfo& info,
                                                            const std::string& events_stream);

/// "2 minutes", "90 seconds"; the largest unit that leaves no rest.
[[nodiscard]] std::string duration_text(std::int64_t nanoseconds);

}  // namespace contend::nats
