#include "exchange/comparison.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "exchange/comparison.sql.hpp"
#include "exchange/outbox.sql.hpp"

namespace leye::exchange {
namespace {

constexpr const char* payload_purpose = "outgoing.payload";
constexpr const char* ours_purpose = "difference.ours";
constexpr const char* theirs_purpose = "difference.theirs";
constexpr std::size_t reason_bytes_max = 2000;

struct KindWord {
  DifferenceKind kind;
  const char* name;
  const char* label;
};
constexpr KindWord kinds[] = {{DifferenceKind::missing_there, "missing_there", "对方没有"},
                              {DifferenceKind::missing_here, "missing_here", "我方没有"},
                              {DifferenceKind::differs, "differs", "内容不同"},
                              {DifferenceKind::renumbered, "renumbered", "编号改了"}};

struct ChoiceWord {
  Choice choice;
  const char* name;
  const char* label;
};
constexpr ChoiceWord choices[] = {{Choice::send_ours, "send_ours", "以我方为准，重新报送"},
                                  {Choice::take_theirs, "take_theirs", "以对方为准，在这里更正"},
                                  {Choice::take_number, "take_number", "采用新编号"},
                                  {Choice::no_difference, "no_difference", "已核实，无须处理"}};

struct Ours {
  std::int64_t item = 0;
  std::int64_t record = 0;
  std::optional<std::int64_t> person;
  std::int64_t place = 0;
  std::int64_t clerk = 0;
  std::string serial;
  Fields fields;
  bool settled = false;
  bool withdrawn = false;  // and they took it
};

using Mark = std::tuple<std::string, std::int64_t, std::string, std::string>;

class Comparison {
 public:
  Comparison(store::Transaction& transaction, const Desk& desk, const Arrangement& arrangement,
             const Comparing& comparing)
      : transaction_(transaction), desk_(desk), arrangement_(arrangement), comparing_(comparing) {}

  Result<Compared> run(const std::vector<TheirRecord>& theirs) {
    TRY(read_ours());
    TRY(read_owners_of_keys(theirs));
    for (const TheirRecord& record : theirs) theirs_.emplace(record.serial, &record);
    for (const Ours& one : ours_) {
      if (one.settled) look_at(one);
      if (one.withdrawn) look_at_withdrawn(one);
    }
    for (const TheirRecord& record : theirs)
      if (!used_.contains(record.serial)) look_at(record);
    return keep(theirs.size());
  }

 private:
  struct Values {
    std::string ours, theirs;
  };
  struct Found {
    DifferenceKind kind;
    const Ours* ours;
    std::string serial, field, our_value, their_value;
  };

  Status read_ours() {
    const auto rows =
        TRY(transaction_.query(sql::our_list, arrangement_.system.id, arrangement_.entity->id));
    for (const store::Row row : rows) {
      Ours one;
      one.item = row.get<std::int64_t>("id");
      one.record = row.get<std::int64_t>("record_id");
      one.person = row.get<std::optional<std::int64_t>>("person");
      one.place = row.get<std::int64_t>("place");
      one.clerk = row.get<std::int64_t>("clerk");
      one.serial = row.get<std::string>("serial");
      const bool taken = row.get<std::string>("state") == "accepted" && !one.serial.empty();
      one.withdrawn = taken && row.get<std::string>("operation") == "withdraw";
      one.settled = taken && !one.withdrawn;
      if (one.settled) one.fields = fields_of(one.item, row.get<std::optional<Bytes>>("payload"));
      ours_.push_back(std::move(one));
    }
    return Done{};
  }

  // What we said. Where it cannot be opened any more, that record's values are not compared; the
  // others' are.
  Fields fields_of(std::int64_t item, const std::optional<Bytes>& payload) const {
    if (!payload) return {};
    const auto text = desk_.cipher.decrypt(payload_purpose, item, *payload);
    const auto said = text.ok() ? message_from(text.value()) : Result<Message>(text.error());
    if (said.ok()) return said.value().fields;
    spdlog::warn("exchange: item {} is not compared: {}", item, to_text(said.error()));
    return {};
  }

