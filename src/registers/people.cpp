#include "registers/people.hpp"

#include <algorithm>

#include "registers/identity.hpp"
#include "registers/people.sql.hpp"

namespace leye::registers {
namespace {

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\t') out.push_back(c);
  }
  return out;
}

bool is_digits(std::string_view text, std::size_t size) {
  return text.size() == size &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Error no_such_person() {
  return {ErrorCode::not_found, "查无此人，或不在您的管辖范围", {}, "核对姓名或证件号码"};
}

std::optional<std::string> opened(const IdentityCipher& cipher, const std::optional<Salt>& salt,
                                  const std::optional<Bytes>& sealed) {
  if (!salt || !sealed) return std::nullopt;
  auto plain = cipher.open(*salt, *sealed);
  if (!plain.ok()) return std::nullopt;
  return std::move(plain).value();
}

}  // namespace

Result<std::vector<PersonCard>> People::find(std::string_view wanted, int count_max) {
  const auto found = TRY(find_each({std::string(wanted)}, count_max));
  return cards(found.front());
}

Result<std::vector<std::vector<std::int64_t>>> People::find_each(
    const std::vector<std::string>& wanted, int count_max) {
  std::vector<std::vector<std::int64_t>> found(wanted.size());
  std::vector<std::int64_t> lines;  // of what is asked, beside each value
  const auto add = [&](const store::Rows& rows) {
    for (const store::Row row : rows) {
      const auto position = static_cast<std::size_t>(row.get<std::int64_t>("position"));
      found[static_cast<std::size_t>(lines[position - 1])].push_back(row.get<std::int64_t>("id"));
    }
  };
  for (const store::Statement& by_number : {sql::find_by_numbers, sql::find_by_merged_numbers}) {
    std::vector<Bytes> blinds;
    lines.clear();
    for (std::size_t line = 0; line < wanted.size(); ++line) {
      if (!found[line].empty() || without_blanks(wanted[line]).empty()) continue;
      for (const std::string& number : possible_id_numbers(wanted[line])) {
        blinds.push_back(cipher_.number_blind(number));
        lines.push_back(static_cast<std::int64_t>(line));
      }
    }
    if (!blinds.empty()) add(TRY(transaction_.query(by_number, blinds)));
  }
  std::vector<Bytes> phones;
  std::vector<std::string> names;
  std::vector<std::int64_t> lines_of_names;
  lines.clear();
  for (std::size_t line = 0; line < wanted.size(); ++line) {
    const std::string text = without_blanks(wanted[line]);
    // A whole number, known or not, is no name.
    if (!found[line].empty() || text.empty() || bears_birth_date(text)) continue;
    if (is_digits(text, 11)) {
      phones.push_back(cipher_.phone_blind(text));
      lines.push_back(static_cast<std::int64_t>(line));
    } else {
      names.push_back(text);
      lines_of_names.push_back(static_cast<std::int64_t>(line));
    }
  }
  if (!phones.empty()) add(TRY(transaction_.query(sql::find_by_phones, phones, count_max)));
  lines = std::move(lines_of_names);
  if (!names.empty()) add(TRY(transaction_.query(sql::find_by_names, names, count_max)));
  return found;
}

Result<std::vector<PersonCard>> People::cards(const std::vector<std::int64_t>& ids) {
  std::vector<PersonCard> found;
  if (ids.empty()) return found;
  const auto rows = TRY(transaction_.query(sql::cards, ids));
  for (const store::Row row : rows) {
    PersonCard card;
    card.id = row.get<std::int64_t>("id");
    card.name = row.get<std::string>("name");
    const auto salt = row.get<std::optional<Salt>>("salt");
    card.number =
        opened(cipher_, salt, row.get<std::optional<Bytes>>("number_cipher")).value_or("");
    card.birth_date = row.get<std::optional<Day>>("birth_date");
    card.sex = row.get<std::optional<std::string>>("sex").value_or("");
    card.place = row.get<Place>("place");
    card.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    found.push_back(std::move(card));
  }
  return found;
}

Result<PersonCard> People::card(std::int64_t id) {
  std::vector<PersonCard> found = TRY(cards({id}));
  if (found.empty()) return no_such_person();
  return std::move(found.front());
}

Result<std::vector<Record>> People::records(const char* entity, const store::Rows& rows) {
  std::vector<Record> records;
  for (const store::Row row : rows) {
    records.push_back(TRY(read_record(vocabulary_, *vocabulary_.find_entity(entity), row)));
  }
  return records;
}

Status People::add_identity(std::int64_t id, Record& person) {
  const auto rows = TRY(transaction_.query(sql::identity, id));
  if (rows.empty()) return no_such_person();
  const store::Row row = rows[0];
  const auto salt = row.get<std::optional<Salt>>("salt");
  const std::pair<const char*, std::string> values[] = {
      {"id_number",
       opened(cipher_, salt, row.get<std::optional<Bytes>>("number_cipher")).value_or("")},
      {"name", row.get<std::string>("name")},
      {"phone", opened(cipher_, salt, row.get<std::optional<Bytes>>("phone_cipher")).value_or("")}};
  std::size_t position = 0;
  for (const auto& [fact, value] : values) {
    const auto place = person.values.begin() + static_cast<std::ptrdiff_t>(position++);
    person.values.insert(place, {person.entity->find_fact(fact), value, value});
  }
  const Account held = TRY(account(id));
  if (held.number.empty()) return Done{};
  person.values.push_back({person.entity->find_fact("account_number"), held.number, held.number});
  if (!held.bank.empty())
    person.values.push_back({person.entity->find_fact("bank"), held.bank, held.bank});
  return Done{};
}

Result<People::Account> People::account(std::int64_t id) {
  const auto rows = TRY(transaction_.query(sql::account_of_person, id));
  Account account;
  if (rows.empty()) return account;
  account.number =
      TRY(cipher_.open(rows[0].get<Salt>("account_salt"), rows[0].get<Bytes>("account_cipher")));
  account.bank = rows[0].get<std::optional<std::string>>("bank").value_or("");
  return account;
}

Result<PersonFile> People::file(std::int64_t id, AsOf as_of) {
  PersonFile file;
  file.card = TRY(card(id));
  const Entity& person = *vocabulary_.find_entity("person");
  const Instant known = as_of.known_at;
  const auto now = TRY(transaction_.query(sql::person_as_of, id, as_of.valid_on, known));
  file.person.entity = &person;
  if (!now.empty()) file.person = TRY(read_record(vocabulary_, person, now[0]));
  TRY(add_identity(id, file.person));
  const auto versions = TRY(transaction_.query(sql::versions, id, known));
  file.versions = TRY(records("person", versions));
  const auto employments = TRY(transaction_.query(sql::employments, id, known));
  file.employments = TRY(records("employment", employments));
  const auto unemployment = TRY(transaction_.query(sql::unemployment_registrations, id, known));
  file.unemployment = TRY(records("unemployment_registration", unemployment));
  const auto education = TRY(transaction_.query(sql::education_records, id, known));
  file.education = TRY(records("education_record", education));
  const auto insurance = TRY(transaction_.query(sql::insurance_spells, id, known));
  file.insurance = TRY(records("insurance_spell", insurance));
  const auto grants = TRY(transaction_.query(sql::grants, id, known));
  file.grants = TRY(records("grant", grants));
  file.timeline = timeline(
      {&file.employments, &file.unemployment, &file.education, &file.insurance, &file.grants});
  return file;
}

}  // namespace leye::registers
