// Serialize and coalesce in virtual time, for those who share them: the lines are the very books
// that the library keeps (store/coordination/lines.hpp), and here is what stands in them.
//
// Serialize is a coalesce of batches of one. Single-threaded.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/sim/detail/written_events.hpp>
#include <contend/sim/model.hpp>
#include <contend/sim/scopes.hpp>
#include <contend/store/coordination/lines.hpp>

namespace contend::sim {

class turn_lines {
  /// Of those who share it: an actor's.
  using line = std::uint64_t;
  using books = lines<line, std::uint32_t>;

 public:
  using entered = books::entered;

  /// Those who share the appends of one operation in flight, itself first.
  struct batch {
    std::vector<std::uint32_t> flights{};
    std::vector<detail::author> authors{};
  };

  /// Null where the policy has neither.
  static std::unique_ptr<turn_lines> make(const policy_model& policy) {
    using coordination::coalesce;
    using coordination::serialize;
    if (const auto* one = policy.coordinated_by<serialize>())
      return std::make_unique<turn_lines>(one->waiting, 1,
                                          policy.coordination_of<serialize>()->shared_by);
    if (const auto* many = policy.coordinated_by<coalesce>())
      return std::make_unique<turn_lines>(many->waiting, many->batch,
                                          policy.coordination_of<coalesce>()->shared_by);
    return nullptr;
  }

  turn_lines(std::uint32_t waiting, std::uint32_t most_together, sharing shared_by)
      : most_together_{most_together}, shared_by_{shared_by}, books_{{.waiting = waiting}} {}

  /// `node`, here and below: the flight's.
  entered enter(std::uint32_t node, const flight& f, std::uint32_t index) {
    return books_.enter(line_of(node, f), index);
  }
  /// Leaves the line. Whether it was waiting in it.
  bool withdraw(std::uint32_t node, const flight& f, std::uint32_t index) {
    return books_.withdraw(line_of(node, f), index);
  }
  /// Those who wait and go along with `f`, which is in front.
  std::vector<std::uint32_t> join(std::uint32_t node, const flight& f) {
    if (most_together_ == 1) return {};
    return books_.join(line_of(node, f), most_together_ - 1);
  }
  /// The one in front has ended: who is in front now? Nobody, or one.
  std::vector<std::uint32_t> next(std::uint32_t node, const flight& f) {
    return books_.next(line_of(node, f), 1);
  }

  /// `leader` appends for all of these.
  void carry(std::uint32_t leader, batch all) { batches_[leader] = std::move(all); }
  /// Whom `leader` appends for; null where it is for itself alone.
  [[nodiscard]] const batch* carried_by(std::uint32_t leader) const {
    const auto found = batches_.find(leader);
    return found == batches_.end() ? nullptr : &found->second;
  }
  /// `leader` is gone, and all that it ever sent.
  void forget(std::uint32_t leader) { batches_.erase(leader); }

 private:
  [[nodiscard]] line line_of(std::uint32_t node, const flight& f) const noexcept {
    return (line{scope_of(shared_by_, f.writer, node)} << 32U) | f.actor;
  }

  std::uint32_t most_together_;
  sharing shared_by_;
  books books_;
  boost::unordered_flat_map<std::uint32_t, batch> batches_{};
};

}  // namespace contend::sim
