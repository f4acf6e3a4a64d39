#include <limits>

#include <contend/reports/detail/numbers.hpp>

namespace contend::reports::detail {

std::vector<double> numbers_in(const nlohmann::ordered_json& object, const char* name) {
  std::vector<double> all;
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (found == object.end() || !found->is_array()) return all;
  for (const auto& value : *found)
    all.push_back(value.is_number() ? value.get<double>()
                                    : std::numeric_limits<double>::quiet_NaN());
  return all;
}

}  // namespace contend::reports::detail
