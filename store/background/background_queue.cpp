#include <algorithm>
#include <exception>

#include <contend/store/background/background_queue.hpp>

namespace contend {

background_queue::background_queue(background_options options)
    : options_{options}, books_{options.books} {
  try {
    for (std::size_t i = 0; i < std::max<std::size_t>(options_.threads, 1); ++i)
      workers_.emplace_back([this] { work(); });
  } catch (...) {
    stop();  // those that have started wait for this one, not for their own
    throw;
  }
}

background_queue::~background_queue() { stop(); }

clock_source& background_queue::clock() const noexcept {
  static steady_clock_source machine;
  return options_.clock != nullptr ? *options_.clock : machine;
}

bool background_queue::offer(std::string_view actor, background_job job,
                             const std::stop_token& stop) {
  const std::string name{actor};
  const time_point until = saturating_add(clock().now(), options_.patience);
  std::unique_lock hold{lock_};
  for (;;) {
    const time_point now = clock().now();
    const bool stopped = stop.stop_requested() || stopping_.stop_requested();
    if (!stopped && books_.offer(name, std::move(job), now)) break;
    if (stopped || now >= until) {
      ++counts_.refused;
      return false;
    }
    wait_for_room(hold, until, stop);
  }
  ++counts_.taken_on;
  changed_.notify_all();
  return true;
}

/// The clock waits until its time; room, and either stop, come to it as a stop.
void background_queue::wait_for_room(std::unique_lock<std::mutex>& hold, time_point until,
                                     const std::stop_token& stop) {
  std::stop_source over;
  wait_for_room_.push_back(&over);
  hold.unlock();
  {
    const std::stop_callback by_caller{stop, [&over] { over.request_stop(); }};
    const std::stop_callback by_queue{stopping_.get_token(), [&over] { over.request_stop(); }};
    clock().wait_until(until, over.get_token());
  }
  hold.lock();
  std::erase(wait_for_room_, &over);
}

void background_queue::work() {
  std::unique_lock hold{lock_};
  for (;;) {
    std::optional<books::entry> next;
    changed_.wait(hold, stopping_.get_token(), [&] {
      return !stopping_.stop_requested() && (next = books_.take()).has_value();
    });
    if (!next) return;  // only a stop ends the wait without one
    hold.unlock();
    run(std::move(*next));
    hold.lock();
  }
}

void background_queue::run(books::entry job) {
  operation_result how;
  std::string thrown;
  try {
    how = job.job(stopping_.get_token());
  } catch (const std::exception& e) {
    thrown = *e.what() != '\0' ? e.what() : "an exception without a text";
  } catch (...) {
    thrown = "something that is no std::exception";
  }
  const std::lock_guard hold{lock_};
  settle(job, how, std::move(thrown));
  books_.done(job.actor, job.since);
  for (std::stop_source* waits : wait_for_room_) waits->request_stop();
  changed_.notify_all();
}

void background_queue::settle(books::entry& job, const operation_result& how, std::string thrown) {
  if (thrown.empty() && how.committed()) {
    ++counts_.committed;
  } else if (thrown.empty() && how.end == ending::declined) {
    ++counts_.declined;
  } else if (thrown.empty() && how.end == ending::cancelled && stopping_.stop_requested()) {
    cut_short_.push_back({job.actor, std::move(job.job), job.since});
  } else {
    ++counts_.dead;
    if (!thrown.empty()) job.job = nullptr;
    dead_.push_back({job.actor, std::move(job.job), how, std::move(thrown)});
    if (dead_.size() > options_.dead_letters) dead_.pop_front();
  }
}

bool background_queue::drain(const std::stop_token& stop) {
  std::unique_lock hold{lock_};
  changed_.wait(hold, stop, [&] { return books_.depth() == 0 || stopping_.stop_requested(); });
  return books_.depth() == 0;
}

std::vector<waiting_job> background_queue::stop() {
  stopping_.request_stop();
  std::vector<std::jthread> ending;
  {
    const std::lock_guard hold{lock_};
    ending.swap(workers_);
    changed_.notify_all();
  }
  ending.clear();  // joins
  const std::lock_guard hold{lock_};
  std::vector<waiting_job> back = std::move(cut_short_);
  cut_short_.clear();
  for (books::entry& e : books_.hand_back())
    back.push_back({std::move(e.actor), std::move(e.job), e.since});
  return back;
}

background_status background_queue::status() const {
  const std::lock_guard hold{lock_};
  background_status now = counts_;
  now.depth = books_.depth();
  now.age = books_.age(clock().now());
  return now;
}

std::vector<dead_letter> background_queue::take_dead_letters() {
  const std::lock_guard hold{lock_};
  std::vector<dead_letter> all{std::make_move_iterator(dead_.begin()),
                               std::make_move_iterator(dead_.end())};
  dead_.clear();
  return all;
}

}  // namespace contend
