#include "visits/person_file.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "visits/person_file.sql.hpp"

namespace leye::visits {
namespace {

std::string opened(const VisitDesk& desk, const std::optional<Bytes>& salt,
                   const std::optional<Bytes>& sealed) {
  if (!salt || !sealed) return "";
  auto plain = desk.cipher.open(*salt, *sealed);
  return plain.ok() ? std::move(plain).value() : "";
}

std::string text_of(const std::optional<Day>& day) { return day ? to_text(*day) : ""; }

void take_answers(const std::string& facts, const Survey& survey, Fields& fields) {
  const auto known = boost::json::parse(facts);
  const auto value = [&](const std::string& fact) {
    const auto* found = known.as_object().if_contains(fact);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
  };
  fields["asked_on"] = value(survey.asked_on->id);
  for (const Question& question : survey.questions)
    fields["answer:" + question.fact->id] = value(question.fact->id);
}

}  // namespace

Result<std::vector<PersonFile>> read_files(store::Transaction& transaction, const VisitDesk& desk,
                                           const std::vector<std::int64_t>& people,
                                           const Survey* survey) {
  std::vector<PersonFile> files;
  std::map<std::int64_t, std::size_t> at;
  const auto rows = TRY(transaction.query(sql::files, people, desk.today(),
                                          survey == nullptr ? "" : survey->entity->id,
                                          survey == nullptr ? "" : survey->asked_on->id));
  for (const store::Row row : rows) {
    PersonFile file;
    file.person = row.get<std::int64_t>("id");
    file.place = row.get<std::int64_t>("place");
    file.who = row.get<std::string>("name");
    file.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    const auto salt = row.get<std::optional<Bytes>>("salt");
    file.number = opened(desk, salt, row.get<std::optional<Bytes>>("number_cipher"));
    file.fields["phone"] = opened(desk, salt, row.get<std::optional<Bytes>>("phone_cipher"));
    file.fields["employment"] = row.get<std::optional<std::string>>("employment").value_or("");
    file.fields["registration"] = text_of(row.get<std::optional<Day>>("registered_on"));
    file.fields["death"] = text_of(row.get<std::optional<Day>>("death_date"));
    if (survey != nullptr)
      take_answers(row.get<std::optional<std::string>>("answers").value_or("{}"), *survey,
                   file.fields);
    at[file.person] = files.size();
    files.push_back(std::move(file));
  }
  for (const store::Row row : TRY(transaction.query(sql::services, people, desk.today())))
    if (const auto found = at.find(row.get<std::int64_t>("person_id")); found != at.end())
      files[found->second].services[row.get<std::string>("kind")] =
          row.get<std::int64_t>("times");
  return files;
}

std::vector<Difference> differences(const Fields& seen, const Fields& now, const Fields& mine) {
  std::vector<Difference> found;
  for (const auto& [field, value] : now) {
    const auto before = seen.find(field);
    if (before == seen.end() || before->second == value) continue;
    const auto said = mine.find(field);
    const std::string own = said == mine.end() ? "" : said->second;
    found.push_back({field, before->second, value, own, !own.empty() && own != value});
  }
  return found;
}

}  // namespace leye::visits