  // Which record of ours each of their keys means.
  Status read_owners_of_keys(const std::vector<TheirRecord>& theirs) {
    std::vector<std::int64_t> items;
    for (const TheirRecord& record : theirs)
      if (const auto item = item_of(desk_.area_schema, record.key)) items.push_back(*item);
    std::map<std::int64_t, std::int64_t> record_of_item;
    for (const store::Row row : TRY(transaction_.query(
             sql::records_of_items, arrangement_.system.id, arrangement_.entity->id, items)))
      record_of_item[row.get<std::int64_t>("id")] = row.get<std::int64_t>("record_id");
    for (const TheirRecord& record : theirs) {
      const auto item = item_of(desk_.area_schema, record.key);
      const auto known = item ? record_of_item.find(*item) : record_of_item.end();
      if (known == record_of_item.end()) continue;
      by_record_[known->second] = &record;
      of_ours_.insert(&record);
    }
    return Done{};
  }

  void look_at(const Ours& one) {
    const auto same = theirs_.find(one.serial);
    if (same == theirs_.end()) {
      const auto moved = by_record_.find(one.record);
      if (moved == by_record_.end()) {
        found_.push_back({DifferenceKind::missing_there, &one, "", "", "", ""});
        return;
      }
      used_.insert(moved->second->serial);
      found_.push_back({DifferenceKind::renumbered, &one, moved->second->serial, "", one.serial,
                        moved->second->serial});
      return;
    }
    used_.insert(one.serial);
    for (const auto& [field, value] : one.fields) {
      const auto theirs = same->second->fields.find(field);
      if (theirs == same->second->fields.end() || theirs->second == value) continue;
      found_.push_back(
          {DifferenceKind::differs, &one, one.serial, field, value, theirs->second});
    }
  }

  // They took the withdrawal and list it still.
  void look_at_withdrawn(const Ours& one) {
    auto theirs = theirs_.find(one.serial);
    const auto moved = by_record_.find(one.record);
    const TheirRecord* listed = theirs != theirs_.end()      ? theirs->second
                                : moved != by_record_.end() ? moved->second
                                                             : nullptr;
    if (listed == nullptr) return;
    used_.insert(listed->serial);
    found_.push_back(
        {DifferenceKind::missing_here, &one, listed->serial, "", "", shown(*listed)});
  }

  void look_at(const TheirRecord& record) {
    if (of_ours_.contains(&record)) return;  // of a record of ours that is under way
    found_.push_back(
        {DifferenceKind::missing_here, nullptr, record.serial, "", "", shown(record)});
  }

  static std::string shown(const TheirRecord& record) {
    std::string text;
    for (const auto& [field, value] : record.fields) text += field + "=" + value + " ";
    return text;
  }

  Result<Compared> keep(std::size_t theirs) {
    Compared compared;
    compared.ours = static_cast<int>(std::count_if(ours_.begin(), ours_.end(),
                                                   [](const Ours& one) { return one.settled; }));
    compared.theirs = static_cast<int>(theirs);
    compared.found = static_cast<int>(found_.size());
    const auto rows = TRY(transaction_.query(
        sql::insert_comparison, arrangement_.system.id, arrangement_.entity->id, comparing_.now,
        comparing_.account, comparing_.source, compared.ours, compared.theirs, compared.found));
    compared.id = rows[0].get<std::int64_t>("id");
    std::map<Mark, std::int64_t> open;
    for (const store::Row row : TRY(transaction_.query(
             sql::open_differences, arrangement_.system.id, arrangement_.entity->id)))
      open[{row.get<std::string>("kind"), row.get<std::int64_t>("record_id"),
            row.get<std::string>("serial"), row.get<std::string>("field")}] =
          row.get<std::int64_t>("id");
    const auto settled = TRY(looked_into());
    for (const Found& found : found_) {
      const Mark mark{name(found.kind), found.ours == nullptr ? 0 : found.ours->record,
                      found.serial, found.field};
      if (open.erase(mark) > 0) continue;
      const auto before = settled.find(mark);
      const bool stays = before != settled.end() && before->second.ours == found.our_value &&
                         before->second.theirs == found.their_value;
      if (!stays) TRY(insert(compared.id, found));
    }
    std::vector<std::int64_t> gone;
    for (const auto& [mark, id] : open) gone.push_back(id);
    TRY(transaction_.execute(sql::difference_gone, gone, comparing_.now));
    TRY(transaction_.execute(sql::close_difference_tasks, gone, comparing_.now));
    compared.gone = static_cast<int>(gone.size());
    return compared;
  }

