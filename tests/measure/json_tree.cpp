// Trees are held against those of nlohmann's own parser, which made them before; how a file that is
// no JSON is told is in result_json.cpp.
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "results.hpp"
#include <contend/measure/detail/json_tree.hpp>
#include <contend/measure/result_json.hpp>

using namespace contend::measure;
using detail::json_tree;
using json = nlohmann::ordered_json;

BOOST_AUTO_TEST_SUITE(json_trees)

BOOST_AUTO_TEST_CASE(a_tree_is_that_of_the_librarys_parser) {
  for (const std::string text :
       {"null", "true", "-1", "18446744073709551615", "0.1", "1e-300", "\"\\u00e9\\n\\\"\"", "[]",
        "{}", "[[],{},[[1,[2.5]],\"x\"],null,false]",
        "{\"b\":{\"z\":1,\"a\":[1,{\"c\":[]}]},\"a\":{},\"\":[{\"k\":{}},[]]}"}) {
    const json ours = json_tree(text, "x.json");
    BOOST_TEST(ours.dump() == json::parse(text).dump());  // the order of members as well
    BOOST_TEST((ours == json::parse(text)));
  }
  const std::string whole = result_text(test::example_result());
  BOOST_TEST(json_tree(whole, "x.json").dump() == json::parse(whole).dump());
}

BOOST_AUTO_TEST_CASE(of_equal_names_the_last_one_counts_at_the_place_of_the_first) {
  BOOST_TEST(json_tree(R"({"a":1,"b":[2],"a":{"c":3}})", "x.json").dump() ==
             R"({"a":{"c":3},"b":[2]})");
}

BOOST_AUTO_TEST_SUITE_END()
