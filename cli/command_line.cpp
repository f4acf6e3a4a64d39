#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/version.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::cli {

namespace {

/// CLI11's help with our words for its parts.
class help_format : public CLI::Formatter {
 public:
  help_format() {
    column_width(34);
    label("Positionals", "Arguments");
  }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string usage = fmt::format("\nUsage: {}", name);
    if (app->get_parent() == nullptr) usage += " COMMAND";
    for (const CLI::Option* option : app->get_options())
      if (option->get_positional()) usage += " " + make_option_usage(option);
    return usage + " [FLAGS]\n";
  }

  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    const std::string help = Formatter::make_help(app, std::move(name), mode);
    return help.substr(0, help.find_last_not_of('\n') + 1) + "\n";
  }
};

/// Every name by which `app` knows a flag: "--seed", "-q", …
std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
  }
  return flags;
}

[[noreturn]] void refuse(std::string_view what, std::string_view wrong,
                         const std::vector<std::string>& known) {
  const std::vector<std::string_view> candidates{known.begin(), known.end()};
  std::string message = fmt::format("unknown {} \"{}\"", what, wrong);
  // Beyond a likely slip of the finger the help says it better than a list.
  if (!config::closest(wrong, candidates).empty())
    message += "; " + config::did_you_mean(wrong, candidates);
  throw failure{exit_code::usage, message};
}

/// What `app` was given and does not know.
std::vector<std::string> extras_of(const CLI::App& app) {
  std::vector<std::string> extras = app.remaining();
  std::erase(extras, "--");
  return extras;
}

void refuse_extras(const CLI::App& app) {
  const std::vector<std::string> extras = extras_of(app);
  if (extras.empty()) return;
  const std::string wrong = extras.front().substr(0, extras.front().find('='));
  if (wrong.starts_with('-')) refuse("flag", wrong, flags_of(app));
  throw failure{exit_code::usage, fmt::format("unexpected argument \"{}\"", wrong)};
}

struct declared {
  CLI::App* app;
  std::function<exit_code()> run;
  bool hidden;
};

std::function<exit_code()> chosen(const CLI::App& app, const std::vector<declared>& known) {
  for (const declared& one : known) {
    if (!one.app->parsed()) continue;
    refuse_extras(*one.app);
    return one.run;
  }
  const std::vector<std::string> extras = extras_of(app);
  if (extras.empty()) throw failure{exit_code::usage, "say what to do: a command is missing"};
  if (extras.front().starts_with('-')) refuse_extras(app);
  std::vector<std::string> names;
  for (const declared& one : known)
    if (!one.hidden) names.push_back(one.app->get_name());
  refuse("command", extras.front(), names);
}

/// The arguments as a shell would take them again.
std::string as_typed(int argc, const char* const* argv) {
  constexpr std::string_view plain = "-_./:=%+,@";
  std::string line = "contend";
  for (const std::string word : std::span{argv, static_cast<std::size_t>(argc)}.subspan(1)) {
    const bool safe = !word.empty() && std::ranges::all_of(word, [&](unsigned char c) {
      return std::isalnum(c) != 0 || plain.find(static_cast<char>(c)) != plain.npos;
    });
    line += ' ';
    if (safe) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) c == '\'' ? line += "'\\''" : line += c;
    line += '\'';
  }
  return line;
}

