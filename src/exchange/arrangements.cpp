#include "exchange/arrangements.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

#include <fmt/format.h>

#include "exchange/sheet_template.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::exchange {
namespace {

namespace files = std::filesystem;

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::size_t field_bytes_max = 80;

struct ModeWord {
  Mode mode;
  const char* name;
  const char* label;
};
constexpr ModeWord modes[] = {{Mode::own, "own", "主系统"},
                              {Mode::collaborate, "collaborate", "协同"},
                              {Mode::read_only, "read_only", "只读"}};

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

// "甲 · a · b" in its parts.
std::vector<std::string> parts_of(std::string_view text) {
  constexpr std::string_view dot = "·";
  std::vector<std::string> parts;
  while (true) {
    const auto at = text.find(dot);
    parts.emplace_back(trimmed(text.substr(0, at)));
    if (at == text.npos) return parts;
    text.remove_prefix(at + dot.size());
  }
}

// The cells of "| a | b |".
std::vector<std::string> table_cells(std::string_view line) {
  line.remove_prefix(1);
  if (!line.empty() && line.back() == '|') line.remove_suffix(1);
  return cells_of(line, '|');
}

bool can_be_exchanged(const Entity& entity) {
  return entity.id != "person" && entity.id != "organisation" && entity.id != "household" &&
         entity.id != "household_member" && entity.id != "grant";
}

// "start_date", "person.id_number", "employer.uscc".
Result<SentField> field_from(const Vocabulary& vocabulary, const Entity& entity,
                             const std::vector<std::string>& cells) {
  if (cells.size() != 3 || cells[0].empty() || cells[1].empty() || cells[2].empty())
    return wrong("a field has a name, a heading and a value",
                 "write `| AAC002 | 身份证号码 | person.id_number |`");
  if (cells[0].size() > field_bytes_max || cells[1].size() > field_bytes_max)
    return wrong("a name is too long", "at most 80 bytes");
  SentField field{cells[0], cells[1], "", cells[2]};
  const Entity* holder = &entity;
  if (const auto dot = cells[2].find('.'); dot != std::string::npos) {
    field.reference = cells[2].substr(0, dot);
    field.fact = cells[2].substr(dot + 1);
    const Fact* reference = entity.find_fact(field.reference);
    const bool to_owner =
        reference != nullptr && reference->type == FactType::reference &&
        (reference->refers_to == "person" || reference->refers_to == "organisation");
    if (!to_owner)
      return wrong(fmt::format("`{}` of {} names no person and no organisation", field.reference,
                               entity.id),
                   "name one of its facts that does");
    holder = vocabulary.find_entity(reference->refers_to);
  }
  const Fact* fact = holder->find_fact(field.fact);
  if (fact == nullptr)
    return wrong(fmt::format("{} has no fact `{}`", holder->id, field.fact),
                 "name a fact by its id, as the vocabulary has it");
  field.fact = fact->id;
  return field;
}

using Templates = std::map<std::string, std::shared_ptr<const SheetTemplate>, std::less<>>;

struct Found {
  std::vector<Arrangement> all;
  Templates sheets;  // by kind
};

class Reader {
 public:
  Reader(const Vocabulary& vocabulary, Found& found)
      : vocabulary_(vocabulary), all_(found.all), sheets_(found.sheets) {}

  Status take(std::string_view line) {
    if (line.empty() || line.front() != '|') rows_ = 0;
    if (line.empty()) return Done{};
    if (line.starts_with("## ")) return open_kind(line.substr(3));
    if (line.starts_with("# ")) return open_system(line.substr(2));
    if (system_.id.empty())
      return wrong("text before the title", "begin with `# 省就业信息系统 · province · …`");
    if (line.front() == '|') return take_table(line);
    return take_property(line);
  }

  Status finish() {
    if (system_.id.empty()) return wrong("an empty file", "begin with a title, or remove it");
    return close_kind();
  }

 private:
  Status open_system(std::string_view title) {
    if (!system_.id.empty()) return wrong("a second title", "one system a file");
    const auto names = parts_of(title);
    if (names.size() != 3 || names[0].empty() || names[1].empty() || names[2].empty())
      return wrong("a title names the system three times",
                   "write `# 省就业信息系统 · province · provincial employment system`");
    system_ = {names[1], {names[0], names[2]}, Interface::http};
    return Done{};
  }

