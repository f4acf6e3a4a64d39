#include <cstdio>

#include <fmt/format.h>

#include <contend/cli/command.hpp>
#include <contend/cli/interrupt.hpp>
#include <contend/cli/nats/acknowledged.hpp>
#include <contend/cli/nats/log_report_text.hpp>
#include <contend/cli/stores.hpp>
#include <contend/store/nats/examine.hpp>
#include <contend/store/nats/verify.hpp>

namespace contend::cli {

namespace {

nats_options options_for(const store_address& at) {
  nats_options how{.urls = at.urls, .name = "contend command"};
  how.login.credentials_file = at.credentials;
  how.tls.ca_file = at.ca;
  return how;
}

failure unreachable(const store_error& why) {
  return {exit_code::store_unreachable, why.detail.empty() ? why.message() : why.detail};
}

std::string_view label(nats_remark::rating is) {
  switch (is) {
    case nats_remark::rating::good:
      return "ok";
    case nats_remark::rating::caution:
      return "note";
    case nats_remark::rating::refused:
      break;
  }
  return "FAILED";
}

}  // namespace

exit_code verify_store(const verify_request& asked) {
  verify_options options{.stream = asked.stream};
  if (!asked.name_space.empty()) options.name_space = asked.name_space;
  if (!asked.acknowledged.empty())
    options.acknowledged = read_acknowledged(asked.acknowledged, asked.name_space);
  const interrupt_guard guard;
  options.stop = interrupted;
  const auto found = verify_log(options_for(asked.at), options);
  if (!found) throw unreachable(found.error());
  if (asked.as_json)
    fmt::print("{}\n",
               json_of(*found).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  else
    fmt::print("{}", table_of(*found));
  if (found->violations() > 0) return exit_code::invariant_violated;
  return found->complete ? exit_code::done : exit_code::interrupted;
}

exit_code examine_store(const store_address& at, const std::string& stream) {
  const auto found = examine_nats(options_for(at), stream);
  if (!found) throw unreachable(found.error());
  bool well = true;
  for (const nats_remark& r : *found) {
    well = well && r.is != nats_remark::rating::refused;
    fmt::print("{:<7} {:<13} {}\n", label(r.is), r.about, r.text);
  }
  return well ? exit_code::done : exit_code::internal_error;
}

}  // namespace contend::cli
