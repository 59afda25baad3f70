#include "api/own_words.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/resources.hpp"
#include "registers/own_words.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

// Spells of their own; beside them every record that names a person.
constexpr const char* spells[] = {"person",        "employment",       "unemployment_registration",
                                  "insurance_spell", "education_record", "household",
                                  "grant"};

bool may_be_spoken_about(const Entity& entity) {
  for (const char* spell : spells)
    if (entity.id == spell) return true;
  return entity.is_record() && entity.find_reference("person") != nullptr;
}

std::string label_of(const Call& call, const std::string& about) {
  const Entity* entity = call.backend.vocabulary.find_entity(about);
  if (entity == nullptr) return about;
  return call.says(entity->zh, entity->en.empty() ? entity->id : entity->en);
}

Result<OwnWords> words_of(Call& call, store::Transaction& transaction, std::int64_t person) {
  OwnWords all;
  for (const Entity& entity : call.backend.vocabulary.entities())
    if (may_be_spoken_about(entity)) all.kinds.push_back({entity.id, label_of(call, entity.id)});
  for (const auto& one : TRY(registers::own_words(transaction, person))) {
    OwnWordLine line;
    line.id = Id{one.id};
    line.about = one.about;
    line.about_label = label_of(call, one.about);
    line.text = one.text;
    line.said_at = to_text(one.said_at);
    line.state = one.open ? "open" : "done";
    line.state_label =
        one.open ? call.says("正在核对", "being looked into") : call.says("已答复", "answered");
    line.outcome = one.outcome;
    line.answered_by = one.answered_by;
    if (one.answered_at) line.answered_at = to_text(*one.answered_at);
    all.items.push_back(std::move(line));
  }
  return all;
}

// The own file, or one that the caller's places show; else it is as if it were not there.
Status must_see(Call& call, store::Transaction& transaction, std::int64_t person) {
  TRY(call.must_be_own("person", person));
  const registers::IdentityCipher cipher(call.backend.cipher);
  TRY(registers::People(transaction, call.backend.vocabulary, cipher).card(person));
  return Done{};
}

Result<OwnWords> list(Call& call) {
  const auto person = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(must_see(call, *transaction, person));
  call.saw("read_person", fmt::format("person:{}", person), "本人提出的更正");
  return words_of(call, *transaction, person);
}

Result<OwnWords> say(Call& call, const SayOwnWord& asked) {
  const auto person = TRY(call.path_id());
  TRY(call.must_be_own("person", person));
  const Entity* entity = call.backend.vocabulary.find_entity(asked.about);
  if (entity == nullptr || entity->id != asked.about || !may_be_spoken_about(*entity))
    return Error{ErrorCode::invalid_input, "请选是哪一类登记", {"about"}, "从所列的类别中选"};
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  TRY(must_see(call, transaction, person));
  TRY(registers::say_own_word(transaction,
                              {person, entity->id, entity->zh, asked.text, call.now()}));
  const auto all = TRY(words_of(call, transaction, person));
  call.did(fmt::format("person:{}", person), "本人提出更正：" + entity->zh);
  TRY(call.keep(transaction, respond(all)));
  TRY(transaction.commit());
  return all;
}

}  // namespace

std::vector<Route> own_word_routes() {
  const std::string path = "/api/v1/persons/{id}/own-words";
  const RoleSet citizen{Role::citizen};
  Route read = get<OwnWords>(path, "本人提出的更正",
                             citizen | access::clerks | RoleSet{Role::auditor}, list);
  read.act = "read_person";
  Route write = post<SayOwnWord, OwnWords>(path, "提出更正", citizen, say);
  write.effect = Effect::decides;
  write.own_transactions = true;
  write.keeps_answer = true;
  write.act = "write_facts";
  return {read, write};
}

}  // namespace leye::api
