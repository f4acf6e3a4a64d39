// shape_of<T>(): the shape of a C++ type, from its description. Templates only, each a thin table.
//
// Known are: node (any JSON), duration, share, rate, double, bool, std::string, integers,
// outcome_set, enumerations with names(E), structs with fields(), std::optional, std::vector,
// std::map<std::string, …>, lists of (name, value) pairs (a map that keeps its order), std::variant
// of structs with a name, and classes that hold such a variant and give it by value(). A further
// type specialises shape_for.
//
// A struct may have `std::string problem() const`: what is wrong with its fields together, or
// empty; and `static constexpr std::array judged{"low"sv, …}`: the fields by which it says so, if
// not all, so that it is asked even where others are wrong.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <contend/policies/config/containers.hpp>
#include <contend/policies/config/names.hpp>
#include <contend/policies/config/one_of.hpp>
#include <contend/policies/config/record.hpp>
#include <contend/policies/config/scalars.hpp>
#include <contend/policies/outcome.hpp>
#include <contend/policies/time.hpp>

namespace contend::config {

/// make() returns the shape of T.
template <class T>
struct shape_for;

template <class T>
const shape& shape_of() {
  static const auto made = shape_for<T>::make();
  return made;
}

/// What messages call a choice: "backoff" gives `unknown backoff "jiter"`. By default the name of
/// the field that holds it. To be specialised before the shape is used.
template <class T>
inline constexpr std::string_view noun{};

template <class T>
concept described = requires {
  T::fields();
};

template <class T>
concept named_enum = std::is_enum_v<T> && requires(T e) {
  names(e);
};

/// Any JSON, as it stands.
template <>
struct shape_for<node> {
  static node_shape make() { return {}; }
};
template <>
struct shape_for<duration> {
  static duration_shape make() { return {}; }
};
template <>
struct shape_for<share> {
  static share_shape make() { return {}; }
};
template <>
struct shape_for<rate> {
  static rate_shape make() { return {}; }
};
template <>
struct shape_for<double> {
  static double_shape make() { return {}; }
};
template <>
struct shape_for<bool> {
  static bool_shape make() { return {}; }
};
template <>
struct shape_for<std::string> {
  static string_shape make() { return {}; }
};
template <>
struct shape_for<outcome_set> {
  static outcome_set_shape make() { return {}; }
};

namespace detail {

template <class T, class From>
bool store(void* into, From value) {
  if (!std::in_range<T>(value)) return false;
  *static_cast<T*>(into) = static_cast<T>(value);
  return true;
}

template <class T>
node::any load(const void* from) {
  const T value = *static_cast<const T*>(from);
  if (std::cmp_less(value, 0)) return static_cast<std::int64_t>(value);
  return static_cast<std::uint64_t>(value);
}

}  // namespace detail

template <std::integral T>
requires(!std::same_as<T, bool>) struct shape_for<T> {
  static integer_shape make() {
    return integer_shape{{.load = detail::load<T>,
                          .store_signed = detail::store<T, std::int64_t>,
                          .store_unsigned = detail::store<T, std::uint64_t>,
                          .fitting = between(static_cast<double>(std::numeric_limits<T>::min()),
                                             static_cast<double>(std::numeric_limits<T>::max()))}};
  }
};

template <named_enum E>
struct shape_for<E> {
  static enum_shape make() {
    std::vector<enum_shape::entry> entries;
    for (const auto& n : names(E{}))
      entries.push_back({n.name, static_cast<std::int64_t>(n.value)});
    return {std::move(entries),
            {.load =
                 [](const void* from) {
                   return static_cast<std::int64_t>(*static_cast<const E*>(from));
                 },
             .store = [](void* into,
                         std::int64_t value) { *static_cast<E*>(into) = static_cast<E>(value); }}};
  }
};

// Structs with fields()

namespace detail {

template <class C, std::size_t I>
record_shape::member_field member_field_of() {
  static constexpr auto described = std::get<I>(C::fields());
  using type = std::remove_reference_t<decltype(std::declval<C&>().*described.member)>;
  return {described.name, described.help, described.limits, &shape_of<type>(),
          [](void* record) -> void* { return &(static_cast<C*>(record)->*described.member); }};
}

/// A struct's own `summary`, where it says one of itself rather than has one as a field; its own
/// `formula` and `reference` likewise.
template <class C>
constexpr std::string_view summary_of() {
  if constexpr (requires { requires std::same_as<decltype(&C::summary), const std::string_view*>; })
    return C::summary;
  else
    return {};
}
template <class C>
constexpr std::string_view formula_of() {
  if constexpr (requires { requires std::same_as<decltype(&C::formula), const std::string_view*>; })
    return C::formula;
  else
    return {};
}
template <class C>
constexpr auto from_text_of() -> node (*)(const node&, diagnostics&) {
  if constexpr (requires { &C::from_text; })
    return &C::from_text;
  else
    return nullptr;
}
template <class C>
constexpr std::string_view reference_of() {
  if constexpr (requires {
                  requires std::same_as<decltype(&C::reference), const std::string_view*>;
                })
    return C::reference;
  else
    return {};
}

}  // namespace detail

template <described C>
struct shape_for<C> {
  static record_shape make() {
    return make(std::make_index_sequence<std::tuple_size_v<decltype(C::fields())>>{});
  }

