// What configurations mean, also those of clusters and servers that are not here.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/store/nats/detail/stream_remarks.hpp>

using namespace contend;
using rating = nats_remark::rating;

namespace {

/// The stream as a store makes it, changed, on a server of that version.
std::vector<nats_remark> remarks_for(const std::function<void(jsStreamInfo&)>& change,
                                     nats_version version = {2, 10, 27}) {
  const char* subjects[] = {"S.>"};
  jsStreamConfig config{};
  config.Name = "S";
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.Retention = js_LimitsPolicy;
  config.Storage = js_FileStorage;
  config.Discard = js_DiscardNew;
  config.Replicas = 1;
  config.MaxMsgs = config.MaxMsgsPerSubject = config.MaxBytes = -1;
  config.Duplicates = 120'000'000'000;
  config.DenyDelete = config.DenyPurge = config.AllowDirect = true;
  jsStreamInfo info{};
  info.Config = &config;
  change(info);
  return nats::remarks_on(info, {.version = version});
}

std::optional<nats_remark> about(const std::vector<nats_remark>& all, const std::string& what) {
  const auto found = std::ranges::find(all, what, &nats_remark::about);
  return found == all.end() ? std::nullopt : std::optional{*found};
}

void is(const std::optional<nats_remark>& r, rating wanted, const std::string& part) {
  BOOST_REQUIRE(r.has_value());
  BOOST_TEST((r->is == wanted), r->text);
  BOOST_TEST(r->text.find(part) != std::string::npos, r->text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(remarks_on_streams)

BOOST_AUTO_TEST_CASE(a_stream_as_a_store_makes_it_keeps_its_promises) {
  const auto all = remarks_for([](jsStreamInfo&) {});
  BOOST_TEST(std::ranges::none_of(all, [](auto& r) { return r.is == rating::refused; }));
  is(about(all, "stream"), rating::good, "S: empty");
  is(about(all, "promises"), rating::good, "denied");
  is(about(all, "retention"), rating::good, "for ever");
  is(about(all, "one node"), rating::caution, "lost with its disk");
  is(about(all, "power failure"), rating::caution, "sync_interval");
}

BOOST_AUTO_TEST_CASE(replicas_are_judged_by_the_server_that_keeps_them) {
  const auto three = [](jsStreamInfo& i) { i.Config->Replicas = 3; };
  is(about(remarks_for(three, {2, 9, 10}), "check"), rating::refused, "#4320");
  is(about(remarks_for(three, {2, 10, 22}), "check"), rating::caution, "#6888");
  const auto good = remarks_for(three, {2, 10, 23});
  is(about(good, "check"), rating::good, "3 copies on 2.10.23");
  BOOST_TEST(!about(good, "one node"));
  is(about(good, "power failure"), rating::caution, "majority");
}

BOOST_AUTO_TEST_CASE(copies_that_are_away_or_behind_are_named) {
  jsPeerInfo second{};
  second.Name = const_cast<char*>("n2");
  second.Current = true;
  jsPeerInfo third{};
  third.Name = const_cast<char*>("n3");
  third.Lag = 7;
  jsPeerInfo* peers[] = {&second, &third};
  jsClusterInfo cluster{};
  cluster.Leader = const_cast<char*>("n1");
  cluster.Replicas = peers;
  cluster.ReplicasLen = 2;
  const auto copies = [&] {
    return about(remarks_for([&](jsStreamInfo& i) {
                   i.Config->Replicas = 3;
                   i.Cluster = &cluster;
                 }),
                 "copies");
  };
  is(copies(), rating::caution, "n1 leads, n2 follows, n3 is 7 behind");
  third.Offline = true;
  is(copies(), rating::caution, "n3 is offline");
  third.Offline = false;
  third.Current = true;
  is(copies(), rating::good, "n3 follows");
  cluster.Leader = nullptr;
  is(copies(), rating::caution, "nobody leads");
}

BOOST_AUTO_TEST_CASE(what_contradicts_the_promises_is_refused_with_every_difference) {
  const auto all = remarks_for([](jsStreamInfo& i) {
    i.Config->DenyDelete = false;
    i.Config->AllowRollup = true;
    i.Config->MaxMsgsPerSubject = 3;
  });
  for (const char* part : {"denying deletion is off", "allowing rollups", "kept a subject is 3"})
    is(about(all, "promises"), rating::refused, part);
  // What options may choose is no contradiction.
  const auto chosen = remarks_for([](jsStreamInfo& i) {
    i.Config->MaxAge = 3'600'000'000'000;
    i.Config->MaxBytes = 1000;
    i.Config->Duplicates = 1'500'000'000;
    i.State.Msgs = 2;
    i.State.FirstSeq = 4;
    i.State.LastSeq = 6;
    i.State.NumDeleted = 1;
  });
  is(about(chosen, "promises"), rating::good, "denied");
  is(about(chosen, "retention"), rating::caution, "older than 1 hour are gone");
  is(about(chosen, "size"), rating::caution, "beyond 1000 bytes");
  is(about(chosen, "duplicates"), rating::good, "1500 ms");
  is(about(chosen, "head"), rating::caution, "before sequence 4");
  is(about(chosen, "deleted"), rating::caution, "1 messages");
}

BOOST_AUTO_TEST_CASE(memory_survives_nothing) {
  is(about(remarks_for([](jsStreamInfo& i) { i.Config->Storage = js_MemoryStorage; }), "storage"),
     rating::caution, "all is lost");
}

BOOST_AUTO_TEST_SUITE_END()
