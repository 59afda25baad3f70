#include "api/entitled.hpp"

#include <set>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/resources.hpp"
#include "benefits/assessment.hpp"
#include "benefits/entitlements.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using benefits::MeasureAnswer;
using benefits::Supposed;

constexpr int staff_max = 200;
constexpr std::size_t questions_max = 12;

// What is known beside the answers of those whom they are about, in the rules' transaction.
class Surroundings {
 public:
  Surroundings(Call& call, store::Transaction& transaction, const access::Subject& subject)
      : call_(call), cipher_(call.backend.cipher), transaction_(transaction), subject_(subject) {}

  // An employer reads whose hiring is told of, a person with which employer.
  Result<std::string> about(const MeasureAnswer& answer) {
    if (subject_.kind == "organisation" && answer.person) {
      registers::People people(transaction_, call_.backend.vocabulary, cipher_);
      return TRY(people.card(*answer.person)).name;
    }
    if (subject_.kind == "person" && answer.organisation) {
      return TRY(account_of(*answer.organisation)).name;
    }
    return std::string();
  }

  Result<std::optional<EntitlementPayee>> payee(const MeasureAnswer& answer) {
    std::optional<EntitlementPayee> payee;
    if (answer.measure->payee_is_person) {
      if (!answer.person) return payee;
      registers::People people(transaction_, call_.backend.vocabulary, cipher_);
      payee.emplace();
      payee->kind = "person";
      payee->label = TRY(people.card(*answer.person)).name;
      payee->account_kind = "social_security_card";
      payee->account_label =
          call_.says("社会保障卡银行账户", "bank account of the social security card");
      const auto held = TRY(people.account(*answer.person));
      payee->known = !held.number.empty();
      // An employer learns that its employee is paid, not where to.
      if (subject_.kind != "person" || *answer.person != subject_.id) return payee;
      payee->bank = held.bank;
      payee->account = access::mask("account", held.number);
      return payee;
    }
    if (!answer.organisation) return payee;
    const auto held = TRY(account_of(*answer.organisation));
    payee.emplace();
    payee->kind = "organisation";
    payee->label = held.holder.empty() ? held.name : held.holder;
    payee->account_kind = "unit_account";
    payee->account_label = call_.says("单位银行账户", "the unit's bank account");
    payee->known = !held.account.empty();
    // A person learns that his employer is paid, not where to.
    const bool another = call_.is_subject() && call_.caller->subject->kind == "person";
    if (another) return payee;
    payee->bank = held.bank;
    payee->account = access::mask("account", held.account);
    return payee;
  }

 private:
  struct Account {
    std::string name;
    std::string holder;
    std::string bank;
    std::string account;
  };
  Result<Account> account_of(std::int64_t organisation) {
    const auto known = accounts_.find(organisation);
    if (known != accounts_.end()) return known->second;
    registers::Organisations organisations(transaction_, call_.backend.vocabulary, cipher_);
    const auto record =
        TRY(organisations.organisation_as_of(organisation, {call_.today(), call_.now()}));
    Account held{record.value("name"), record.value("account_name"), record.value("bank"),
                 record.value("account_number")};
    return accounts_.emplace(organisation, std::move(held)).first->second;
  }

  Call& call_;
  registers::IdentityCipher cipher_;
  store::Transaction& transaction_;
  const access::Subject& subject_;
  std::map<std::int64_t, Account> accounts_;
};

