#include <contend/measure/result_json.hpp>
#include <contend/reports/render.hpp>

namespace contend::reports {

std::string render_json(const measure::result& r, const style&) { return measure::result_text(r); }

std::string json_of_all(std::span<const measure::result> all) {
  std::string text = "[";
  for (const measure::result& r : all) {
    text += text.size() == 1 ? "\n" : ",\n";
    text += measure::result_text(r);
    text.pop_back();  // its newline
  }
  return text + "\n]\n";
}

}  // namespace contend::reports
