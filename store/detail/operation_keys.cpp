#include <string_view>

#include <contend/store/detail/operation_keys.hpp>

namespace contend::detail {

std::string event_id(const operation_keys& keys, std::uint64_t index) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  constexpr std::string_view digits = "0123456789abcdef";
  std::uint64_t high = random_source{keys.id_high.with(index)}();
  std::uint64_t low = random_source{keys.id_low.with(index)}();
  std::string id{form};
  for (std::size_t i = 0; i < form.size(); ++i) {
    std::uint64_t& half = i < form.size() / 2 ? high : low;
    if (form[i] == 'x') id[i] = digits[half & 15U];
    if (form[i] == 'y') id[i] = digits[8 + (half & 3U)];  // the variant: binary 10 and two bits
    if (form[i] == 'x' || form[i] == 'y') half >>= 4U;
  }
  return id;
}

}  // namespace contend::detail
