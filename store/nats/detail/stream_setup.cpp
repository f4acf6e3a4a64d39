#include <algorithm>

#include <fmt/format.h>

#include <contend/store/nats/detail/asking.hpp>
#include <contend/store/nats/detail/stream_setup.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

namespace {

constexpr std::size_t longest_namespace = 64;
constexpr std::size_t longest_stream = 64;

std::string name_of(const nats_stream_options& o, stream_kind kind) {
  return kind == stream_kind::events ? o.stream : snapshots_of(o.stream);
}

/// A configuration and the texts that it points to.
class wanted {
 public:
  wanted(const nats_stream_options& o, stream_kind kind)
      : name_{name_of(o, kind)}, subject_{name_ + ".>"}, subject_text_{subject_.c_str()} {
    const bool events = kind == stream_kind::events;
    jsStreamConfig_Init(&config_);
    config_.Name = name_.c_str();
    config_.Subjects = &subject_text_;
    config_.SubjectsLen = 1;
    config_.Description = events ? "events of contend: append-only" : "snapshots of contend";
    config_.Retention = js_LimitsPolicy;
    config_.Storage = o.storage == nats_storage::file ? js_FileStorage : js_MemoryStorage;
    config_.Replicas = o.replicas;
    config_.AllowDirect = true;
    config_.MaxAge = events ? o.max_age.count() : 0;
    config_.MaxBytes = events ? o.max_bytes : -1;
    config_.Duplicates = window(o);
    config_.MaxMsgsPerSubject = events ? -1 : static_cast<std::int64_t>(snapshots_kept);
    config_.Discard = events ? js_DiscardNew : js_DiscardOld;
    config_.DenyDelete = events;
    config_.DenyPurge = events;
  }
  wanted(const wanted&) = delete;
  wanted& operator=(const wanted&) = delete;

  jsStreamConfig& operator*() noexcept { return config_; }

 private:
  /// The server wants it no longer than the age.
  static std::int64_t window(const nats_stream_options& o) {
    const std::int64_t asked = o.duplicate_window.count();
    return o.max_age.count() > 0 ? std::min(asked, o.max_age.count()) : asked;
  }

  std::string name_;
  std::string subject_;
  const char* subject_text_;
  jsStreamConfig config_{};
};

bool is_stream_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= longest_stream &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

std::string invalid(const nats_stream_options& o) {
  if (!is_stream_name(o.stream))
    return fmt::format("the stream \"{}\" must have a name of 1 to {} letters, digits, - and _",
                       o.stream, longest_stream);
  if (o.name_space.size() > longest_namespace)
    return fmt::format("the namespace has {} bytes, at most {} are allowed", o.name_space.size(),
                       longest_namespace);
  if (o.replicas < 1 || o.replicas > 5)
    return fmt::format("{} replicas are asked for, and 1 to 5 can be", o.replicas);
  if (o.max_age < duration{} || o.duplicate_window < std::chrono::milliseconds{100})
    return "max_age must not be negative, and the duplicate window at least 100 ms";
  return {};
}

store_error damaged(std::string detail) {
  return {.code = store_errc::damaged, .detail = std::move(detail)};
}

/// Collects what is not as it should be.
class comparison {
 public:
  explicit comparison(bool updatable) noexcept : updatable_{updatable} {}

  comparison& equal(const char* what, std::int64_t found, std::int64_t needed) {
    if (found != needed) add(fmt::format("{} is {}, and {} is wanted", what, found, needed));
    return *this;
  }
  comparison& equal(const char* what, bool found, bool needed) {
    if (found != needed)
      add(fmt::format("{} is {}, and must {}be", what, found ? "on" : "off", needed ? "" : "not "));
    return *this;
  }
  void add(std::string text) {
    stream_difference& d = all.emplace_back();
    d.text = std::move(text);
    d.updatable = updatable_;
  }

  std::vector<stream_difference> all{};

