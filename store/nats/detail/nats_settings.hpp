// Options as nats.c takes them.
#pragma once

#include <string>
#include <vector>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/nats_options.hpp>

namespace contend::nats {

/// Errors: damaged, for options that cannot be: the detail says which.
result<options_ptr> make_settings(const nats_options& options);

/// For messages: without the passwords that URLs may hold.
[[nodiscard]] std::string shown_urls(const std::vector<std::string>& urls);

}  // namespace contend::nats