Entitlement line_of(const Call& call, const MeasureAnswer& answer) {
  Entitlement line;
  line.measure = answer.measure->name.id;
  line.label = call.label(answer.measure->name);
  line.outcome = policy::name(answer.outcome);
  line.outcome_label = outcome_label(call, line.outcome);
  if (answer.outcome == policy::Outcome::eligible) line.amount = answer.amount;
  if (answer.outcome == policy::Outcome::undetermined) {
    line.range_low = answer.low;
    line.range_high = answer.high;
    line.missing = answer.missing;
    line.missing_label =
        benefits::missing_labels(call.backend.vocabulary, answer.missing, call.language());
  }
  if (answer.outcome == policy::Outcome::not_eligible && answer.distance > 0 &&
      answer.distance < policy::distance_none) {
    line.distance = answer.distance;
  }
  line.eligible = answer.eligible;
  if (const auto& path = answer.measure->path) {
    line.how = opened_label(call, *path);
    for (const auto& kept : policy::why_kept(*path))
      line.kept.push_back(call.says(kept.zh, kept.en));
    const bool citizen = call.is_subject() && call.caller->subject->kind == "person";
    line.applies = citizen && line.kept.empty() && path->opened_by == policy::OpenedBy::person;
  }
  if (answer.explanation) {
    line.trace = trace_of(call, *answer.explanation);
  } else {
    const auto& entity =
        call.backend.vocabulary.entities()[static_cast<std::size_t>(answer.measure->subject)];
    line.note = call.says("尚无" + entity.zh + "记录", "no record of " + entity.en + " yet");
  }
  return line;
}

// A transaction beside the request's that sees what a rule needs, wherever it is registered.
Result<store::Transaction> rules_transaction(Call& call, store::Lease& lease) {
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  return store::Transaction::begin(*lease, scope);
}

struct Answers {
  std::vector<MeasureAnswer> found;
  std::vector<Entitlement> lines;
};

Result<Answers> answers_for(Call& call, const access::Subject& subject, const Supposed& supposed) {
  const benefits::EntitlementQuestion question{call.backend.plan, call.backend.vocabulary,
                                               call.today(),      call.now(),
                                               supposed,          call.language()};
  std::vector<std::int64_t> staff;
  if (subject.kind == "organisation") {
    auto* seen = TRY(call.transaction());
    const registers::IdentityCipher cipher(call.backend.cipher);
    registers::Organisations organisations(*seen, call.backend.vocabulary, cipher);
    const auto file = TRY(organisations.file(subject.id, {call.today(), call.now()}, staff_max));
    for (const auto& record : file.staff) staff.push_back(record.id);
  }
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(rules_transaction(call, lease));
  Answers answers;
  if (subject.kind == "person") {
    answers.found = TRY(benefits::entitlements_of_person(transaction, question, subject.id));
  } else {
    answers.found =
        TRY(benefits::entitlements_of_organisation(transaction, question, subject.id, staff));
  }
  Surroundings surroundings(call, transaction, subject);
  for (const auto& answer : answers.found) {
    auto line = line_of(call, answer);
    line.about = TRY(surroundings.about(answer));
    line.payee = TRY(surroundings.payee(answer));
    answers.lines.push_back(std::move(line));
  }
  return answers;
}

const char* kind_of(FactType type) {
  switch (type) {
    case FactType::boolean: return "boolean";
    case FactType::count: return "count";
    case FactType::ratio: return "ratio";
    case FactType::money: return "money";
    case FactType::day: return "day";
    case FactType::month: return "month";
    case FactType::code: return "code";
    case FactType::place: return "place";
    default: return "text";
  }
}

// The fact that a path ends in; null for a whole relation, which no answer can fill.
const Fact* fact_at(const Vocabulary& vocabulary, std::string_view path) {
  const Entity* entity = nullptr;
  const Fact* fact = nullptr;
  while (!path.empty()) {
    const auto dot = path.find('.');
    const auto word = path.substr(0, dot);
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    if (entity == nullptr) {
      entity = vocabulary.find_entity(word);
      if (entity == nullptr) return nullptr;
      continue;
    }
    fact = entity->find_fact(word);
    if (fact == nullptr) return nullptr;
    if (fact->type == FactType::reference) entity = vocabulary.find_entity(fact->refers_to);
  }
  return fact != nullptr && fact->type != FactType::reference ? fact : nullptr;
}

std::vector<Question> questions_of(const Call& call, const std::vector<MeasureAnswer>& answers) {
  std::vector<Question> questions;
  std::set<std::string> asked;
  for (const auto& answer : answers) {
    for (const auto& path : answer.missing) {
      const auto* fact = fact_at(call.backend.vocabulary, path);
      if (fact == nullptr || questions.size() == questions_max || !asked.insert(path).second) {
        continue;
      }
      Question question{
          path,
          benefits::missing_labels(call.backend.vocabulary, {path}, call.language())[0],
          kind_of(fact->type),
          {}};
      if (const auto* codes = call.backend.vocabulary.code_table(*fact)) {
        for (const auto& code : codes->codes())
          question.options.push_back({code.code, call.label(code)});
      }
      questions.push_back(std::move(question));
    }
  }
  return questions;
}

