#include "api/duplicates.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/fact_lines.hpp"
#include "api/likeness.hpp"
#include "api/noting.hpp"
#include "api/person_cards.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "benefits/merged_grants.hpp"
#include "flows/messages.hpp"
#include "registering/windows.hpp"
#include "registers/duplicates.hpp"
#include "registers/merge.hpp"
#include "registers/own_words.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet keepers{Role::window_clerk};
constexpr std::chrono::minutes search_limit{10};

std::string object_of(std::int64_t person) { return fmt::format("person:{}", person); }

std::string said(const std::optional<Instant>& moment) { return moment ? to_text(*moment) : ""; }

using Cards = std::map<std::int64_t, PersonCard>;  // of those whom the caller may see

Result<Cards> visible_cards(Call& call, registers::People& people,
                            const std::vector<std::int64_t>& ids) {
  Cards cards;
  for (const auto& each : TRY(people.cards(ids))) {
    if (cards.emplace(each.id, card_of(call, each)).second)
      call.saw("list_person", object_of(each.id));
  }
  return cards;
}

std::optional<PersonCard> card_in(const Cards& cards, std::int64_t id) {
  const auto found = cards.find(id);
  return found == cards.end() ? std::nullopt : std::optional(found->second);
}

DuplicateLine line_of(const Call& call, const Cards& cards, const registers::DuplicatePair& pair) {
  DuplicateLine line;
  line.id = Id{pair.id};
  line.reasons = likeness_reasons(call, pair.reasons);
  line.score = pair.score;
  line.state = pair.state;
  line.found_at = to_text(pair.found_at);
  line.first = card_in(cards, pair.first);
  line.second = card_in(cards, pair.second);
  line.reason = pair.reason;
  line.decided_by = pair.decided_by;
  line.decided_at = said(pair.decided_at);
  return line;
}

Result<std::string> asked_state(const Call& call, std::initializer_list<const char*> known) {
  const auto state = call.request.asked("state");
  if (state.empty()) return std::string("open");
  for (const char* each : known) {
    if (state == each) return std::string(state);
  }
  return Error{ErrorCode::invalid_input, "没有这种状态", {"state"}, "请刷新后再试"};
}

Result<Page<DuplicateLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  const auto state = TRY(asked_state(call, {"open", "different", "merged"}));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  const auto pairs = TRY(registers::list_pairs(*transaction, state, paging.size, paging.offset()));
  std::vector<std::int64_t> ids;
  for (const auto& pair : pairs.items) ids.insert(ids.end(), {pair.first, pair.second});
  const auto cards = TRY(visible_cards(call, people, ids));
  std::vector<DuplicateLine> lines;
  for (const auto& pair : pairs.items) lines.push_back(line_of(call, cards, pair));
  return page_of(std::move(lines), pairs.total, paging);
}

const FactLine* find_line(const std::vector<FactLine>& lines, const std::string& fact) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const FactLine& line) { return line.fact == fact; });
  return found == lines.end() ? nullptr : &*found;
}

std::vector<DuplicateFact> facts_of(const Call& call, const registers::Record& first,
                                    const registers::Record& second) {
  const auto of_first = fact_lines(first, Names::in_clear);
  const auto of_second = fact_lines(second, Names::in_clear);
  std::vector<DuplicateFact> facts;
  for (const Fact& fact : call.backend.vocabulary.find_entity("person")->facts) {
    const FactLine* one = find_line(of_first, fact.id);
    const FactLine* other = find_line(of_second, fact.id);
    if (one == nullptr && other == nullptr) continue;
    DuplicateFact line{fact.id, fact.zh, fact.en, {}, {}, {}, {}, {}, {}, false};
    if (one != nullptr) {
      line.first = one->label_value;
      line.first_source = one->source_label;
      line.first_known = one->known_from;
    }
    if (other != nullptr) {
      line.second = other->label_value;
      line.second_source = other->source_label;
      line.second_known = other->known_from;
    }
    line.differs = first.value(fact.id) != second.value(fact.id);
    if (line.first.empty() && line.second.empty()) continue;
    facts.push_back(std::move(line));
  }
  return facts;
}

std::vector<DuplicateCount> counts_of(const Call& call, const registers::PersonFile& first,
                                      const registers::PersonFile& second) {
  const auto count = [&](const char* entity, auto member) {
    const Entity* found = call.backend.vocabulary.find_entity(entity);
    return DuplicateCount{entity, found->zh, found->en,
                          static_cast<std::int64_t>((first.*member).size()),
                          static_cast<std::int64_t>((second.*member).size())};
  };
  return {count("employment", &registers::PersonFile::employments),
          count("unemployment_registration", &registers::PersonFile::unemployment),
          count("insurance_spell", &registers::PersonFile::insurance),
          count("education_record", &registers::PersonFile::education),
          count("grant", &registers::PersonFile::grants)};
}

