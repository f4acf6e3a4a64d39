#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/store/detail/json_reader.hpp>

namespace contend::detail {

namespace {

using nlohmann::json;

/// Builds a value from what nlohmann's parser meets, with the bounds that its own builder lacks.
class builder {
 public:
  explicit builder(std::size_t max_depth) : max_depth_{max_depth} {}

  bool null() { return put(nullptr); }
  bool boolean(bool b) { return put(b); }
  bool number_integer(json::number_integer_t i) { return put(i); }
  bool number_unsigned(json::number_unsigned_t u) { return put(u); }
  bool number_float(json::number_float_t d, const std::string& text) {
    // What the parser cannot hold in 64 bits it hands over as a rounded double.
    if (text.find_first_of(".eE") == std::string::npos)
      return bad(fmt::format("the integer {} does not fit into 64 bits", text.substr(0, 40)));
    return put(d);
  }
  bool string(std::string& text) { return put(std::move(text)); }
  bool binary(json::binary_t&) { return bad("a binary value"); }

  bool start_object(std::size_t) { return open(json::object()); }
  bool start_array(std::size_t) { return open(json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& text) {
    auto [member, fresh] =
        open_.back()->get_ref<json::object_t&>().emplace(std::move(text), nullptr);
    if (!fresh) return bad(fmt::format("the key \"{}\" is given twice", member->first));
    member_ = &member->second;
    return true;
  }

  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& e) {
    // "[json.exception.parse_error.101] parse error at line 1, column 5: …": what follows is ours.
    const std::string_view what = e.what();
    const auto colon = what.find(": ");
    return bad(fmt::format("byte {}: {}", at,
                           colon == std::string_view::npos ? what : what.substr(colon + 2)));
  }

  json_result<json> finish(bool whole) && {
    if (whole && why_.empty()) return {boost::system::in_place_value, std::move(root_)};
    return json_cause{why_};
  }

 private:
  /// Puts `value` where it belongs, and says where that is.
  json* place_of(json&& value) {
    json* place = &root_;
    if (!open_.empty() && open_.back()->is_array()) {
      place = &open_.back()->get_ref<json::array_t&>().emplace_back();
    } else if (!open_.empty()) {
      place = member_;
    }
    *place = std::move(value);
    return place;
  }
  bool put(json&& value) {
    place_of(std::move(value));
    return true;
  }

  bool open(json&& empty) {
    if (open_.size() == max_depth_) return bad(fmt::format("more than {} levels deep", max_depth_));
    open_.push_back(place_of(std::move(empty)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool bad(std::string why) {
    why_ = std::move(why);
    return false;
  }

  std::size_t max_depth_;
  json root_{};
  /// The arrays and objects that surround what comes next. An open one is never moved: only the
  /// innermost grows.
  std::vector<json*> open_{};
  json* member_ = nullptr;  ///< Where the value of the latest key goes.
  std::string why_{};
};

}  // namespace

void throw_exception_from_error(const json_cause& cause, const boost::source_location&) {
  throw std::runtime_error{cause.text};
}

json_result<json> read_json(std::string_view text, std::size_t max_depth) {
  builder into{max_depth};
  const bool whole = json::sax_parse(text.begin(), text.end(), &into);
  return std::move(into).finish(whole);
}

}  // namespace contend::detail