 private:
  bool updatable_;
};

void compare_subjects(const jsStreamConfig& found, const jsStreamConfig& needed, comparison& to) {
  const std::string_view subject = needed.Subjects[0];
  if (found.SubjectsLen != 1 || found.Subjects[0] != subject)
    to.add(fmt::format("its subjects are {}, and must be {} alone",
                       found.SubjectsLen == 0 ? "none" : found.Subjects[0], subject));
  if (found.Mirror != nullptr || found.SourcesLen != 0)
    to.add("it is fed from another stream, and must not be");
}

/// `code` is that of the server's refusal, 0 without one.
result<stream_info_ptr> apply(link& to, wanted& config, bool exists, jsErrCode& code) {
  jsStreamInfo* info = nullptr;
  const natsStatus status = exists
                                ? js_UpdateStream(&info, to.jetstream(), &*config, nullptr, &code)
                                : js_AddStream(&info, to.jetstream(), &*config, nullptr, &code);
  if (status == NATS_OK) return stream_info_ptr{info};
  const std::string doing =
      fmt::format("{} the stream {}", exists ? "updating" : "creating", (*config).Name);
  const char* const text = nats_GetLastError(nullptr);
  return code != 0 ? api_error(code, text != nullptr ? text : "", doing)
                   : to.error(status, effect::none, doing,
                              fmt::format("$JS.API.STREAM.CREATE.{}", (*config).Name));
}

result<void> accept(const std::string& name, const std::vector<stream_difference>& all,
                    bool may_update) {
  std::string text;
  for (const stream_difference& d : all)
    if (!d.updatable || !may_update) text += (text.empty() ? "" : "; ") + d.text;
  if (text.empty()) return {};
  const bool would_do = std::all_of(all.begin(), all.end(), [](auto& d) { return d.updatable; });
  return damaged(fmt::format("the stream {} is not as it has to be: {}{}", name, text,
                             would_do ? " (nats_stream_options::update would change it)" : ""));
}

/// With replicas a direct answer may be that of one that is behind.
bool reads_directly(const jsStreamConfig& config) noexcept {
  return config.AllowDirect && config.Replicas == 1;
}

/// Of two requests at once for the same stream a server may refuse one, as the other has taken the
/// subjects.
bool may_be_there_now(jsErrCode refusal) noexcept {
  const auto code = static_cast<api_code>(refusal);
  return code == api_code::stream_exists || code == api_code::subjects_overlap;
}

/// Waits until a stream answers that another may be making at this moment: the server tells of it
/// before anybody listens to what is asked of it. Who may not ask is told so when he reads.
result<void> await_answers(link& to, const std::string& name, const std::string& subject,
                           bool directly) {
  jsErrCode code{};
  const auto ask = [&](std::int64_t wait) {
    jsOptions how = waiting(wait);
    jsDirectGetMsgOptions what{0, nullptr, subject.c_str()};
    natsMsg* found = nullptr;
    const natsStatus status =
        directly
            ? js_DirectGetMsg(&found, to.jetstream(), name.c_str(), &how, &what)
            : js_GetLastMsg(&found, to.jetstream(), name.c_str(), subject.c_str(), &how, &code);
    const message_ptr owner{found};
    return status;
  };
  const std::string asked = directly ? fmt::format("$JS.API.DIRECT.GET.{}.{}", name, subject)
                                     : fmt::format("$JS.API.STREAM.MSG.GET.{}", name);
  const natsStatus status = ask_until_heard(
      to, asked, ask, [](natsStatus s) { return s == NATS_TIMEOUT || s == NATS_NO_RESPONDERS; });
  if (status == NATS_OK || status == NATS_NOT_FOUND || to.is_refused(asked)) return {};
  const std::string doing = fmt::format("waiting for the stream {}", name);
  return code != 0 ? api_error(code, natsStatus_GetText(status), doing)
                   : to.error(status, effect::none, doing, asked);
}

result<stream_info_ptr> find_or_make(link& to, const nats_stream_options& o, stream_kind kind) {
  const std::string name = name_of(o, kind);
  wanted config{o, kind};
  jsErrCode refusal{};
  auto found = find_stream(to, name);
  if (!found) return found;
  if (!*found) {
    if (!o.create) return damaged(fmt::format("there is no stream {}", name));
    auto made = apply(to, config, false, refusal);
    if (!may_be_there_now(refusal)) return made;
    found = find_stream(to, name);
    if (!found || !*found) return made;
  }
  const auto all = differences(*(*found)->Config, o, kind);
  if (all.empty()) return found;
  if (const auto good = accept(name, all, o.update); !good) return good.error();
  return apply(to, config, true, refusal);
}

result<stream_info_ptr> make_ready(link& to, const nats_stream_options& o, stream_kind kind) {
  auto stream = find_or_make(to, o, kind);
  if (!stream) return stream;
  const subjects names{o.stream, o.name_space};
  // No actor has the empty name, and who may read no other namespace may ask for it.
  const std::string nobodys = kind == stream_kind::events ? names.events("") : names.snapshots("");
  const auto answers =
      await_answers(to, name_of(o, kind), nobodys, reads_directly(*(*stream)->Config));
  return answers ? std::move(stream) : answers.error();
}

}  // namespace