  // What somebody looked into and let stay, with the values of then.
  Result<std::map<Mark, Values>> looked_into() {
    std::map<Mark, Values> settled;
    for (const store::Row row : TRY(transaction_.query(
             sql::looked_into, arrangement_.system.id, arrangement_.entity->id))) {
      if (row.get<std::string>("choice") != name(Choice::no_difference)) continue;
      const auto id = row.get<std::int64_t>("id");
      const auto ours = desk_.cipher.decrypt(ours_purpose, id, row.get<Bytes>("ours"));
      const auto theirs = desk_.cipher.decrypt(theirs_purpose, id, row.get<Bytes>("theirs"));
      if (!ours.ok() || !theirs.ok()) continue;  // it is looked into once more
      settled[{row.get<std::string>("kind"), row.get<std::int64_t>("record_id"),
               row.get<std::string>("serial"), row.get<std::string>("field")}] = {ours.value(),
                                                                                  theirs.value()};
    }
    return settled;
  }

  Status insert(std::int64_t comparison, const Found& found) {
    const Ours* ours = found.ours;
    const auto record = ours == nullptr ? std::nullopt : std::optional(ours->record);
    const auto person = ours == nullptr ? std::nullopt : ours->person;
    const std::int64_t place = ours == nullptr ? comparing_.area_place : ours->place;
    const auto owner =
        ours == nullptr || ours->clerk == 0 ? std::nullopt : std::optional(ours->clerk);
    const auto rows = TRY(transaction_.query(
        sql::insert_difference, comparison, arrangement_.system.id, arrangement_.entity->id,
        name(found.kind), record, person, place, found.serial, found.field, comparing_.now, owner,
        comparing_.due_on));
    const auto id = rows[0].get<std::int64_t>("id");
    TRY(transaction_.execute(sql::keep_values, id,
                             desk_.cipher.encrypt(ours_purpose, id, found.our_value),
                             desk_.cipher.encrypt(theirs_purpose, id, found.their_value)));
    const auto role = owner ? std::nullopt : std::optional<std::string>("director");
    TRY(transaction_.execute(
        sql::open_desk_task, fmt::format("difference:{}", id), "difference", place, owner, role,
        fmt::format("与{}不一致", arrangement_.system.name.zh),
        fmt::format("{}：{}", arrangement_.entity->zh, label(found.kind)),
        "/outbox?part=differences", comparing_.due_on, comparing_.now));
    return Done{};
  }

