// One request on its way through a handler: who asks, in which role, and the transaction in which
// it is answered.
//
// transaction() begins with the caller's scope when it is first asked for; the dispatcher commits
// it, with the act's audit record and the kept answer inside, after the handler has answered well,
// and rolls it back otherwise. A handler says what was looked at (saw) and what was done (did).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/idempotency.hpp"
#include "access/session.hpp"
#include "api/backend.hpp"
#include "api/route.hpp"
#include "policy/explain/explain.hpp"

namespace leye::api {

class Call {
 public:
  Call(const http::Request& asked, const Backend& behind, const Route& along)
      : request(asked), backend(behind), route(along) {}

  const http::Request& request;
  const Backend& backend;
  const Route& route;
  std::map<std::string, std::string> path;  // "{id}" → "17"
  std::optional<access::Caller> caller;
  access::Post post;            // in which the request is served
  std::string token;            // of the session
  std::string idempotency_key;  // of a deciding request
  std::optional<store::Lease> lease;

  // not_found where it is not a number: an id that cannot be is one that is not there.
  Result<std::int64_t> path_id(const std::string& name = "id") const;
  // A whole number from the query, or empty; invalid_input if it is none.
  Result<std::optional<std::int64_t>> asked_number(const std::string& name) const;
  Result<std::optional<Day>> asked_day(const std::string& name) const;

  struct Paging {
    std::int64_t page = 1;
    std::int64_t size = 20;
    std::int64_t offset() const { return (page - 1) * size; }
  };
  Result<Paging> paging() const;  // size at most 100, page at most 10 000

  Result<store::Transaction*> transaction();
  // For work that needs transactions of its own, after the one above has ended or before it began.
  Result<store::Connection*> connection();
  // The caller's scope; with `bypass` once the handler has checked that the caller may.
  store::Scope scope(bool bypass = false) const;

  // Of explanations and of the words of packs and vocabulary: what the page asks for by
  // Accept-Language; Chinese unless that begins with "en".
  policy::Language language() const;
  std::string says(std::string zh, std::string en) const {
    return language() == policy::Language::zh ? std::move(zh) : std::move(en);
  }
  // A pack's name; a code, fact or entity of the vocabulary. Chinese where there is no English.
  std::string label(const policy::Name& name) const {
    return says(name.label, name.label_en.empty() ? name.label : name.label_en);
  }
  template <class Named>
  std::string label(const Named& named) const {
    return says(named.zh, named.en.empty() ? named.zh : named.en);
  }

  Day today() const { return backend.business_clock.today(); }
  Instant now() const { return backend.business_clock.now(); }  // of the trade
  Instant machine_now() const { return backend.machine_clock.now(); }

  // not_found unless the caller's account stands for this person or organisation, or is of staff.
  Status must_be_own(const std::string& kind, std::int64_t id) const;
  bool is_subject() const { return caller && caller->subject.has_value(); }

  void saw(const std::string& act, std::string object, std::string detail = {});
  // Whether the caller must take a second factor before anything else.
  bool second_factor_due() const {
    return backend.second_factor_for_staff && caller && !caller->second_factor &&
           caller->standing != access::Standing::open_public;
  }
  void did(std::string object, std::string detail = {});

  // For a handler with one transaction of its own, just before its commit: the answer under its key
  // and the record of the act go into it. Whatever is killed afterwards, the same request gets the
  // same answer. conflict: the same request came through at the same time.
  Status keep(store::Transaction& transaction, const http::Response& response);
  access::RequestKey request_key() const;
  bool taken_over = false;  // an earlier run of this very request may have had the effect
  bool kept = false;
  std::optional<audit::Entry> entry;

  audit::Record record(const std::string& act) const;
  std::vector<audit::Record> seen;
  std::string done_object;
  std::string done_detail;

  std::optional<store::Transaction> open_transaction;
};

}  // namespace leye::api
