#include <algorithm>
#include <vector>

#include <contend/measure/vocabulary.hpp>
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/coordination/all.hpp>
#include <contend/policies/guards/all.hpp>

namespace contend::measure {

namespace {

template <class List>
void add(std::string_view kind, std::vector<word>& into) {
  List::for_each([&]<class T>() {
    word made{.kind = kind, .name = T::name, .summary = T::summary};
    if constexpr (requires { T::formula; }) made.formula = T::formula;
    into.push_back(made);
  });
}

}  // namespace

std::span<const word> vocabulary() {
  static const std::vector<word> all = [] {
    std::vector<word> made;
    add<all_backoffs>("backoff", made);
    add<all_guards>("guard", made);
    add<all_coordinations>("coordination", made);
    return made;
  }();
  return all;
}

const word* find_word(std::string_view kind, std::string_view name) {
  const auto found = std::ranges::find_if(
      vocabulary(), [&](const word& w) { return w.kind == kind && w.name == name; });
  return found == vocabulary().end() ? nullptr : &*found;
}

}  // namespace contend::measure
