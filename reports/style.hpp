// How a report that is read by a person looks.
#pragma once

#include <cstddef>

namespace contend::reports {

struct style {
  std::size_t width = 80;  ///< Columns of the terminal. Tables leave out what does not fit.
  bool color =
      false;         ///< ANSI colours. Whether they are wanted (NO_COLOR) is for the caller to say.
  bool utf8 = true;  ///< Whether curves and bars may be drawn with more than ASCII.
};

}  // namespace contend::reports