  Status open_kind(std::string_view title) {
    TRY(close_kind());
    const Entity* entity = vocabulary_.find_entity(trimmed(title));
    if (entity == nullptr || !can_be_exchanged(*entity))
      return wrong(fmt::format("`{}` is no kind of record that can be exchanged", trimmed(title)),
                   "name a kind of the vocabulary that belongs to a person or an organisation");
    for (const Arrangement& other : all_)
      if (other.entity == entity)
        return wrong(fmt::format("{} is arranged twice", entity->id), "drop one of the two");
    now_ = Arrangement{};
    now_.entity = entity;
    now_.system = system_;
    open_ = true;
    sheet_.emplace(vocabulary_, *entity);
    return Done{};
  }

  Status close_kind() {
    if (!open_) return Done{};
    open_ = false;
    if (now_.periods.empty())
      return wrong(fmt::format("{} has no line `since`", now_.entity->id),
                   "write `since 2023-01-01: collaborate`");
    const bool sent = std::any_of(now_.periods.begin(), now_.periods.end(), [](const auto& one) {
      return one.mode == Mode::collaborate;
    });
    const auto sheet = TRY(sheet_->finish(now_.fields));
    const bool by_sheet = now_.system.interface == Interface::sheet;
    if (sheet != nullptr && !by_sheet)
      return wrong(fmt::format("{} has a template and goes out by an interface", now_.entity->id),
                   "write `interface: sheet`, or drop the template");
    if (sent && by_sheet && sheet == nullptr)
      return wrong(fmt::format("{} is worked on together, but has no template to go out in",
                               now_.entity->id),
                   "add `template: …` and what its answer looks like, or write `read_only`");
    if (sent && (now_.fields.empty() || now_.serial.zh.empty()))
      return wrong(fmt::format("{} goes out, but nothing says as what", now_.entity->id),
                   "add `serial: …` and the table of fields");
    if (sheet != nullptr) sheets_.emplace(now_.entity->id, sheet);
    all_.push_back(std::move(now_));
    return Done{};
  }

  Status take_property(std::string_view line) {
    const auto colon = line.find(':');
    const auto key = colon == line.npos ? std::string_view() : trimmed(line.substr(0, colon));
    const auto value = colon == line.npos ? std::string_view() : trimmed(line.substr(colon + 1));
    if (key.starts_with("since ") && open_) return take_period(trimmed(key.substr(6)), value);
    if (key == "interface" && !open_) {
      if (value != "http" && value != "sheet")
        return wrong("an interface is `http` or `sheet`", "write one of the two");
      system_.interface = value == "http" ? Interface::http : Interface::sheet;
    } else if (key == "serial" && open_) {
      const auto names = parts_of(value);
      if (names.size() != 2)
        return wrong("a serial is named twice", "write `serial: 就业登记号 · registration number`");
      now_.serial = {names[0], names[1]};
    } else if (key == "feed" && open_) {
      if (value != "sheet") return wrong("a feed is `sheet`", "write `feed: sheet`");
      now_.sheet_feeds = true;
    } else if (open_) {
      TRY(sheet_->take_property(key, value));
    }
    return Done{};  // prose
  }

  Status take_period(std::string_view since, std::string_view word) {
    ModePeriod period;
    period.since = TRY(Day::parse(since));
    const auto found = std::find_if(std::begin(modes), std::end(modes),
                                    [&](const ModeWord& each) { return word == each.name; });
    if (found == std::end(modes))
      return wrong(fmt::format("`{}` is no mode", word),
                   "write `own`, `collaborate` or `read_only`");
    period.mode = found->mode;
    if (!now_.periods.empty() && period.since <= now_.periods.back().since)
      return wrong("the days of the modes do not rise", "put the earlier day first");
    now_.periods.push_back(period);
    return Done{};
  }

  Status take_table(std::string_view line) {
    if (!open_) return wrong("a table outside a kind", "put it below `## employment`");
    const auto cells = table_cells(line);
    if (++rows_ == 1) {
      of_fields_ = cells == std::vector<std::string>{"field", "label", "value"};
      if (!of_fields_ && !TRY(sheet_->open_table(cells)))
        return wrong("the table's header is not ours", "write `| field | label | value |`");
      return Done{};
    }
    if (rows_ == 2) return Done{};  // the line of dashes
    if (!of_fields_) return sheet_->take_row(cells);
    if (cells.size() == 3 && TRY(sheet_->take_column(cells))) return Done{};
    now_.fields.push_back(TRY(field_from(vocabulary_, *now_.entity, cells)));
    return Done{};
  }

