#include <charconv>
#include <istream>

#include <boost/asio/ip/tcp.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/store/nats/detail/server_info.hpp>

namespace contend {

nats_version nats_version::parse(std::string_view text) noexcept {
  std::array<int, 3> parts{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int& part : parts) {
    const auto [next, bad] = std::from_chars(at, end, part);
    if (bad != std::errc{}) return {};
    at = next != end && *next == '.' ? next + 1 : next;
  }
  return {parts[0], parts[1], parts[2]};
}

std::string nats_version::text() const {
  return known() ? fmt::format("{}.{}.{}", major, minor, patch) : "unknown";
}

}  // namespace contend

namespace contend::nats {

namespace {

/// A server's line is a few hundred bytes, or some thousand where the cluster is large.
constexpr std::size_t longest_line = std::size_t{1} << 16U;

struct host_and_port {
  std::string host{};
  std::string port{"4222"};
};

host_and_port parts_of(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos)
    url.remove_prefix(scheme + 3);
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos)
    url.remove_prefix(at + 1);
  host_and_port parts;
  const std::size_t colon = url.rfind(':');
  const bool has_port = colon != std::string_view::npos && url.find(']', colon) == url.npos;
  parts.host = url.substr(0, has_port ? colon : url.size());
  if (has_port) parts.port = url.substr(colon + 1);
  if (parts.host.starts_with('[') && parts.host.ends_with(']'))
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  return parts;
}

store_error silent(std::string_view url, std::string_view why) {
  return {.code = store_errc::unavailable,
          .detail = fmt::format("asking {} which version it is: {}", url, why)};
}

}  // namespace

result<nats_server_facts> ask_server(const std::string& url, duration timeout) {
  const host_and_port to = parts_of(url);
  boost::asio::ip::tcp::iostream stream;
  stream.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(timeout));
  stream.connect(to.host, to.port);
  std::string line;
  for (char c{}; line.size() < longest_line && stream.get(c) && c != '\n';) line += c;
  if (!stream) return silent(url, stream.error().message());
  auto facts = parse_server_info(line);
  if (facts) facts->url = url;
  return facts;
}

result<nats_server_facts> parse_server_info(std::string_view line) {
  const auto wrong = [](std::string_view why) {
    return store_error{.code = store_errc::damaged,
                       .detail = fmt::format("what the server says of itself {}", why)};
  };
  if (!line.starts_with("INFO ")) return wrong("does not begin with INFO");
  const auto info = nlohmann::json::parse(line.substr(5), nullptr, false);
  if (!info.is_object()) return wrong("is no JSON object");
  const auto text = [&](const char* key) {
    const auto found = info.find(key);
    return found != info.end() && found->is_string() ? found->get<std::string>() : std::string{};
  };
  nats_server_facts facts{.id = text("server_id"),
                          .name = text("server_name"),
                          .version = nats_version::parse(text("version")),
                          .cluster = text("cluster")};
  if (const auto on = info.find("jetstream"); on != info.end() && on->is_boolean())
    facts.jetstream = on->get<bool>();
  if (const auto most = info.find("max_payload"); most != info.end() && most->is_number_unsigned())
    facts.max_payload = most->get<std::size_t>();
  return facts;
}

}  // namespace contend::nats
