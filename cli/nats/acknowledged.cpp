#include <fstream>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/cli/command.hpp>
#include <contend/cli/nats/acknowledged.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::cli {

namespace {

using nlohmann::json;

/// More are not told: a person mends a few and tries again.
constexpr std::size_t most_mistakes = 20;

[[noreturn]] void wrong(const std::string& message) { throw std::invalid_argument{message}; }

const json& member(const json& line, const char* name) {
  const auto found = line.find(name);
  if (found == line.end()) wrong(fmt::format("\"{}\" is missing", name));
  return *found;
}

std::string text(const json& line, const char* name) {
  const json& value = member(line, name);
  if (!value.is_string()) wrong(fmt::format("\"{}\" must be a text", name));
  return value.get<std::string>();
}

std::int64_t whole(const json& line, const char* name) {
  const json& value = member(line, name);
  if (!value.is_number_integer() ||
      (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX}))
    wrong(fmt::format("\"{}\" must be a whole number of 64 bits", name));
  return value.get<std::int64_t>();
}

std::optional<std::int64_t> time(const json& line, const char* name) {
  if (!line.contains(name)) return std::nullopt;
  return whole(line, name);
}

acknowledged_event event_of(const std::string& text_of_line, const std::string& name_space) {
  const json line = json::parse(text_of_line, nullptr, false);
  if (!line.is_object()) wrong("a JSON object is wanted, on one line");
  for (const auto& [name, value] : line.items()) {
    const std::vector<std::string_view> known{"namespace", "actor",   "version",
                                              "id",        "invoked", "acknowledged"};
    if (std::ranges::find(known, name) == known.end())
      wrong(fmt::format("unknown member \"{}\"; {}", name, config::did_you_mean(name, known)));
  }
  acknowledged_event e{.name_space = name_space,
                       .actor = text(line, "actor"),
                       .version = whole(line, "version"),
                       .id = text(line, "id"),
                       .invoked = time(line, "invoked"),
                       .acknowledged = time(line, "acknowledged")};
  if (line.contains("namespace")) e.name_space = text(line, "namespace");
  if (e.version < 1) wrong("\"version\" must be at least 1");
  if (e.invoked && e.acknowledged && *e.acknowledged < *e.invoked)
    wrong("\"acknowledged\" must not be before \"invoked\"");
  return e;
}

}  // namespace

std::vector<acknowledged_event> read_acknowledged(const std::string& path,
                                                  const std::string& name_space) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw failure{exit_code::invalid_input, path + ": cannot be read"};
  const std::string of = name_space.empty() ? "default" : name_space;
  std::vector<acknowledged_event> all;
  std::string mistakes;
  std::size_t count = 0;
  std::size_t number = 0;
  for (std::string line; count < most_mistakes && std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    try {
      all.push_back(event_of(line, of));
    } catch (const std::exception& why) {
      ++count;
      mistakes += fmt::format("\n{}:{}: error: {}", path, number, why.what());
    }
  }
  if (file.bad()) throw failure{exit_code::invalid_input, path + ": cannot be read"};
  if (count == most_mistakes) mistakes += "\nand perhaps more";
  if (count > 0)
    throw failure{exit_code::invalid_input,
                  fmt::format("{} is no list of acknowledged events{}", path, mistakes)};
  return all;
}

}  // namespace contend::cli