 private:
  template <std::size_t... I>
  static record_shape make(std::index_sequence<I...>) {
    return {detail::summary_of<C>(),
            {detail::member_field_of<C, I>()...},
            {.defaults = []() -> const void* {
               static const C defaults{};
               return &defaults;
             },
             .check = [](const void* record) -> std::string {
               if constexpr (requires(const C& c) { c.problem(); })
                 return static_cast<const C*>(record)->problem();
               else
                 return (void)record, std::string{};
             },
             .judged = judged(),
             .from_text = detail::from_text_of<C>()}};
  }
  static std::vector<std::string_view> judged() {
    if constexpr (requires { std::string_view{C::judged.front()}; })
      return {C::judged.begin(), C::judged.end()};
    else
      return {};
  }
};

// Containers

template <class T>
struct shape_for<std::optional<T>> {
  static optional_shape make() {
    using optional = std::optional<T>;
    return {
        shape_of<T>(),
        {.held = [](const void* from) -> const void* {
           const auto& o = *static_cast<const optional*>(from);
           return o ? &*o : nullptr;
         },
         .emplace = [](void* into) -> void* { return &static_cast<optional*>(into)->emplace(); },
         .reset = [](void* into) { static_cast<optional*>(into)->reset(); }}};
  }
};

template <class T>
struct shape_for<std::vector<T>> {
  static list_shape make() {
    using list = std::vector<T>;
    return {
        shape_of<T>(),
        {.clear = [](void* into) { static_cast<list*>(into)->clear(); },
         .append = [](void* into) -> void* { return &static_cast<list*>(into)->emplace_back(); },
         .elements =
             [](const void* from) {
               std::vector<const void*> all;
               for (const T& element : *static_cast<const list*>(from)) all.push_back(&element);
               return all;
             }}};
  }
};

namespace detail {

template <class Map, class T>
map_shape make_map(void* (*insert)(void*, std::string)) {
  return {shape_of<T>(),
          {.clear = [](void* into) { static_cast<Map*>(into)->clear(); },
           .insert = insert,
           .entries =
               [](const void* from) {
                 std::vector<std::pair<std::string_view, const void*>> all;
                 for (const auto& [name, element] : *static_cast<const Map*>(from))
                   all.emplace_back(name, &element);
                 return all;
               }}};
}

}  // namespace detail

template <class T>
struct shape_for<std::map<std::string, T>> {
  static map_shape make() {
    using map = std::map<std::string, T>;
    return detail::make_map<map, T>([](void* into, std::string name) -> void* {
      return &(*static_cast<map*>(into))[std::move(name)];
    });
  }
};

/// In the order of the file.
template <class T>
struct shape_for<std::vector<std::pair<std::string, T>>> {
  static map_shape make() {
    using map = std::vector<std::pair<std::string, T>>;
    return detail::make_map<map, T>([](void* into, std::string name) -> void* {
      return &static_cast<map*>(into)->emplace_back(std::move(name), T{}).second;
    });
  }
};

// Choices

namespace detail {

/// The kind K of the choice `One`. `held(one)`: a pointer to the K that it holds, or null.
template <class One, class K>
one_of_shape::choice choice_of(const void* (*held)(const void*)) {
  return {.name = K::name,
          .summary = summary_of<K>(),
          .formula = formula_of<K>(),
          .reference = reference_of<K>(),
          .options = dynamic_cast<const record_shape*>(&shape_of<K>()),
          .read =
              [](const shape& options, const node& from, void* into, const reading& as) {
                K made{};
                options.read(from, &made, as);
                *static_cast<One*>(into) = One{std::move(made)};
              },
          .held = held};
}

template <class One, class Variant>
struct choices_of;

template <class One, class... K>
struct choices_of<One, std::variant<K...>> {
  static const std::variant<K...>& variant(const void* one) {
    if constexpr (requires(const One& o) { o.value(); })
      return static_cast<const One*>(one)->value();
    else
      return *static_cast<const One*>(one);
  }
  static std::vector<one_of_shape::choice> make() {
    return {choice_of<One, K>(
        [](const void* one) -> const void* { return std::get_if<K>(&variant(one)); })...};
  }
};

}  // namespace detail

template <class... K>
struct shape_for<std::variant<K...>> {
  static one_of_shape make() {
    using variant = std::variant<K...>;
    return {noun<variant>, detail::choices_of<variant, variant>::make()};
  }
};

template <class T>
concept holds_variant = requires(const T& t) {
  std::variant_size<std::remove_cvref_t<decltype(t.value())>>::value;
};

template <holds_variant T>
requires(!described<T>) struct shape_for<T> {
  static one_of_shape make() {
    using variant = std::remove_cvref_t<decltype(std::declval<const T&>().value())>;
    return {noun<T>, detail::choices_of<T, variant>::make()};
  }
};

}  // namespace contend::config
