// Making a file at the counter. Nobody gets two: the number is one by constraint, and whoever else
// is alike is told apart with a reason first.
#include "api/entry.hpp"

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/fields.hpp"
#include "api/likeness.hpp"
#include "api/one_row.hpp"
#include "api/organisation_cards.hpp"
#include "api/own_write.hpp"
#include "api/person_cards.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "registers/duplicates.hpp"
#include "registers/entry.hpp"
#include "registers/identity.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet keepers{Role::window_clerk};
constexpr std::chrono::minutes statement_time_max{1};
constexpr std::size_t name_bytes_max = 100;

Result<std::string> number_of(const std::string& text) {
  if (text.empty()) return std::string();
  auto number = registers::canonical_id_number(text);
  if (number.ok()) return std::move(number).value();
  return Error{ErrorCode::invalid_input, number.error().what, {"id_number"}, number.error().fix};
}

Result<std::string> uscc_of(const std::string& text) {
  if (text.empty()) return std::string();
  auto uscc = registers::canonical_uscc(text);
  if (uscc.ok()) return std::move(uscc).value();
  return Error{ErrorCode::invalid_input, uscc.error().what, {"uscc"}, uscc.error().fix};
}

Result<std::vector<registers::Likeness>> like(Call& call, store::Transaction& transaction,
                                              registers::Candidate candidate) {
  if (!candidate.birth_date && registers::bears_birth_date(candidate.number))
    candidate.birth_date = registers::birth_date_of(candidate.number);
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto& rules = call.backend.rulebook;
  return registers::Duplicates(transaction, cipher, rules.similar, rules.numbers).like(candidate);
}

Result<LikelyPeople> likely_people(Call& call, const LikelyAsked& asked) {
  registers::Candidate candidate;
  candidate.number = TRY(number_of(asked.id_number));
  candidate.name = asked.name.substr(0, name_bytes_max);
  candidate.birth_date = asked.birth_date;
  if (asked.residence_place) candidate.place = asked.residence_place->number;
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  LikelyPeople found;
  found.id_number = access::mask("id_number", candidate.number);
  if (registers::bears_birth_date(candidate.number)) {
    found.birth_date = registers::birth_date_of(candidate.number);
    found.sex = registers::sex_of(candidate.number);
    const Fact* sex = call.backend.vocabulary.find_entity("person")->find_fact("sex");
    found.sex_label =
        call.says(registers::shown_value(call.backend.vocabulary, *sex, found.sex),
                  registers::shown_value_en(call.backend.vocabulary, *sex, found.sex));
  }
  for (const auto& each : TRY(like(call, *transaction, candidate))) {
    const auto cards = TRY(people.cards({each.person}));
    if (cards.empty()) continue;
    call.saw("list_person", fmt::format("person:{}", each.person));
    found.items.push_back({card_of(call, cards.front()), likeness_reasons(call, each.reasons),
                           each.score});
  }
  call.did("persons", "建档前查重");
  return found;
}

Result<std::vector<registers::Likeness>> like(Call& call, store::Transaction& transaction,
                                              const std::string& uscc, const std::string& name) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Organisations organisations(transaction, call.backend.vocabulary, cipher);
  const Rulebook& rules = call.backend.rulebook;
  return registers::like_organisations(organisations, rules.similar, rules.numbers, uscc, name);
}

Result<LikelyOrganisations> likely_organisations(Call& call, const LikelyOrganisationAsked& asked) {
  LikelyOrganisations found;
  found.uscc = TRY(uscc_of(asked.uscc));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Organisations organisations(*transaction, call.backend.vocabulary, cipher);
  const auto alike = TRY(like(call, *transaction, found.uscc, asked.name));
  for (const auto& each : alike) {
    const auto card = TRY(organisations.card(each.person));
    found.items.push_back({card_of(call, card), likeness_reasons(call, each.reasons), each.score});
  }
  return found;
}

// What the form says, and who is alike as far as the caller may see; all of them are told apart.
struct Entered {
  const Entity* entity = nullptr;
  Cells cells;
  std::string number;  // canonical: of the person, or the credit code
  std::vector<registers::Likeness> alike;
  std::vector<registers::ToldApart> apart;
};