/// `help` and `help run` are what many type first: `--help` and `run --help`.
std::vector<std::string> help_by_its_flag(std::vector<std::string> words) {
  if (words.empty() || words.front() != "help") return words;
  words.erase(words.begin());
  words.emplace_back("--help");
  return words;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void arguments::add(const declared_flag& flag,
                    const std::function<void(const std::string&)>& take) {
  declared_.flags.push_back(flag);
  app_.add_option_function<std::string>(flag.names, take, flag.help)
      ->type_name(flag.type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void arguments::positional(const std::string& name, const std::string& help,
                           std::vector<std::string>& into, bool required,
                           std::vector<std::string> (*known)()) {
  declared_.positional = {.name = name, .help = help, .required = required, .known = known};
  app_.add_option(name, into, help)->required(required)->option_text("...");
}

void arguments::on_off(const std::string& flags, const std::string& help, bool& into) {
  declared_.flags.push_back({.names = flags, .help = help});
  app_.add_flag(flags, into, help);
}

void arguments::text(const std::string& flag, const std::string& type, const std::string& help,
                     std::string& into, std::vector<std::string> (*known)()) {
  add({.names = flag, .type = type, .help = help, .known = known},
      [&into](const std::string& value) { into = value; });
}

void arguments::value(const std::string& flag, const std::string& type, const std::string& help,
                      std::function<void(const std::string&)> take) {
  add({.names = flag, .type = type, .help = help}, take);
}

void arguments::texts(const std::string& flag, const std::string& type, const std::string& help,
                      std::vector<std::string>& into) {
  declared_.flags.push_back({.names = flag, .type = type, .help = help, .repeatable = true});
  // One value each, so that a flag never swallows the arguments that follow it.
  app_.add_option(flag, into, help)->type_name(type)->allow_extra_args(false);
}

void arguments::number(const std::string& flag, const std::string& help,
                       std::function<void(std::uint64_t)> take, std::uint64_t least,
                       std::uint64_t most) {
  add({.names = flag, .type = "N", .help = help}, [=](const std::string& text) {
    const std::optional<std::uint64_t> value = whole_number(text);
    if (!value || *value < least || *value > most)
      throw CLI::ValidationError{
          flag, fmt::format("\"{}\" is no whole number from {} to {}", text, least, most)};
    take(*value);
  });
}

void arguments::word(const std::string& flag, const std::string& help,
                     const std::vector<std::string>& words, std::function<void(std::size_t)> take) {
  const std::string type = fmt::format("{}", fmt::join(words, "|"));
  add({.names = flag, .type = type, .help = help, .words = words}, [=](const std::string& text) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end())
      throw CLI::ValidationError{
          flag, fmt::format("\"{}\" is none of its values; {}", text,
                            config::did_you_mean(text, {words.begin(), words.end()}))};
    take(static_cast<std::size_t>(found - words.begin()));
  });
}

std::vector<declared_command> declarations(std::span<const command> commands) {
  std::vector<declared_command> all;
  for (const command& one : commands) {
    if (one.hidden) continue;
    CLI::App app;
    declared_command made{.name = std::string{one.name}, .summary = std::string{one.summary}};
    arguments takes{app, made, ""};
    one.declare(takes);
    all.push_back(std::move(made));
  }
  return all;
}

std::function<exit_code()> parse(int argc, const char* const* argv,
                                 std::span<const command> commands) {
  CLI::App app{std::string{about}, "contend"};
  // What is unknown is refused after parsing: CLI11 itself has no "did you mean".
  // One command at most, so that its arguments may have the name of another: `explain run`.
  app.require_subcommand(0, 1);
  app.allow_extras()
      ->footer(std::string{exit_codes})
      ->set_version_flag("--version", version_line());
  app.formatter(std::make_shared<help_format>());
  app.option_defaults()->group("Flags");
  app.get_version_ptr()->description("print the version and exit")->group("Flags");
  app.set_help_flag("-h,--help", "print this help and exit");
  std::vector<declared> known;
  for (const command& one : commands) {
    CLI::App* sub = app.add_subcommand(std::string{one.name}, std::string{one.summary});
    sub->allow_extras()->group(one.hidden ? "" : "Commands")->footer("");
    sub->get_help_ptr()->group("Flags");
    declared_command written;
    arguments takes{*sub, written, as_typed(argc, argv)};
    known.push_back({sub, one.declare(takes), one.hidden});
  }
  try {
    std::vector<std::string> words = help_by_its_flag({argv + 1, argv + argc});
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    app.parse(words);
  } catch (const CLI::Success& asked) {  // --help, --version
    app.exit(asked);
    return [] { return exit_code::done; };
  } catch (const CLI::ArgumentMismatch& wrong) {
    const std::string message = wrong.what();  // "--seed: 1 required N missing"
    throw failure{exit_code::usage, message.substr(0, message.find(':')) + " needs a value"};
  } catch (const CLI::ParseError& wrong) {
    throw failure{exit_code::usage, wrong.what()};
  }
  return chosen(app, known);
}

}  // namespace contend::cli
