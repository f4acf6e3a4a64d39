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

result<stream_info_ptr> apply(link& to, wanted& config, bool exists) {
  jsStreamInfo* info = nullptr;
  jsErrCode code{};
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

bool is(jsErrCode code, api_code wanted) noexcept { return int{code} == static_cast<int>(wanted); }

natsStatus ask_for(link& to, const std::string& name, std::int64_t wait, stream_info_ptr& found,
                   jsErrCode& code) {
  jsOptions how = waiting(wait);
  jsStreamInfo* info = nullptr;
  code = {};
  const natsStatus status = js_GetStreamInfo(&info, to.jetstream(), name.c_str(), &how, &code);
  found.reset(info);
  return status;
}

std::string subject_of_info(const std::string& name) { return "$JS.API.STREAM.INFO." + name; }

result<stream_info_ptr> answer(const link& from, const std::string& name, natsStatus status,
                               stream_info_ptr found, jsErrCode code) {
  if (status == NATS_OK) return found;
  if (status == NATS_NOT_FOUND || is(code, api_code::stream_not_found)) return stream_info_ptr{};
  const std::string doing = fmt::format("looking at the stream {}", name);
  return code != 0 ? api_error(code, natsStatus_GetText(status), doing)
                   : from.error(status, effect::none, doing, subject_of_info(name));
}

/// As find_stream(), also while others make it or a cluster chooses a leader.
result<stream_info_ptr> await_stream(link& to, const std::string& name) {
  stream_info_ptr found;
  jsErrCode code{};
  const auto ask = [&](std::int64_t wait) { return ask_for(to, name, wait, found, code); };
  const natsStatus status = ask_until_heard(to, subject_of_info(name), ask, [&](natsStatus s) {
    return s == NATS_TIMEOUT || is(code, api_code::cluster_unavailable);
  });
  return answer(to, name, status, std::move(found), code);
}

/// Waits until an empty stream hears what is asked of it, as another may be making it at this
/// moment: the server tells of it before anybody listens. Where it never does, or may not be asked,
/// the first read says so.
void await_hearing(link& to, const std::string& name, const std::string& subject, bool directly) {
  jsErrCode code{};
  const auto ask = [&](std::int64_t wait) {
    jsOptions how = waiting(wait);
    jsDirectGetMsgOptions what{0, nullptr, subject.c_str()};
    natsMsg* found = nullptr;
    code = {};
    const natsStatus status =
        directly
            ? js_DirectGetMsg(&found, to.jetstream(), name.c_str(), &how, &what)
            : js_GetLastMsg(&found, to.jetstream(), name.c_str(), subject.c_str(), &how, &code);
    const message_ptr owner{found};
    return status;
  };
  const std::string asked = directly ? fmt::format("$JS.API.DIRECT.GET.{}.{}", name, subject)
                                     : fmt::format("$JS.API.STREAM.MSG.GET.{}", name);
  ask_until_heard(to, asked, ask, [&](natsStatus s) {
    return s == NATS_TIMEOUT || s == NATS_NO_RESPONDERS ||
           is(code, api_code::cluster_unavailable) || is(code, api_code::stream_not_found);
  });
}

/// Of two that make a stream at once a server may refuse one, as the other has taken its subjects;
/// and what a cluster did not answer in time may have come about.
result<stream_info_ptr> find_or_make(link& to, const nats_stream_options& o, stream_kind kind) {
  const std::string name = name_of(o, kind);
  wanted config{o, kind};
  auto found = await_stream(to, name);
  for (int tries = 2; found && !*found; --tries) {
    if (!o.create) return damaged(fmt::format("there is no stream {}", name));
    auto made = apply(to, config, false);
    if (made || tries == 0 || made.error().code != store_errc::unavailable) return made;
    found = await_stream(to, name);
  }
  if (!found) return found;
  const auto all = differences(*(*found)->Config, o, kind);
  if (all.empty()) return found;
  if (const auto good = accept(name, all, o.update); !good) return good.error();
  return apply(to, config, true);
}

result<stream_info_ptr> make_ready(link& to, const nats_stream_options& o, stream_kind kind) {
  auto stream = find_or_make(to, o, kind);
  if (!stream || (*stream)->State.LastSeq != 0) return stream;
  const bool events = kind == stream_kind::events;
  const subjects names{o.stream, o.name_space};
  // No actor has the empty name, and who may read no other namespace may ask for it.
  await_hearing(to, name_of(o, kind), events ? names.events("") : names.snapshots(""),
                !events || reads_directly(*(*stream)->Config));
  return stream;
}

}  // namespace

result<stream_info_ptr> find_stream(link& to, const std::string& name) {
  stream_info_ptr found;
  jsErrCode code{};
  const natsStatus status = ask_for(to, name, to.timeout_ms(), found, code);
  return answer(to, name, status, std::move(found), code);
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
