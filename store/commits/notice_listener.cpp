#include <utility>

#include <contend/store/commits/event_stored.hpp>
#include <contend/store/commits/notice_listener.hpp>

namespace contend {

notice_listener::notice_listener(subscription heard, commit_watch& watch)
    : thread_{[from = std::move(heard), &watch](const std::stop_token& stop) mutable {
        while (const auto d = from.next(stop))
          if (const auto notice = as_event_stored(*d->event))
            watch.heard(notice->actor_id, notice->version);
      }} {}

}  // namespace contend
