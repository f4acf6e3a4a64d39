// Asks a server who it is: nats.c keeps to itself what the server tells on connecting.
#pragma once

#include <string>
#include <string_view>

#include <contend/store/error.hpp>
#include <contend/store/nats/server_facts.hpp>

namespace contend::nats {

/// Opens a connection of its own for the one line that every server sends first, before any login.
/// Errors: unavailable, also for a server that wants TLS before it says anything.
result<nats_server_facts> ask_server(const std::string& url, duration timeout);

/// Reads that line: INFO {…}. Errors: damaged.
result<nats_server_facts> parse_server_info(std::string_view line);

}  // namespace contend::nats
