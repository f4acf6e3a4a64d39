#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <contend/store/nats/detail/nats_settings.hpp>

namespace contend::nats {

namespace {

store_error wrong(std::string detail) {
  return {.code = store_errc::damaged, .detail = std::move(detail)};
}

std::int64_t milliseconds(duration d) noexcept {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::milliseconds>(d).count());
}

constexpr duration longest_timeout = std::chrono::hours{24};

/// What contradicts itself; empty if nothing does.
std::string contradiction(const nats_options& o) {
  if (o.urls.empty()) return "no URL is given";
  const int ways = int{!o.login.user.empty()} + int{!o.login.token.empty()} +
                   int{!o.login.credentials_file.empty()} + int{!o.login.nkey.empty()};
  if (ways > 1)
    return "more than one way to log in is given; one of user, token, credentials file "
           "and NKEY is needed at most";
  if (o.login.nkey.empty() != o.login.nkey_seed_file.empty())
    return "an NKEY needs its public key and its seed file";
  if (o.tls.certificate_file.empty() != o.tls.key_file.empty())
    return "a client certificate needs its key file, and a key its certificate";
  for (const duration timeout : {o.timeout, o.connect_timeout})
    if (timeout <= duration{} || timeout > longest_timeout)
      return "a timeout has to be above zero, and a day at most";
  for (const std::string& file : {o.login.credentials_file, o.login.nkey_seed_file, o.tls.ca_file,
                                  o.tls.certificate_file, o.tls.key_file})
    if (std::error_code ignored; !file.empty() && !std::filesystem::exists(file, ignored))
      return fmt::format("the file \"{}\" is not there", file);
  return {};
}

/// Applies settings until one fails, and remembers which.
class applied {
 public:
  explicit applied(natsOptions* to) noexcept : to_{to} {}

  template <class... Values>
  applied& set(const char* what, natsStatus (*setter)(natsOptions*, Values...),
               std::type_identity_t<Values>... values) {
    if (status_ != NATS_OK) return *this;
    status_ = setter(to_, values...);
    what_ = what;
    return *this;
  }

  [[nodiscard]] result<void> outcome() const {
    if (status_ == NATS_OK) return {};
    const char* const more = nats_GetLastError(nullptr);
    return wrong(fmt::format("{}: {}{}{}", what_, natsStatus_GetText(status_),
                             more != nullptr ? ", " : "", more != nullptr ? more : ""));
  }

 private:
  natsOptions* to_;
  natsStatus status_ = NATS_OK;
  const char* what_ = "";
};

void set_login(applied& to, const nats_login& login) {
  if (!login.user.empty())
    to.set("user and password", natsOptions_SetUserInfo, login.user.c_str(),
           login.password.c_str());
  if (!login.token.empty()) to.set("token", natsOptions_SetToken, login.token.c_str());
  if (!login.credentials_file.empty())
    to.set("credentials file", natsOptions_SetUserCredentialsFromFiles,
           login.credentials_file.c_str(), nullptr);
  if (!login.nkey.empty())
    to.set("NKEY", natsOptions_SetNKeyFromSeed, login.nkey.c_str(), login.nkey_seed_file.c_str());
}

void set_tls(applied& to, const nats_tls& tls) {
  if (tls.enabled) to.set("TLS", natsOptions_SetSecure, true);
  if (!tls.ca_file.empty())
    to.set("CA file", natsOptions_LoadCATrustedCertificates, tls.ca_file.c_str());
  if (!tls.certificate_file.empty())
    to.set("client certificate", natsOptions_LoadCertificatesChain, tls.certificate_file.c_str(),
           tls.key_file.c_str());
  if (!tls.expected_host.empty())
    to.set("expected host", natsOptions_SetExpectedHostname, tls.expected_host.c_str());
}

void set_behaviour(applied& to, const nats_options& o) {
  constexpr int for_ever = -1;
  constexpr int no_buffer = 0;  // or what was told to have failed is sent on reconnecting
  to.set("name", natsOptions_SetName, o.name.c_str())
      .set("connect timeout", natsOptions_SetTimeout, milliseconds(o.connect_timeout))
      .set("reconnecting", natsOptions_SetMaxReconnect, for_ever)
      .set("reconnect wait", natsOptions_SetReconnectWait, milliseconds(o.reconnect_wait))
      .set("reconnect buffer", natsOptions_SetReconnectBufSize, no_buffer)
      .set("ping interval", natsOptions_SetPingInterval, milliseconds(o.ping_interval))
      .set("pings", natsOptions_SetMaxPingsOut, 2)
      .set("failing requests", natsOptions_SetFailRequestsOnDisconnect, true)
      .set("write deadline", natsOptions_SetWriteDeadline, milliseconds(o.timeout));
}

}  // namespace

result<options_ptr> make_settings(const nats_options& options) {
  if (std::string why = contradiction(options); !why.empty()) return wrong(std::move(why));
  natsOptions* made = nullptr;
  if (const natsStatus status = natsOptions_Create(&made); status != NATS_OK)
    return wrong(natsStatus_GetText(status));
  options_ptr owner{made};
  std::vector<const char*> urls;
  for (const std::string& url : options.urls) urls.push_back(url.c_str());
  applied to{made};
  to.set("URLs", natsOptions_SetServers, urls.data(), static_cast<int>(urls.size()));
  set_login(to, options.login);
  set_tls(to, options.tls);
  set_behaviour(to, options);
  if (const auto done = to.outcome(); !done) return done.error();
  return owner;
}

std::string shown_urls(const std::vector<std::string>& urls) {
  std::string all;
  for (const std::string& url : urls) {
    const std::size_t scheme = url.find("://");
    const std::size_t from = scheme == std::string::npos ? 0 : scheme + 3;
    const std::size_t at = url.rfind('@');
    if (!all.empty()) all += ", ";
    all += at == std::string::npos || at < from ? url : url.substr(0, from) + "…" + url.substr(at);
  }
  return all;
}

}  // namespace contend::nats
