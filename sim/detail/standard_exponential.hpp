// Draws of the exponential distribution of mean 1, by Boost.Random like all others.
#pragma once

#include <boost/random/exponential_distribution.hpp>

#include <contend/policies/random.hpp>

namespace contend::sim::detail {

inline double standard_exponential(random_source& random) {
  return boost::random::exponential_distribution<double>{}(random);
}

}  // namespace contend::sim::detail
