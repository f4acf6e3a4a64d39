#include <fmt/format.h>

#include <contend/store/bus/namespace_pattern.hpp>
#include <contend/store/detail/check_publish.hpp>

namespace contend::detail {

store_error refused_by_bus(std::string detail) {
  return {.code = make_error_code(boost::system::errc::invalid_argument),
          .detail = std::move(detail)};
}

store_error bus_closed() {
  return {.code = store_errc::closed, .detail = "the bus has been stopped"};
}

std::optional<store_error> check_publish(std::string_view name_space, const event_ptr& e) {
  if (!e) return refused_by_bus("the event is null");
  if (!is_namespace(name_space))
    return refused_by_bus(fmt::format("\"{}\" is no namespace", name_space));
  return {};
}

}  // namespace contend::detail
