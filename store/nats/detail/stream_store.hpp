// What nats_store and async_nats_store share: the parts of a store on the streams of one namespace.
#pragma once

#include <contend/store/nats/detail/appender.hpp>
#include <contend/store/nats/detail/event_reader.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/positions.hpp>
#include <contend/store/nats/detail/snapshot_log.hpp>
#include <contend/store/nats/detail/stream_setup.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

/// Thread-safe, as its parts are. They refer to each other: it stays where it is.
class stream_store {
 public:
  stream_store(link& to, const nats_stream_options& options, stream_facts facts)
      : names{options.stream, options.name_space},
        known{options.remembered_actors},
        events{to, options.stream, facts.direct_reads},
        reader{events, names, known},
        appends{to, options.stream, facts.replicas, names, known, reader},
        snapshots{to, options.stream, names, known} {}
  stream_store(const stream_store&) = delete;
  stream_store& operator=(const stream_store&) = delete;

  const nats::subjects names;
  positions known;
  log events;
  event_reader reader;
  appender appends;
  snapshot_log snapshots;
};

}  // namespace contend::nats