  store::Transaction& transaction_;
  const Desk& desk_;
  const Arrangement& arrangement_;
  const Comparing& comparing_;
  std::vector<Ours> ours_;
  std::map<std::string, const TheirRecord*> theirs_;          // by serial
  std::map<std::int64_t, const TheirRecord*> by_record_;      // by our record, through their key
  std::set<const TheirRecord*> of_ours_;                      // those in by_record_, and older keys
  std::set<std::string> used_;
  std::vector<Found> found_;
};

}  // namespace

const char* name(DifferenceKind kind) { return kinds[static_cast<std::size_t>(kind)].name; }
const char* label(DifferenceKind kind) { return kinds[static_cast<std::size_t>(kind)].label; }
std::optional<DifferenceKind> find_difference_kind(std::string_view wanted) {
  for (const KindWord& word : kinds)
    if (wanted == word.name) return word.kind;
  return std::nullopt;
}
const char* name(Choice choice) { return choices[static_cast<std::size_t>(choice)].name; }
const char* label(Choice choice) { return choices[static_cast<std::size_t>(choice)].label; }
std::optional<Choice> find_choice(std::string_view wanted) {
  for (const ChoiceWord& word : choices)
    if (wanted == word.name) return word.choice;
  return std::nullopt;
}

bool may_choose(DifferenceKind kind, Choice choice, bool record_is_ours) {
  switch (choice) {
    case Choice::send_ours:
      return kind == DifferenceKind::missing_there || kind == DifferenceKind::differs ||
             (kind == DifferenceKind::missing_here && record_is_ours);
    case Choice::take_theirs:
      return kind == DifferenceKind::missing_here || kind == DifferenceKind::differs;
    case Choice::take_number: return kind == DifferenceKind::renumbered;
    case Choice::no_difference: return true;
  }
  return false;
}

Result<Compared> compare_lists(store::Transaction& transaction, const Desk& desk,
                               const Arrangement& arrangement,
                               const std::vector<TheirRecord>& theirs,
                               const Comparing& comparing) {
  return Comparison(transaction, desk, arrangement, comparing).run(theirs);
}

Status resolve_difference(store::Transaction& transaction, std::int64_t id, Choice choice,
                          const std::string& reason, std::int64_t account, Instant known_at,
                          Instant now) {
  if (reason.empty() || reason.size() > reason_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明理由，六百字以内", {"reason"}};
  const auto rows = TRY(transaction.query(sql::lock_difference, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const store::Row row = rows[0];
  if (row.get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这一条差异已经处理", {}, "刷新后再看"};
  const auto kind = find_difference_kind(row.get<std::string>("kind"));
  const auto system = row.get<std::string>("system");
  const auto entity = row.get<std::string>("entity");
  const auto record = row.get<std::optional<std::int64_t>>("record_id").value_or(0);
  if (!kind || !may_choose(*kind, choice, record != 0))
    return Error{ErrorCode::conflict, "这一类差异不能这样处理", {"choice"}, "换一种处理"};
  if (choice == Choice::send_ours) {
    // They have lost it: it gets a number anew.
    if (*kind == DifferenceKind::missing_there)
      TRY(transaction.execute(sql::end_serial, system, entity, record, now));
    // Withdrawn here and listed there: it is withdrawn under their number once more.
    if (*kind == DifferenceKind::missing_here)
      TRY(transaction.execute(sql::insert_serial, system, entity, record,
                              row.get<std::int64_t>("place"), row.get<std::string>("serial"),
                              now));
    for (const store::Row last :
         TRY(transaction.query(sql::last_item_of_record, system, entity, record)))
      TRY(send_again(transaction, last.get<std::int64_t>("id"), account, known_at, now));
  }
  if (choice == Choice::take_number) {
    TRY(transaction.execute(sql::end_serial, system, entity, record, now));
    TRY(transaction.execute(sql::insert_serial, system, entity, record,
                            row.get<std::int64_t>("place"), row.get<std::string>("serial"), now));
  }
  TRY(transaction.execute(sql::resolve_difference, id, name(choice), reason, account, now));
  TRY(transaction.execute(sql::close_desk_task, fmt::format("difference:{}", id), now, account));
  return Done{};
}

Result<DifferencePage> list_differences(store::Transaction& transaction, const Cipher& cipher,
                                        const std::string& state, std::int64_t limit,
                                        std::int64_t offset) {
  DifferencePage page;
  for (const store::Row row :
       TRY(transaction.query(sql::difference_lines, state, limit, offset))) {
    DifferenceLine line;
    line.id = row.get<std::int64_t>("id");
    line.system = row.get<std::string>("system");
    line.entity = row.get<std::string>("entity");
    line.kind = row.get<std::string>("kind");
    line.record = row.get<std::optional<std::int64_t>>("record_id");
    line.person = row.get<std::optional<std::int64_t>>("person");
    line.who = row.get<std::string>("who");
    line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    line.serial = row.get<std::string>("serial");
    line.field = row.get<std::string>("field");
    if (const auto ours = row.get<std::optional<Bytes>>("ours"))
      line.ours = TRY(cipher.decrypt(ours_purpose, line.id, *ours));
    if (const auto theirs = row.get<std::optional<Bytes>>("theirs"))
      line.theirs = TRY(cipher.decrypt(theirs_purpose, line.id, *theirs));
    line.found_at = row.get<Instant>("found_at");
    line.owner = row.get<std::optional<std::int64_t>>("owner");
    line.due_on = row.get<std::optional<Day>>("due_on");
    line.state = row.get<std::string>("state");
    line.choice = row.get<std::string>("choice");
    line.reason = row.get<std::string>("reason");
    line.resolved_by = row.get<std::optional<std::int64_t>>("resolved_by");
    page.total = row.get<std::int64_t>("total");
    page.lines.push_back(std::move(line));
  }
  return page;
}

Result<std::map<std::string, std::int64_t>> count_differences(store::Transaction& transaction) {
  std::map<std::string, std::int64_t> counts;
  for (const store::Row row : TRY(transaction.query(sql::count_differences)))
    counts[row.get<std::string>("system")] = row.get<std::int64_t>("count");
  return counts;
}

Result<std::vector<ComparisonLine>> latest_comparisons(store::Transaction& transaction) {
  std::vector<ComparisonLine> lines;
  for (const store::Row row : TRY(transaction.query(sql::comparison_lines))) {
    ComparisonLine line;
    line.system = row.get<std::string>("system");
    line.entity = row.get<std::string>("entity");
    line.made_at = row.get<Instant>("made_at");
    line.made_by = row.get<std::optional<std::int64_t>>("made_by");
    line.ours = row.get<int>("ours");
    line.theirs = row.get<int>("theirs");
    line.found = row.get<int>("found");
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace leye::exchange
