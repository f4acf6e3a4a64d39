#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include <contend/cli/command.hpp>
#include <contend/cli/stores.hpp>

namespace contend::cli {

std::vector<std::string> store_urls(const std::string& text) {
  constexpr std::array<std::string_view, 2> schemes{"nats://", "tls://"};
  std::vector<std::string> urls;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view url = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const bool known = std::ranges::any_of(schemes, [&](std::string_view scheme) {
      return url.starts_with(scheme) && url.size() > scheme.size();
    });
    if (!known)
      throw failure{exit_code::usage,
                    fmt::format("\"{}\" is no URL of a store; one is nats://127.0.0.1:4222", url)};
    urls.emplace_back(url);
  }
  if (urls.empty())
    throw failure{exit_code::usage, "say which store: --store nats://127.0.0.1:4222"};
  return urls;
}

}  // namespace contend::cli
