#include "api/likeness.hpp"

namespace leye::api {

std::vector<Labelled> likeness_reasons(const Call& call, const std::vector<std::string>& reasons) {
  std::vector<Labelled> labelled;
  for (const std::string& reason : reasons) {
    std::string label = call.says("姓名、出生日期和常住地相同", "same name, day of birth and town");
    if (reason == "old_and_new_number")
      label = call.says("15 位和 18 位是同一个号码", "15 and 18 digits of one number");
    if (reason == "same_number") label = call.says("证件号码相同", "same number");
    if (reason == "similar_name")
      label = call.says("姓名形近或是异体字，出生日期和常住地相同",
                        "a look-alike name, same day of birth and town");
    if (reason == "swapped_digits")
      label = call.says("姓名相同，证件号码有两位颠倒", "same name, two digits swapped");
    if (reason == "same_code") label = call.says("统一社会信用代码相同", "same credit code");
    if (reason == "same_trade_name")
      label = call.says("单位名称相同", "same name of the employer");
    if (reason == "similar_trade_name")
      label = call.says("单位名称形近，或只有组织形式不同",
                        "a look-alike name, or one that differs in the legal form alone");
    labelled.push_back({reason, std::move(label)});
  }
  return labelled;
}

}  // namespace leye::api