Result<DuplicateFile> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  const auto pair = TRY(registers::find_pair(*transaction, id));
  DuplicateFile file;
  const auto cards = TRY(visible_cards(call, people, {pair.first, pair.second}));
  file.pair = line_of(call, cards, pair);
  if (pair.merge) file.merge_id = Id{*pair.merge};
  if (!file.pair.first || !file.pair.second) return file;
  const registers::AsOf now{call.today(), call.now()};
  const auto first = TRY(people.file(pair.first, now));
  const auto second = TRY(people.file(pair.second, now));
  file.facts = facts_of(call, first.person, second.person);
  file.counts = counts_of(call, first, second);
  call.saw("read_person", object_of(pair.first));
  call.saw("read_person", object_of(pair.second));
  return file;
}

Result<Nothing> different(Call& call, const CallDifferent& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto pair = TRY(registers::find_pair(*transaction, id));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  for (const auto person : {pair.first, pair.second}) TRY(people.card(person));
  TRY(registers::call_different(*transaction, {id, asked.reason, call.caller->account,
                                               call.caller->signature(), call.now()}));
  call.did(fmt::format("duplicate:{}", id), "不是同一人：" + asked.reason);
  return Nothing{};
}

// Both files are seen by the caller; else it is as if they were not there.
Result<registers::DuplicatePair> pair_to_merge(Call& call, std::int64_t id) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(transaction, call.backend.vocabulary, cipher);
  auto pair = TRY(registers::find_pair(transaction, id));
  TRY(people.card(pair.first));
  TRY(people.card(pair.second));
  return pair;
}

Result<FilesMerged> merge(Call& call, const MergeFiles& asked) {
  const auto pair_id = TRY(call.path_id());
  const auto pair = TRY(pair_to_merge(call, pair_id));
  const std::int64_t survivor = asked.survivor.number;
  if (survivor != pair.first && survivor != pair.second)
    return Error{ErrorCode::invalid_input, "请选保留哪一份档案", {"survivor"}, "两份中选一份"};
  const std::int64_t merged = survivor == pair.first ? pair.second : pair.first;
  const registers::IdentityCipher cipher(call.backend.cipher);
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto id =
      TRY(registers::merge_people(transaction, call.backend.vocabulary, cipher,
                                  {survivor, merged, asked.from_other, asked.reason,
                                   call.caller->account, call.caller->signature(), call.now()}));
  const auto conflicts = TRY(benefits::move_merged_slots(transaction, id, call.now()));
  call.did(object_of(survivor), fmt::format("并入 person:{}：{}", merged, asked.reason));
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return FilesMerged{Id{id}, Id{survivor}, conflicts};
}

Result<MergeUndone> undo(Call& call, const UndoMerge& asked) {
  const auto id = TRY(call.path_id());
  registers::MergeLine line;
  {
    auto lease = TRY(call.backend.pool.take());
    auto scope = call.scope();
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(*lease, scope));
    line = TRY(registers::merge_line(transaction, id));
  }
  const registers::IdentityCipher cipher(call.backend.cipher);
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  TRY(benefits::move_slots_back(transaction, id));
  const auto left_behind = TRY(registers::undo_merge(
      transaction, cipher,
      {id, asked.reason, call.caller->account, call.caller->signature(), call.now()}));
  call.did(object_of(line.survivor),
           fmt::format("撤销合并 person:{}：{}", line.merged, asked.reason));
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return MergeUndone{left_behind};
}

Result<Merges> merges(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  TRY(registers::People(*transaction, call.backend.vocabulary, cipher).card(id));
  Merges found;
  bool latest = true;  // that stands: what came later is undone first
  for (const auto& each : TRY(registers::merges_of(*transaction, id))) {
    const bool stands = !each.undone_at.has_value();
    found.items.push_back({Id{each.id}, each.merged_name, each.reason, each.merged_by,
                           to_text(each.merged_at), each.undo_reason, each.undone_by,
                           said(each.undone_at), stands && latest && keepers.has(call.post.role)});
    if (stands) latest = false;
    call.saw("list_person", object_of(each.merged));
  }
  return found;
}

