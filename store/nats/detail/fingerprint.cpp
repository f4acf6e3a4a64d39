#include <cstring>

#include <fmt/format.h>

#include <contend/store/nats/detail/fingerprint.hpp>

namespace contend::nats {

namespace {

constexpr std::uint64_t multiplier = 0xC6A4A7935BD1E995U;

std::uint64_t mixed(std::uint64_t word) noexcept {
  word *= multiplier;
  word ^= word >> 47U;
  return word * multiplier;
}

/// MurmurHash64A, by Austin Appleby, who gave it to the public domain.
std::uint64_t murmur(std::string_view text, std::uint64_t seed) noexcept {
  std::uint64_t h = seed ^ (text.size() * multiplier);
  for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    h = (h ^ mixed(word)) * multiplier;
  }
  if (!text.empty()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), text.size());
    h = (h ^ word) * multiplier;
  }
  h = (h ^ (h >> 47U)) * multiplier;
  return h ^ (h >> 47U);
}

}  // namespace

fingerprinter& fingerprinter::add(std::string_view text) noexcept {
  state_ = {murmur(text, state_.high), murmur(text, state_.low)};
  return *this;
}

fingerprinter& fingerprinter::add(std::uint64_t number) noexcept {
  return add(std::string_view{reinterpret_cast<const char*>(&number), sizeof number});
}

std::string fingerprinter::text() const {
  return fmt::format("{:016x}{:016x}", state_.high, state_.low);
}

}  // namespace contend::nats
