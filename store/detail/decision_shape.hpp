// The forms in which a decision may answer, brought to one.
//
//   new_event                            write this
//   std::optional<new_event>             write this, or nothing
//   std::vector<new_event>               write these together, or nothing
//   boost::system::result<T, Refusal>    T as above, or a refusal in the caller's own words
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

#include <contend/store/new_event.hpp>

namespace contend {

/// The refusal of a decision that never refuses.
struct no_refusal {
  friend bool operator==(no_refusal, no_refusal) = default;
};

namespace detail {

/// For each form: `refusal`, and visit(answer, f), which calls f(new_event&&) for each event to
/// write.
template <class Answer>
struct decision_shape;  // not one of the forms above

template <>
struct decision_shape<new_event> {
  using refusal = no_refusal;
  static void visit(new_event&& one, auto&& f) { f(std::move(one)); }
};

template <>
struct decision_shape<std::optional<new_event>> {
  using refusal = no_refusal;
  static void visit(std::optional<new_event>&& one, auto&& f) {
    if (one) f(*std::move(one));
  }
};

template <>
struct decision_shape<std::vector<new_event>> {
  using refusal = no_refusal;
  static void visit(std::vector<new_event>&& some, auto&& f) {
    for (new_event& one : some) f(std::move(one));
  }
};

template <class Answer, class Refusal>
struct decision_shape<boost::system::result<Answer, Refusal>> {
  using refusal = Refusal;
  static void visit(boost::system::result<Answer, Refusal>&& answer, auto&& f) {
    decision_shape<Answer>::visit(*std::move(answer), f);
  }
};

}  // namespace detail

}  // namespace contend
