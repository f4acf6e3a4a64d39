// In a file of its own: inlined into its callers, g++ takes the pair for a mismatch.
#include <cstdlib>
#include <new>
#include <store/counted_new.hpp>

namespace {

thread_local std::size_t count = 0;

}  // namespace

std::size_t contend::test::allocations() noexcept { return count; }

void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
