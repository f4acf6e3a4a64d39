// `contend verify`: whether a store's log is whole.
#include <memory>
#include <string>

#include <contend/cli/command_line.hpp>
#include <contend/cli/stores.hpp>

namespace contend::cli {

namespace {

exit_code verify(const verify_request& asked) {
  if (asked.at.urls.empty())
    throw failure{exit_code::usage, "say which store: --store nats://127.0.0.1:4222"};
  return verify_store(asked);
}

std::function<exit_code()> declare(arguments& takes) {
  const auto given = std::make_shared<verify_request>();
  verify_request& asked = *given;
  takes.value("--store", "URL", "where: nats://host:port; several, with commas, are compared",
              [given](const std::string& text) { given->at.urls = store_urls(text); });
  takes.text("--stream", "NAME", "the stream of the events; CONTEND unless given", asked.stream);
  takes.text("--namespace", "NAME", "only this namespace; all unless given", asked.name_space);
  takes.text("--acknowledged", "FILE", "what writers were told is stored: one JSON object a line",
             asked.acknowledged);
  takes.choice("--format", "how to print it", {{"table", false}, {"json", true}}, asked.as_json);
  takes.text("--credentials", "FILE", "log in with it, as `nsc` makes it", asked.at.credentials);
  takes.text("--ca", "FILE", "trust servers that this CA vouches for (PEM)", asked.at.ca);
  return [given] { return verify(*given); };
}

}  // namespace

extern const command verify_command{
    .name = "verify",
    .summary = "Check that a store's log is whole, and has what was acknowledged",
    .declare = declare};

}  // namespace contend::cli
