// What a fuzz target is: a function that takes any bytes and must neither crash, hang nor leak.
//
// One file a target. Built by clang's libFuzzer (scripts/fuzz) or, in the ordinary tests, with
// replay.cpp, which feeds it what its corpus holds: whatever was once found stays found.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
