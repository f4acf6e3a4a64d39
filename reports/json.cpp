#include <contend/measure/result_json.hpp>
#include <contend/reports/render.hpp>

namespace contend::reports {

std::string render_json(const measure::result& r, const style&) { return measure::result_text(r); }

}  // namespace contend::reports
