// What a server and a stream are like, and which of a store's promises they keep.
//
//   for (const nats_remark& r : examine_nats({.urls = {url}}, "CONTEND").value())
//     print(r.about, r.text);
//
// Only looks: nothing is made or changed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <contend/store/error.hpp>
#include <contend/store/nats/nats_options.hpp>

namespace contend {

struct nats_remark {
  enum class rating : std::uint8_t {
    good,
    caution,  ///< Works, and there is something that one should know.
    refused,  ///< A store cannot keep its promises there, and does not open.
  };
  rating is = rating::good;
  std::string about{};  ///< One or two words: "power failure".
  std::string text{};   ///< For a person.
};

/// The server that answers first of how.urls, the round trip to it, and `stream`, which may be
/// missing. Takes at most some seconds where the server answers and how.timeout for each request
/// where it does not. Errors: those of nats_connection::connect(), unavailable (it fell silent).
[[nodiscard]] result<std::vector<nats_remark>> examine_nats(const nats_options& how,
                                                            const std::string& stream);

}  // namespace contend