  const Vocabulary& vocabulary_;
  std::vector<Arrangement>& all_;
  Templates& sheets_;
  System system_;
  Arrangement now_;
  std::optional<SheetTemplateReader> sheet_;  // of the kind that is open
  bool open_ = false;
  bool of_fields_ = false;  // the table that is open
  int rows_ = 0;            // of it
};

Status read_into(std::string_view text, const std::string& file, const Vocabulary& vocabulary,
                 Found& found) {
  Reader reader(vocabulary, found);
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text))
    TRY(reader.take(line).at(fmt::format("{}:{}", file, ++number)));
  return reader.finish().at(file);
}

Result<Found> read_folder(const files::path& pack, const Vocabulary& vocabulary) {
  Found found;
  std::vector<files::path> sources;
  std::error_code ignored;
  for (const auto& entry : files::directory_iterator(pack / "exchange", ignored))
    if (entry.path().extension() == ".md") sources.push_back(entry.path());
  std::sort(sources.begin(), sources.end());
  for (const auto& source : sources) {
    std::ifstream in(source, std::ios::binary);
    std::string text(file_bytes_max, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() == file_bytes_max)
      return Result<Found>(wrong("the file is too long", "at most 1 MB")).at(source.string());
    TRY(read_into(text, source.string(), vocabulary, found));
  }
  return found;
}

Error kept_elsewhere(const Arrangement& one) {
  return {ErrorCode::conflict,
          fmt::format("“{}”由{}登记，本系统只读", one.entity->zh, one.system.name.zh),
          {one.entity->id},
          fmt::format("请到{}办理；那边登记后随名单更新到这里", one.system.name.zh)};
}

}  // namespace

const char* name(Mode mode) {
  return modes[static_cast<std::size_t>(mode)].name;
}
const char* label(Mode mode) {
  return modes[static_cast<std::size_t>(mode)].label;
}
const char* name(Interface kind) { return kind == Interface::http ? "http" : "sheet"; }

Mode Arrangement::mode_on(Day day) const {
  Mode mode = Mode::own;
  for (const ModePeriod& period : periods)
    if (period.since <= day) mode = period.mode;
  return mode;
}

Result<Arrangements> Arrangements::load(const files::path& pack, const Vocabulary& vocabulary) {
  Arrangements found;
  found.all_ = TRY(read_folder(pack, vocabulary)).all;
  return found;
}

Result<Arrangements> Arrangements::parse(std::string_view text, const std::string& file,
                                         const Vocabulary& vocabulary) {
  Found read;
  TRY(read_into(text, file, vocabulary, read));
  Arrangements found;
  found.all_ = std::move(read.all);
  return found;
}

Result<SheetTemplates> SheetTemplates::load(const files::path& pack,
                                            const Vocabulary& vocabulary) {
  SheetTemplates found;
  found.by_entity_ = TRY(read_folder(pack, vocabulary)).sheets;
  return found;
}

Result<SheetTemplates> SheetTemplates::parse(std::string_view text, const std::string& file,
                                             const Vocabulary& vocabulary) {
  Found read;
  TRY(read_into(text, file, vocabulary, read));
  SheetTemplates found;
  found.by_entity_ = std::move(read.sheets);
  return found;
}

const SheetTemplate* SheetTemplates::find(std::string_view entity) const {
  const auto found = by_entity_.find(entity);
  return found == by_entity_.end() ? nullptr : found->second.get();
}

std::vector<System> Arrangements::systems() const {
  std::vector<System> found;
  for (const Arrangement& one : all_) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const System& each) {
      return each.id == one.system.id;
    });
    if (!known) found.push_back(one.system);
  }
  return found;
}

const Arrangement* Arrangements::find(std::string_view entity) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Arrangement& one) {
    return one.entity->id == entity;
  });
  return found == all_.end() ? nullptr : &*found;
}

Mode Arrangements::mode_of(std::string_view entity, Day day) const {
  const Arrangement* one = find(entity);
  return one == nullptr ? Mode::own : one->mode_on(day);
}

Status Arrangements::check_written_by_hand(std::string_view entity, Day day) const {
  const Arrangement* one = find(entity);
  if (one != nullptr && one->mode_on(day) == Mode::read_only) return kept_elsewhere(*one);
  return Done{};
}

Status Arrangements::check_taken_from_sheet(std::string_view entity, Day day) const {
  const Arrangement* one = find(entity);
  if (one != nullptr && one->mode_on(day) == Mode::read_only && !one->sheet_feeds)
    return kept_elsewhere(*one);
  return Done{};
}

}  // namespace leye::exchange