result<stream_info_ptr> find_stream(link& to, const std::string& name) {
  jsStreamInfo* info = nullptr;
  jsErrCode code{};
  const auto ask = [&](std::int64_t wait) {
    jsOptions how = waiting(wait);
    return js_GetStreamInfo(&info, to.jetstream(), name.c_str(), &how, &code);
  };
  const std::string asked = "$JS.API.STREAM.INFO." + name;
  const natsStatus status =
      ask_until_heard(to, asked, ask, [](natsStatus s) { return s == NATS_TIMEOUT; });
  if (status == NATS_OK) return stream_info_ptr{info};
  if (status == NATS_NOT_FOUND || int{code} == static_cast<int>(api_code::stream_not_found))
    return stream_info_ptr{};
  const std::string doing = fmt::format("looking at the stream {}", name);
  return code != 0 ? api_error(code, natsStatus_GetText(status), doing)
                   : to.error(status, effect::none, doing, asked);
}

std::vector<stream_difference> differences(const jsStreamConfig& found,
                                           const nats_stream_options& options, stream_kind kind) {
  wanted config{options, kind};
  const jsStreamConfig& needed = *config;
  comparison promises{false};
  compare_subjects(found, needed, promises);
  promises
      .equal("the retention policy", std::int64_t{found.Retention}, std::int64_t{needed.Retention})
      .equal("the storage (0: file, 1: memory)", std::int64_t{found.Storage},
             std::int64_t{needed.Storage})
      .equal("the discard policy (1: new)", std::int64_t{found.Discard},
             std::int64_t{needed.Discard})
      .equal("the number of messages kept", found.MaxMsgs, needed.MaxMsgs)
      .equal("the number of messages kept a subject", found.MaxMsgsPerSubject,
             needed.MaxMsgsPerSubject)
      .equal("leaving out acknowledgements", found.NoAck, false)
      .equal("being sealed", found.Sealed, false);
  if (kind == stream_kind::events)
    promises.equal("denying deletion", found.DenyDelete, true)
        .equal("denying purging", found.DenyPurge, true)
        .equal("allowing rollups", found.AllowRollup, false);
  comparison choices{true};
  choices.equal("the number of replicas", found.Replicas, needed.Replicas)
      .equal("max_age in ns", found.MaxAge, needed.MaxAge)
      .equal("max_bytes", found.MaxBytes, needed.MaxBytes)
      .equal("the duplicate window in ns", found.Duplicates, needed.Duplicates)
      .equal("direct reading", found.AllowDirect, true);
  promises.all.insert(promises.all.end(), choices.all.begin(), choices.all.end());
  return promises.all;
}

result<void> check_replication(link& to, std::int64_t replicas) {
  if (replicas == 1) return {};
  const auto server = to.server();
  if (!server) return server.error();
  if (server->version >= first_safe_replication) return {};
  return damaged(fmt::format(
      "{} replicas need a server of version {} or later, and {} has {}: older ones let two writers "
      "of one version both win",
      replicas, first_safe_replication.text(), server->url, server->version.text()));
}

result<stream_facts> make_ready(link& to, const nats_stream_options& options) {
  if (std::string why = invalid(options); !why.empty()) return damaged(std::move(why));
  if (const auto safe = check_replication(to, options.replicas); !safe) return safe.error();
  const auto events = make_ready(to, options, stream_kind::events);
  if (!events) return events.error();
  const auto snapshots = make_ready(to, options, stream_kind::snapshots);
  if (!snapshots) return snapshots.error();
  const jsStreamConfig& config = *(*events)->Config;
  return stream_facts{config.Replicas, reads_directly(config)};
}

}  // namespace contend::nats
