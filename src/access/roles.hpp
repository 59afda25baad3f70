// Roles (角色), who may hold which, and sets of them.
//
// A role is held at a place: role × place is what an account may do and see. Standings keep the
// three administrators apart (三员分立, GB/T 22239-2019 8.1.4.2 d): one person has one standing,
// and a role belongs to exactly one standing. The database holds the same table as a constraint
// (schema/global/0010_accounts.sql).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

namespace leye::access {

enum class Role {
  window_clerk,      // 窗口经办
  first_checker,     // 初审
  second_checker,    // 复核
  director,          // 局长
  insurance_agency,  // 社保经办机构
  finance_bureau,    // 财政局
  outside_body,      // 协办机构: a department, bank or school; the post says which
  auditor,           // 审计（只读）
  employer,          // 单位
  citizen,           // 个人
  system_admin,    // 系统管理员: accounts and configuration; no rights, logs or business data
  security_admin,  // 安全管理员: roles and places; makes no account
  audit_admin,     // 审计管理员: reads and exports the audit; changes nothing
};
BOOST_DESCRIBE_ENUM(Role, window_clerk, first_checker, second_checker, director, insurance_agency,
                    finance_bureau, outside_body, auditor, employer, citizen, system_admin,
                    security_admin, audit_admin)

enum class Standing { business, open_public, system_admin, security_admin, audit_admin };
BOOST_DESCRIBE_ENUM(Standing, business, open_public, system_admin, security_admin, audit_admin)

const char* name(Role role);   // "window_clerk"
const char* label(Role role);  // "窗口经办"
std::optional<Role> find_role(std::string_view name);
Standing standing_of(Role role);
const std::vector<Role>& all_roles();

const char* name(Standing standing);
const char* label(Standing standing);
std::optional<Standing> find_standing(std::string_view name);

class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_ |= bit(role);
  }
  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr RoleSet operator|(RoleSet left, RoleSet right) {
    left.bits_ |= right.bits_;
    return left;
  }

 private:
  static constexpr std::uint32_t bit(Role role) { return 1u << static_cast<unsigned>(role); }
  std::uint32_t bits_ = 0;
};

inline constexpr RoleSet clerks{Role::window_clerk, Role::first_checker, Role::second_checker,
                                Role::director};
inline constexpr RoleSet offices = clerks | RoleSet{Role::insurance_agency, Role::finance_bureau};
inline constexpr RoleSet staff = offices | RoleSet{Role::auditor};
inline constexpr RoleSet subjects{Role::employer, Role::citizen};
inline constexpr RoleSet administrators{Role::system_admin, Role::security_admin,
                                        Role::audit_admin};
inline constexpr RoleSet outside{Role::outside_body};
inline constexpr RoleSet anyone = staff | outside | subjects | administrators;

}  // namespace leye::access
