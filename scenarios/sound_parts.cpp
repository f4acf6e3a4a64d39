#include <algorithm>
#include <functional>

#include <contend/scenarios/sound_parts.hpp>

namespace contend::scenarios {

namespace {

using config::member;
using config::node;
using config::place;

bool before(const place& a, const place& b) {
  return a.in != b.in ? std::less<>{}(a.in, b.in) : a.offset < b.offset;
}

/// As far as the tree goes, and whether that is the end of `to`.
struct way {
  const node* last;
  bool arrived;
};

way walk(const node& from, sound_parts::path to) {
  const node* here = &from;
  for (const std::string_view key : to) {
    const node* next = here->find(key);
    if (next == nullptr) return {here, false};
    here = next;
  }
  return {here, true};
}

}  // namespace

sound_parts::sound_parts(const config::diagnostics& found) : mistakes_{found.places()} {
  std::sort(mistakes_.begin(), mistakes_.end(), before);
}

bool sound_parts::wrong_at(const place& where) const {
  return where.in != nullptr &&
         std::binary_search(mistakes_.begin(), mistakes_.end(), where, before);
}

bool sound_parts::keys_of(const node& object) const {
  const auto* members = object.as<node::object>();
  if (members == nullptr) return !wrong_at(object.where);
  return std::none_of(members->begin(), members->end(),
                      [this](const member& m) { return wrong_at(m.where); });
}

bool sound_parts::all_of(const node& part) const {
  if (wrong_at(part.where) || !keys_of(part)) return false;
  if (const auto* items = part.as<node::array>())
    return std::all_of(items->begin(), items->end(), [this](const node& n) { return all_of(n); });
  const auto* members = part.as<node::object>();
  return members == nullptr || std::all_of(members->begin(), members->end(),
                                           [this](const member& m) { return all_of(m.held); });
}

bool sound_parts::whole(const node& from, path to) const {
  if (mistakes_.empty()) return true;
  const way there = walk(from, to);
  return there.arrived ? all_of(*there.last) : keys_of(*there.last);
}

bool sound_parts::keys(const node& from, path to) const {
  return mistakes_.empty() || keys_of(*walk(from, to).last);
}

}  // namespace contend::scenarios