Result<Entitlements> mine_with(Call& call, const Supposed& supposed) {
  if (!call.caller->subject) return Error{ErrorCode::not_found, "没有找到"};
  const auto& subject = *call.caller->subject;
  auto answers = TRY(answers_for(call, subject, supposed));
  Entitlements all;
  all.subject_label = call.caller->name;
  all.answers = std::move(answers.lines);
  all.questions = questions_of(call, answers.found);
  return all;
}

Result<Entitlements> mine(Call& call) {
  auto all = TRY(mine_with(call, {}));
  const auto& subject = *call.caller->subject;
  call.saw("read_entitlements", subject.kind + ":" + std::to_string(subject.id));
  return all;
}

Result<Entitlements> mine_supposing(Call& call, const EntitlementAnswers& given) {
  if (given.answers.size() > 50) {
    return Error{ErrorCode::invalid_input, "回答太多", {"answers"}};
  }
  auto answered = TRY(mine_with(call, given.answers));
  call.did(call.caller->subject->kind + ":" + std::to_string(call.caller->subject->id));
  return answered;
}

}  // namespace

Result<std::vector<Entitlement>> entitlements_of_person(Call& call, std::int64_t person) {
  return TRY(answers_for(call, {"", "person", person}, {})).lines;
}

Result<std::vector<Entitlement>> entitlements_of_organisation(Call& call,
                                                              std::int64_t organisation) {
  return TRY(answers_for(call, {"", "organisation", organisation}, {})).lines;
}

void label_measure(const Call& call, GrantLine& grant) {
  if (const auto* measure = call.backend.plan.find_measure(grant.measure)) {
    grant.measure_label = call.label(measure->name);
  }
}

void label_categories(const Call& call, std::vector<RecordListLine>& lists) {
  const auto label = [&](std::vector<FactLine>& facts) {
    for (FactLine& fact : facts) {
      if (fact.fact != "category") continue;
      const auto* category = call.backend.plan.find_measure(fact.value);
      if (category != nullptr) fact.label_value = category->name.label;
    }
  };
  for (RecordListLine& list : lists) {
    if (list.kind != "recognition") continue;
    for (RecordLine& line : list.items) {
      label(line.facts);
      for (PastRecordLine& past : line.past) label(past.facts);
    }
  }
}

void label_measures(const Call& call, std::vector<TimelineLine>& timeline) {
  const auto tell = [&](const std::string& detail, std::string_view comma, bool english) {
    std::string told;
    for (std::string_view rest = detail; !rest.empty();) {
      const auto end = std::min(rest.find(comma), rest.size());
      std::string part(rest.substr(0, end));
      rest.remove_prefix(std::min(end + comma.size(), rest.size()));
      if (const auto* measure = call.backend.plan.find_measure(part)) {
        const auto& name = measure->name;
        part = english && !name.label_en.empty() ? name.label_en : name.label;
      }
      if (part.find(':') != part.npos) continue;  // "employment:52"
      told += (told.empty() ? "" : std::string(comma)) + part;
    }
    return told;
  };
  for (auto& line : timeline) {
    if (line.kind != "grant") continue;
    line.detail = tell(line.detail, "，", false);
    line.detail_en = tell(line.detail_en, ", ", true);
  }
}

std::vector<Route> entitlement_routes() {
  Route read =
      get<Entitlements>("/api/v1/entitlements/mine", "我能享受什么", access::subjects, mine);
  read.bound = Bound::own;
  read.act = "read_entitlements";
  Route ask = post<EntitlementAnswers, Entitlements>("/api/v1/entitlements/mine", "补充回答后再看",
                                                     access::subjects, mine_supposing);
  ask.bound = Bound::own;
  ask.act = "read_entitlements";
  return {read, ask};
}

}  // namespace leye::api
