// How to reach a NATS server, and what its streams have to be like.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <contend/policies/time.hpp>

namespace contend {

/// How this client proves who it is: one of these at most. Files are read by nats.c when it
/// connects, and again whenever it reconnects.
struct nats_login {
  std::string user{};
  std::string password{};
  std::string token{};
  std::string credentials_file{};  ///< As `nsc` makes it: a JWT and a seed.
  std::string nkey{};              ///< The public NKEY; its seed is in `nkey_seed_file`.
  std::string nkey_seed_file{};
};

/// TLS is used where `enabled`, or where a server asks for it or a URL says tls://.
struct nats_tls {
  bool enabled = false;
  std::string ca_file{};           ///< Whom to trust, PEM; empty: whom the machine trusts.
  std::string certificate_file{};  ///< The client's own, PEM, with `key_file`; empty: none.
  std::string key_file{};
  std::string expected_host{};  ///< The name in the server's certificate; empty: as in the URL.
};

struct nats_options {
  /// Any one of a cluster leads to the others. "nats://host:4222"; a user and password may be in
  /// it.
  std::vector<std::string> urls{"nats://127.0.0.1:4222"};
  std::string name = "contend";  ///< As the server's monitoring shows it.
  nats_login login{};
  nats_tls tls{};
  duration connect_timeout = std::chrono::seconds{2};  ///< For each URL; a day at most.
  /// The longest that any one question to the server waits for its answer; a day at most.
  duration timeout = std::chrono::seconds{5};
  duration reconnect_wait = std::chrono::milliseconds{250};  ///< Between two tries of one URL.
  /// An idle connection is asked whether it lives this often; dead after two unanswered times.
  duration ping_interval = std::chrono::seconds{10};
};

enum class nats_storage : std::uint8_t { file, memory };

/// The streams of a store: `stream` for the events and `stream`_SNAPSHOTS for the snapshots.
struct nats_stream_options {
  /// 1 to 64 of A-Z, a-z, 0-9, - and _.
  std::string stream = "CONTEND";
  /// Stores of different namespaces in one stream never see each other's actors. Up to 64 bytes.
  std::string name_space = "default";
  /// Creates streams that are missing; else they are an error.
  bool create = true;
  /// What of age, replicas, size and duplicate window differs in an existing stream: false, an
  /// error that says so; true, the stream is updated. Other differences are always errors.
  bool update = false;
  nats_storage storage = nats_storage::file;
  /// More than one is refused on servers before 2.9.21, which do not keep the version check then.
  std::int64_t replicas = 1;
  /// Events older than this are gone, and an actor all of whose events are gone starts again at
  /// version 1. 0: kept for ever.
  duration max_age = std::chrono::hours{24 * 365};
  /// Bytes; once full, appends fail and nothing is forgotten. -1: no limit.
  std::int64_t max_bytes = -1;
  /// How long the server knows the ids of what it stored, which settles an unanswered append.
  duration duplicate_window = std::chrono::minutes{2};
  /// How many actors' positions are remembered, to save a round trip each.
  std::size_t remembered_actors = 100'000;
};

}  // namespace contend
