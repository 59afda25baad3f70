#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "ledgers/ledger_terms.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::ledgers {
namespace {

constexpr std::size_t columns_max = 60;

bool is_identifier(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// "基本信息 · Basics" in its parts.
std::vector<std::string> named_parts(std::string_view text) {
  std::string plain(text);
  constexpr std::string_view dot = "·";
  for (auto at = plain.find(dot); at != plain.npos; at = plain.find(dot)) {
    plain.replace(at, dot.size(), "|");
  }
  return cells_of(plain, '|');
}

Result<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= 0) return number;
  return wrong(fmt::format("`{}` is no number", text), "write a whole number");
}

std::vector<std::string> table_cells(std::string_view line) {
  line.remove_prefix(1);
  if (!line.empty() && line.back() == '|') line.remove_suffix(1);
  return cells_of(line, '|');
}

// Reads one file from top to bottom: title, prose and properties, table.
class Reader {
 public:
  explicit Reader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  Status read(std::string_view line) {
    if (line.front() == '#') return title(line);
    if (ledger_.id.empty())
      return wrong("text before the title", "begin with `# 台账 · id · name`");
    if (line.front() == '|') return row(line);
    const auto colon = line.find(':');
    if (colon == line.npos) return Done{};
    return property(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }

  Result<Ledger> take() {
    if (ledger_.relations.empty()) return wrong("whose rows?", "write `of: ENTITY`");
    if (ledger_.columns.empty()) return wrong("a ledger without columns", "add the table");
    return std::move(ledger_);
  }

 private:
  Status title(std::string_view line) {
    if (!ledger_.id.empty()) return wrong("a second title", "one ledger a file");
    const auto names = named_parts(line.substr(1));
    if (names.size() != 3 || names[0].empty() || !is_identifier(names[1])) {
      return wrong("a title must name the ledger three times",
                   "write `# 登记失业人员台账 · registered_unemployed · Registered unemployed`");
    }
    ledger_.zh = names[0];
    ledger_.id = names[1];
    ledger_.en = names[2];
    return Done{};
  }

  Status property(std::string_view name, std::string_view value) {
    if (name == "of") {
      const Entity* entity = vocabulary_.find_entity(value);
      if (entity == nullptr) return wrong(fmt::format("no entity {}", value), "name one by its id");
      ledger_.relations.assign(1, Relation{});
      ledger_.relations.front().entity = entity;
      return Done{};
    }
    if (name == "set") {
      const auto space = value.find(' ');
      ledger_.set = value.substr(0, space);
      if (space != value.npos) ledger_.number = TRY(number_in(trimmed(value.substr(space))));
      return Done{};
    }
    if (name == "note") {
      const auto names = named_parts(value);
      ledger_.note_zh = names[0];
      ledger_.note_en = names.size() > 1 ? names[1] : "";
      return Done{};
    }
    if (name == "share") return share(value);
    if (name == "unit") ledger_.unit = value;
    if (name == "sign") ledger_.signs = cells_of(value, ',');
    if (name == "fresh") ledger_.fresh_days = TRY(number_in(value));
    if (name != "where" && name != "related" && name != "order" && name != "group") return Done{};
    if (ledger_.relations.empty()) return wrong("whose rows?", "write `of: ENTITY` first");
    if (name == "related") return add_relation(ledger_, vocabulary_, value);
    if (name == "group") {
      const Term term = TRY(find_term(ledger_, vocabulary_, value));
      if (term.fact == nullptr) return wrong("rows are counted by a fact", "name one");
      ledger_.group = {term};
      return Done{};
    }
    if (name == "order") {
      ledger_.descending = value.ends_with(" down");
      if (ledger_.descending) value.remove_suffix(5);
      const Term term = TRY(find_term(ledger_, vocabulary_, trimmed(value)));
      if (term.fact == nullptr || term.fact->type == FactType::count ||
          term.fact->type == FactType::money) {
        return wrong("rows are put in order by texts, codes, places and days", "name such a fact");
      }
      ledger_.order = {term};
      return Done{};
    }
    for (Condition& one : TRY(read_conditions(ledger_, vocabulary_, 0, value))) {
      ledger_.where.push_back(std::move(one));
    }
    return Done{};
  }

  // "转移就业率 · transfer rate = rural_labour"
  Status share(std::string_view value) {
    const auto equals = value.find('=');
    const auto names = named_parts(trimmed(value.substr(0, equals)));
    const auto whole = equals == value.npos ? "" : trimmed(value.substr(equals + 1));
    if (names.size() != 2 || !is_identifier(whole))
      return wrong("a share must have two names and a ledger",
                   "write `share: 转移就业率 · transfer rate = rural_labour`");
    ledger_.shares.push_back({names[0], names[1], std::string(whole)});
    return Done{};
  }

  Status row(std::string_view line) {
    static const std::vector<std::string> header = {"label", "label_en", "group", "value",
                                                    "required"};
    auto cells = table_cells(line);
    if (lines_of_table_++ == 0) {
      if (cells == header) return Done{};
      return wrong("the table's header is not ours",
                   "| label | label_en | group | value | required |");
    }
    if (lines_of_table_ == 2) return Done{};  // the line of dashes
    if (cells.size() != header.size() || cells[0].empty()) {
      return wrong("not five cells, or no label", "| 姓名 | name | | person.name | yes |");
    }
    if (ledger_.relations.empty()) return wrong("whose rows?", "write `of: ENTITY` first");
    Column column;
    column.zh = cells[0];
    column.en = cells[1].empty() ? cells[3] : cells[1];
    const auto group = named_parts(cells[2]);
    column.group_zh = group[0];
    column.group_en = group.size() > 1 ? group[1] : group[0];
    column.id = cells[3];
    column.term = TRY(find_term(ledger_, vocabulary_, column.id));
    column.required = cells[4] == "yes";
    if (!column.required && !cells[4].empty())
      return wrong("`required` is yes or empty", "mend it");
    if (column.required && (column.term.fact == nullptr || column.term.fact->empty_is_none)) {
      return wrong(fmt::format("{} is never missing: empty says that there is none", column.id),
                   "leave `required` empty");
    }
    if (ledger_.find_column(column.id) != nullptr || ledger_.columns.size() == columns_max) {
      return wrong(fmt::format("{} stands here twice, or is one too many", column.id), "drop it");
    }
    ledger_.columns.push_back(std::move(column));
    return Done{};
  }

  const Vocabulary& vocabulary_;
  Ledger ledger_;
  int lines_of_table_ = 0;
};

Result<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::unavailable, "cannot be read", {file.string()}, "check it"};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The ledger of an entity that no file speaks of: all it holds, people and organisations by name
// and number.
std::string plain_ledger(const Entity& entity) {
  std::string text = fmt::format(
      "# {0} · register_of_{1} · {2}\nset: registers\nof: {1}\nnote: 全部登记的{0} · All records: "
      "{2}\n| label | label_en | group | value | required |\n|---|---|---|---|---|\n",
      entity.zh, entity.id, entity.en);
  for (const Fact& fact : entity.facts) {
    const bool shown = fact.type != FactType::ratio && fact.format != TextFormat::account;
    const char* required = fact.required ? "yes" : "";
    if (fact.type == FactType::reference && fact.refers_to == "person") {
      text += fmt::format(
          "| {0} | {1} | | {2}.name | |\n| {0}证件号码 | {1}: ID number | | "
          "{2}.id_number | |\n",
          fact.zh, fact.en, fact.id);
    } else if (shown) {
      const bool named = fact.type == FactType::reference;
      text += fmt::format("| {} | {} | | {} | {} |\n", fact.zh, fact.en, fact.id,
                          named || fact.empty_is_none ? "" : required);
    }
  }
  return text;
}

