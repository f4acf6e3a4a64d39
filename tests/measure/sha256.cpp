// SHA-256 against the vectors of FIPS 180-4's example documents and of every padding length.
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/measure/detail/sha256.hpp>

using contend::measure::detail::sha256;

BOOST_AUTO_TEST_SUITE(sha_256)

BOOST_AUTO_TEST_CASE(the_official_examples_come_out) {
  BOOST_TEST(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
             "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  BOOST_TEST(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                    "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
             "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  BOOST_TEST(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

BOOST_AUTO_TEST_CASE(a_million_letters_come_out) {
  BOOST_TEST(sha256(std::string(1'000'000, 'a')) ==
             "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(every_length_around_a_block_is_padded_right) {
  // The digest of the digests of 0 to 130 letters, computed with Python's hashlib.
  std::string digests;
  for (std::size_t n = 0; n <= 130; ++n) digests += sha256(std::string(n, 'x'));
  BOOST_TEST(sha256(digests) == "87aca1c44bc7ba8897768170211f0a02063de70801131ff86c7edb9ce32c6a50");
}

BOOST_AUTO_TEST_SUITE_END()
