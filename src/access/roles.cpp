#include "access/roles.hpp"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace leye::access {
namespace {

template <class Word>
std::optional<Word> find_word(std::string_view wanted) {
  std::optional<Word> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Word>>([&](auto word) {
    if (wanted == word.name) found = word.value;
  });
  return found;
}

}  // namespace

const char* name(Role role) { return boost::describe::enum_to_string(role, "?"); }
const char* name(Standing standing) { return boost::describe::enum_to_string(standing, "?"); }
std::optional<Role> find_role(std::string_view name) { return find_word<Role>(name); }
std::optional<Standing> find_standing(std::string_view name) { return find_word<Standing>(name); }

const char* label(Role role) {
  switch (role) {
    case Role::window_clerk: return "窗口经办";
    case Role::first_checker: return "初审";
    case Role::second_checker: return "复核";
    case Role::director: return "局长";
    case Role::insurance_agency: return "社保经办机构";
    case Role::finance_bureau: return "财政局";
    case Role::outside_body: return "协办机构";
    case Role::auditor: return "审计（只读）";
    case Role::employer: return "单位";
    case Role::citizen: return "个人";
    case Role::system_admin: return "系统管理员";
    case Role::security_admin: return "安全管理员";
    case Role::audit_admin: return "审计管理员";
  }
  return "?";
}

const char* label(Standing standing) {
  switch (standing) {
    case Standing::business: return "业务人员";
    case Standing::open_public: return "社会公众";
    case Standing::system_admin: return "系统管理员";
    case Standing::security_admin: return "安全管理员";
    case Standing::audit_admin: return "审计管理员";
  }
  return "?";
}

Standing standing_of(Role role) {
  switch (role) {
    case Role::employer:
    case Role::citizen: return Standing::open_public;
    case Role::system_admin: return Standing::system_admin;
    case Role::security_admin: return Standing::security_admin;
    case Role::audit_admin: return Standing::audit_admin;
    default: return Standing::business;
  }
}

const std::vector<Role>& all_roles() {
  static const std::vector<Role> roles = [] {
    std::vector<Role> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>(
        [&all](auto word) { all.push_back(word.value); });
    return all;
  }();
  return roles;
}

}  // namespace leye::access