// sets.md: | label | label_en | id | note | note_en |
Status read_sets(std::string_view text, std::vector<LedgerSet>& sets) {
  int row = 0;
  for (const std::string_view line : lines_of(text)) {
    if (!line.starts_with('|') || ++row <= 2) continue;
    auto cells = table_cells(line);
    if (cells.size() != 5 || !is_identifier(cells[2])) {
      return wrong("a set is five cells", "| label | label_en | id | note | note_en |");
    }
    const bool known = std::any_of(sets.begin(), sets.end(),
                                   [&](const LedgerSet& set) { return set.id == cells[2]; });
    if (!known) sets.push_back({cells[2], cells[0], cells[1], cells[3], cells[4]});
  }
  return Done{};
}

}  // namespace

const Column* Ledger::find_column(std::string_view column) const {
  for (const Column& each : columns) {
    if (each.id == column) return &each;
  }
  return nullptr;
}

Result<Ledger> parse_ledger(std::string_view text, const std::string& file,
                            const Vocabulary& vocabulary) {
  Reader reader(vocabulary);
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (line.empty()) continue;
    TRY(reader.read(line).at(fmt::format("{}:{}", file, number)));
  }
  return reader.take().at(file);
}

Result<Ledgers> Ledgers::load(const std::vector<std::filesystem::path>& folders,
                              const Vocabulary& vocabulary) {
  Ledgers ledgers;
  for (const auto& folder : folders) TRY(ledgers.read_folder(folder / "ledgers", vocabulary));
  for (const Entity& entity : vocabulary.entities()) {
    const bool shown = std::any_of(ledgers.ledgers_.begin(), ledgers.ledgers_.end(),
                                   [&](const Ledger& one) { return one.entity().id == entity.id; });
    if (!entity.is_record() || shown) continue;
    ledgers.ledgers_.push_back(TRY(parse_ledger(plain_ledger(entity), entity.id, vocabulary)));
  }
  for (const Ledger& ledger : ledgers.ledgers_)
    for (const Share& share : ledger.shares)
      if (ledgers.find(share.whole) == nullptr)
        return Error{ErrorCode::invalid_input,
                     fmt::format("there is no ledger {}, of which {} is a share", share.whole,
                                 ledger.id),
                     {ledger.id},
                     "name a ledger by its id"};
  std::sort(ledgers.ledgers_.begin(), ledgers.ledgers_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.set, a.number, a.id) < std::tie(b.set, b.number, b.id);
  });
  return ledgers;
}

Status Ledgers::read_folder(const std::filesystem::path& folder, const Vocabulary& vocabulary) {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto stem = file.stem().string();
    if (stem == "README") continue;
    const std::string text = TRY(text_of(file));
    if (stem == "sets") {
      TRY(read_sets(text, sets_).at(file.string()));
      continue;
    }
    Ledger ledger = TRY(parse_ledger(text, file.string(), vocabulary));
    if (find(ledger.id) != nullptr) {
      return Status(wrong(fmt::format("there is a ledger {} already", ledger.id), "rename it"))
          .at(file.string());
    }
    ledgers_.push_back(std::move(ledger));
  }
  return Done{};
}

const Ledger* Ledgers::find(std::string_view id) const {
  for (const Ledger& ledger : ledgers_) {
    if (ledger.id == id) return &ledger;
  }
  return nullptr;
}

}  // namespace leye::ledgers
