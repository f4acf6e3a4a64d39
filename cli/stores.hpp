// What the commands do that talk to a store. nats/ does it where the build has libnats;
// without_nats/ says that it has none.
#pragma once

#include <string>
#include <vector>

#include <contend/cli/exit_code.hpp>

namespace contend::cli {

/// How to reach a store.
struct store_address {
  std::vector<std::string> urls{};
  std::string credentials{};  ///< A file as `nsc` makes it; empty: none.
  std::string ca{};           ///< Whom to trust, PEM; empty: whom the machine trusts.
};

/// The URLs of "URL,URL". Throws failure (usage) for what is no URL of a store.
std::vector<std::string> store_urls(const std::string& text);

struct verify_request {
  store_address at{};
  std::string stream = "CONTEND";
  std::string name_space{};    ///< Empty: all.
  std::string acknowledged{};  ///< A file; empty: none.
  bool as_json = false;
};

/// Prints what is found. Throws failure: store_unreachable, invalid_input for the file.
exit_code verify_store(const verify_request& asked);

/// Prints what the store is like. Throws failure: store_unreachable.
exit_code examine_store(const store_address& at, const std::string& stream);

}  // namespace contend::cli
