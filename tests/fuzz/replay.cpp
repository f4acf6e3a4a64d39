// Feeds a fuzz target every file below the folders that are named: its corpus, as an ordinary test.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "fuzz/target.hpp"

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i)
    for (const auto& entry : std::filesystem::recursive_directory_iterator{argv[i]}) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file{entry.path(), std::ios::binary};
      const std::string bytes = (std::ostringstream{} << file.rdbuf()).str();
      std::printf("%s\n", entry.path().c_str());
      std::fflush(stdout);  // so that the last line names the file of a crash
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++count;
    }
  std::printf("%zu files\n", count);
  return count == 0 ? 1 : 0;
}