Result<DuplicatesFound> search(Call& call) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto& rules = call.backend.rulebook;
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  scope.time_limit = search_limit;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto tally = TRY(registers::Duplicates(transaction, cipher, rules.similar, rules.numbers)
                             .find_all(call.now()));
  call.did("duplicates", fmt::format("{} 人，{} 对", tally.people, tally.pairs));
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return DuplicatesFound{tally.people, tally.pairs, tally.fresh, tally.gone};
}

std::string task_kind_label(const Call& call, const std::string& kind) {
  if (kind == "benefits_conflict") return call.says("待遇冲突", "benefits in conflict");
  if (kind == "benefit_stop")
    return call.says("再就业，待遇应停", "at work again: a benefit should stop");
  if (kind == "other_window")
    return call.says("别处窗口办理的登记", "registered at another window");
  if (kind == "own_word") return call.says("本人提出更正", "what the person says is wrong");
  return call.says("登记相互矛盾", "records in contradiction");
}

Result<Page<RegisterTaskLine>> tasks(Call& call) {
  const auto paging = TRY(call.paging());
  const auto state = TRY(asked_state(call, {"open", "done"}));
  auto* transaction = TRY(call.transaction());
  const auto found =
      TRY(registers::list_register_tasks(*transaction, state, paging.size, paging.offset()));
  std::vector<RegisterTaskLine> lines;
  for (const auto& task : found.items) {
    lines.push_back({Id{task.id}, task.kind, task_kind_label(call, task.kind), Id{task.person},
                     task.person_name, task.detail, task.state, to_text(task.found_at),
                     task.outcome, task.done_by, said(task.done_at)});
    call.saw("list_person", object_of(task.person));
  }
  return page_of(std::move(lines), found.total, paging);
}

// The person hears what came of the own word.
Status tell_outcome(const Call& call, store::Transaction& transaction,
                    const registers::WordOf& said, const std::string& outcome) {
  const Entity* entity = call.backend.vocabulary.find_entity(said.about);
  flows::Message message;
  message.place = said.place;
  message.person = said.person;
  message.kind = "step";
  message.title = "您提出的更正已答复：" + (entity == nullptr ? said.about : entity->zh);
  message.body = outcome;
  message.sent_at = call.now();
  return flows::send_message(transaction, message);
}

Result<Nothing> finish_task(Call& call, const FinishRegisterTask& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto said = TRY(registers::open_own_word(*transaction, id));
  TRY(registers::finish_register_task(*transaction, {id, asked.outcome, call.caller->account,
                                                     call.caller->signature(), call.now()}));
  if (said) {
    TRY(registers::own_word_answered(*transaction, id, call.caller->account, call.now()));
    TRY(tell_outcome(call, *transaction, *said, asked.outcome));
  }
  TRY(registering::home_looked(*transaction, id, call.caller->account, call.now()));
  call.did(fmt::format("register_task:{}", id), asked.outcome);
  return Nothing{};
}

}  // namespace

std::vector<Route> duplicate_routes() {
  const RoleSet readers = access::clerks | RoleSet{Role::auditor};
  Route pairs = get<Page<DuplicateLine>>("/api/v1/duplicates", "疑似重复", readers, list);
  pairs.query = {"state", "page", "size"};
  pairs.act = "list_person";
  Route file = get<DuplicateFile>("/api/v1/duplicates/{id}", "疑似重复的两份档案", readers, read);
  file.act = "read_person";
  Route look = post<DuplicatesFound>("/api/v1/duplicates/search", "全库查重", keepers, search);
  Route join =
      post<MergeFiles, FilesMerged>("/api/v1/duplicates/{id}/merge", "合并档案", keepers, merge);
  Route joined = get<Merges>("/api/v1/persons/{id}/merges", "并入的档案", readers, merges);
  joined.act = "list_person";
  Route part = post<UndoMerge, MergeUndone>("/api/v1/merges/{id}/undo", "撤销合并", keepers, undo);
  for (Route* route : {&look, &join, &part}) {
    route->own_transactions = true;
    route->act = "write_facts";
  }
  Route apart = post<CallDifferent, Nothing>("/api/v1/duplicates/{id}/different", "不是同一人",
                                             keepers, different);
  apart.act = "write_facts";
  Route open =
      get<Page<RegisterTaskLine>>("/api/v1/register-tasks", "登记核对事项", readers, tasks);
  open.query = {"state", "page", "size"};
  open.act = "list_person";
  Route done = post<FinishRegisterTask, Nothing>("/api/v1/register-tasks/{id}/done",
                                                 "处理登记核对事项", keepers, finish_task);
  done.act = "write_facts";
  return {pairs, file, look, join, joined, part, apart, open, done};
}

}  // namespace leye::api
