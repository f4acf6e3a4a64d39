// Owners of what nats.c hands out.
#pragma once

#include <memory>
#include <nats/nats.h>

namespace contend::nats {

template <auto Destroy>
struct destroyer {
  void operator()(auto* held) const noexcept { Destroy(held); }
};

using connection_ptr = std::unique_ptr<natsConnection, destroyer<natsConnection_Destroy>>;
using options_ptr = std::unique_ptr<natsOptions, destroyer<natsOptions_Destroy>>;
using jetstream_ptr = std::unique_ptr<jsCtx, destroyer<jsCtx_Destroy>>;
using message_ptr = std::unique_ptr<natsMsg, destroyer<natsMsg_Destroy>>;
using subscription_ptr = std::unique_ptr<natsSubscription, destroyer<natsSubscription_Destroy>>;
using consumer_info_ptr = std::unique_ptr<jsConsumerInfo, destroyer<jsConsumerInfo_Destroy>>;
using stream_info_ptr = std::unique_ptr<jsStreamInfo, destroyer<jsStreamInfo_Destroy>>;
using statistics_ptr = std::unique_ptr<natsStatistics, destroyer<natsStatistics_Destroy>>;

}  // namespace contend::nats
