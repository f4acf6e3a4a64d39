// any_backoff: a backoff whose type is chosen at run time, as configuration does.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <contend/policies/backoff.hpp>
#include <contend/policies/backoffs/none.hpp>

namespace contend {

/// Holds any backoff; decides exactly as the one it holds. Cheap to copy: copies share one
/// immutable object. Allocates when made, never when asked. Thread-safe to ask, as every backoff
/// is.
class any_backoff {
 public:
  struct memory {
    alignas(std::uint64_t) std::array<std::byte, backoff_memory_size> bytes{};
    bool made = false;  ///< Whether the bytes hold the memory of the held backoff yet.
  };

  any_backoff() : any_backoff(none{}) {}

  template <class B>
  requires(!std::same_as<B, any_backoff>) && backoff<B> any_backoff(B held)
      : model_{std::make_shared<const model<B>>(std::move(held))} {}  // NOLINT: implicit

  decision next(const attempt_facts& facts, random_source& random, memory& kept) const {
    return model_->next(facts, random, kept);
  }

  /// The held backoff if it is a B, else null. Owned by this object.
  template <class B>
  [[nodiscard]] const B* target() const noexcept {
    const auto* held = dynamic_cast<const model<B>*>(model_.get());
    return held == nullptr ? nullptr : &held->held;
  }

  [[nodiscard]] bool times_attempts() const noexcept { return model_->times_attempts; }

 private:
  struct erased {
    explicit erased(bool times) : times_attempts{times} {}
    erased(const erased&) = delete;
    erased& operator=(const erased&) = delete;
    virtual ~erased() = default;
    virtual decision next(const attempt_facts&, random_source&, memory&) const = 0;
    const bool times_attempts;
  };

  template <class B>
  struct model final : erased {
    static_assert(sizeof(backoff_memory<B>) <= backoff_memory_size &&
                      alignof(backoff_memory<B>) <= alignof(std::uint64_t),
                  "a backoff's memory may take 32 bytes, aligned like a 64-bit number");

    explicit model(B b) : erased{contend::times_attempts<B>}, held{std::move(b)} {}

    decision next(const attempt_facts& facts, random_source& random, memory& kept) const override {
      // A B's memory is trivially copyable, so that copying the bytes copies it too.
      using own = backoff_memory<B>;
      if constexpr (std::is_empty_v<own>) {
        own nothing;
        return ask(held, facts, random, nothing);
      } else {
        if (!kept.made) ::new (kept.bytes.data()) own{};
        kept.made = true;
        return ask(held, facts, random, *std::launder(reinterpret_cast<own*>(kept.bytes.data())));
      }
    }

    const B held;
  };

  std::shared_ptr<const erased> model_;
};

}  // namespace contend
