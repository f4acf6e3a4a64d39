#include <boost/asio/post.hpp>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/nats/async_nats_store.hpp>
#include <contend/store/nats/detail/inbox.hpp>
#include <contend/store/nats/detail/stream_store.hpp>

namespace contend {

/// One append on its way, with what it needs once it is answered.
struct async_nats_store::flight {
  std::string actor;
  expected_version expected;
  std::vector<event_ptr> events;
  receiver<version>& to;
  nats::position base;

  [[nodiscard]] nats::append_request request() const { return {actor, expected, events}; }
};

async_nats_store::async_nats_store(nats_store& store, boost::asio::thread_pool::executor_type pool,
                                   std::unique_ptr<nats::inbox> answers)
    : store_{store}, pool_{pool}, pooled_{store, pool}, answers_{std::move(answers)} {}

async_nats_store::~async_nats_store() = default;

result<std::unique_ptr<async_nats_store>> async_nats_store::open(
    nats_store& store, boost::asio::thread_pool::executor_type pool,
    const async_nats_options& options) {
  auto answers = nats::inbox::open(store.connection_->link(), options.most_in_flight);
  if (!answers) return answers.error();
  return std::unique_ptr<async_nats_store>{
      new async_nats_store{store, std::move(pool), *std::move(answers)}};
}

void async_nats_store::start_append(std::string_view actor, expected_version expected,
                                    std::span<const event_ptr> events, receiver<version>& to) {
  if (auto error = detail::check_append(actor, events)) return to.receive(*std::move(error));
  nats::appender& appends = store_.streams_->appends;
  const auto base = appends.known_base({actor, expected, events});
  if (!base) return pooled_.start_append(actor, expected, events, to);
  const auto body = appends.prepare({actor, expected, events});
  if (!body) return to.receive(body.error());
  auto f = std::make_shared<flight>(
      flight{std::string{actor}, expected, {events.begin(), events.end()}, to, *base});
  // Whatever is not settled by the answer alone needs reading, and that waits.
  const auto landed = [f, &appends, pool = pool_](result<nats::message_ptr> message) {
    using kind = nats::append_answer::kind;
    const auto answer =
        message ? nats::read_answer(message->get()) : result<nats::append_answer>{message.error()};
    if (!answer || answer->what == kind::stored)
      return f->to.receive(appends.settle(f->request(), {}, f->base, answer));
    boost::asio::post(pool, [f, &appends, answer] {
      const auto again = appends.prepare(f->request());
      f->to.receive(again ? appends.settle(f->request(), *again, f->base, answer)
                          : result<version>{again.error()});
    });
  };
  answers_->send([&](const char* reply) { return appends.message(*body, *base, reply); }, landed);
}

std::size_t async_nats_store::in_flight() const { return answers_->waiting(); }

}  // namespace contend