Result<Entered> entered(Call& call, const char* kind) {
  const auto asked = TRY(json::read<EnterFile>(call.request.body));
  Entered form;
  form.entity = call.backend.vocabulary.find_entity(kind);
  TRY(call.backend.arrangements.check_written_by_hand(kind, call.today()));
  TRY(Fields(call).may_write(*form.entity, asked.facts));
  TRY(take_facts(*form.entity, asked.facts, false, form.cells));
  for (const ToldApart& other : asked.others)
    form.apart.push_back({other.id.number, other.reason});
  auto* connection = TRY(call.connection());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*connection, scope));
  if (form.entity->id == "person") {
    form.number = TRY(number_of(text_of(form.cells, "id_number")));
    const auto places = TRY(registers::PlaceIndex::load(transaction));
    const auto place = places.find(text_of(form.cells, "residence_place"));
    const auto born = Day::parse(text_of(form.cells, "birth_date"));
    form.alike = TRY(like(call, transaction,
                          {form.number, text_of(form.cells, "name").substr(0, name_bytes_max),
                           born.ok() ? std::optional(born.value()) : std::nullopt,
                           place.ok() ? place.value() : 0}));
  } else {
    form.number = TRY(uscc_of(text_of(form.cells, "uscc")));
    form.alike = TRY(like(call, transaction, form.number, text_of(form.cells, "name")));
  }
  TRY(registers::check_told_apart(form.alike, form.apart));
  return form;
}

// A file that came to be since we looked has the number too: the register holds it once.
Status store_new(Call& call, store::Transaction& transaction, const Entered& form) {
  const std::string& fact = form.entity->facts.front().id;
  const auto report = store_row(call, transaction, *form.entity, form.cells);
  if (!report.ok() && report.error().code == ErrorCode::conflict)
    return registers::has_a_file(fact);
  if (TRY(report).added == 0) return registers::has_a_file(fact);
  return Done{};
}

std::string told(const Entered& form, const std::string& object) {
  std::string detail = "新建档案";
  for (const auto& each : form.alike) {
    for (const auto& apart : form.apart) {
      if (apart.id == each.person)
        detail += fmt::format("；不是 {}:{}，{}", object, apart.id, apart.reason);
    }
  }
  return detail;
}

Result<http::Response> enter_person(Call& call) {
  const auto form = TRY(entered(call, "person"));
  return own_write(call, statement_time_max,
                   [&](store::Transaction& transaction) -> Result<http::Response> {
                     TRY(store_new(call, transaction, form));
                     const registers::IdentityCipher cipher(call.backend.cipher);
                     const auto id = TRY(
                         registers::person_with_number(transaction, cipher, form.number));
                     TRY(registers::keep_told_apart(
                         transaction,
                         {id, call.caller->account, call.caller->signature(), call.now()},
                         form.alike, form.apart));
                     call.did(fmt::format("person:{}", id), told(form, "person"));
                     return respond(FileEntered{Id{id}});
                   });
}

Result<http::Response> enter_organisation(Call& call) {
  const auto form = TRY(entered(call, "organisation"));
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        TRY(store_new(call, transaction, form));
        const registers::IdentityCipher cipher(call.backend.cipher);
        registers::Organisations organisations(transaction, call.backend.vocabulary, cipher);
        const auto made = TRY(organisations.find(form.number, 1));
        CHECK(!made.empty());
        const auto id = made.front().id;
        call.did(fmt::format("organisation:{}", id), told(form, "organisation"));
        return respond(FileEntered{Id{id}});
      });
}

Route enters(Route route, Handler handler) {
  route.handler = std::move(handler);
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = "write_facts";
  return route;
}

}  // namespace

std::vector<Route> entry_routes() {
  Route people = post<LikelyAsked, LikelyPeople>("/api/v1/persons/likely", "建档前查重", keepers,
                                                 likely_people);
  people.act = "list_person";
  return {people,
          post<LikelyOrganisationAsked, LikelyOrganisations>(
              "/api/v1/organisations/likely", "单位建档前查重", keepers, likely_organisations),
          enters(post<EnterFile, FileEntered>("/api/v1/persons", "新增人员", keepers, nullptr),
                 enter_person),
          enters(post<EnterFile, FileEntered>("/api/v1/organisations", "新增单位", keepers, nullptr),
                 enter_organisation)};
}

}  // namespace leye::api
