// A wrapper around any store that tells of what was saved, after it was saved and only then.
//
//   noticing_store store{behind, {.bus = &bus, .name_space = "shop.orders", .watch = &watch}};
#pragma once

#include <string>

#include <contend/store/bus/event_bus.hpp>
#include <contend/store/commits/commit_watch.hpp>
#include <contend/store/forwarding_store.hpp>

namespace contend {

/// To whom to tell it. Nothing here is owned; each may be null.
struct notice_options {
  event_bus* bus = nullptr;       ///< Gets an EventStored for each event.
  std::string name_space{};       ///< In which namespace of the bus.
  commit_watch* watch = nullptr;  ///< Hears the actor's new version, and so does its cache.
};

/// Each event that a save was answered with success for is told once that answer is there. An
/// append that is repeated because its answer was lost may so be told twice, and never not at all.
/// Notices of one actor from several threads may arrive in another order than their versions have.
/// Threading and errors: those of the store behind; a bus that has stopped is passed over.
class noticing_store final : public forwarding_store {
 public:
  noticing_store(event_store& behind, notice_options to)
      : forwarding_store{behind}, to_{std::move(to)} {}

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override;

 private:
  void publish(std::span<const event_ptr> events);

  notice_options to_;
};

}  // namespace contend
