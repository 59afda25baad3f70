#include "audit/readers.hpp"

#include <map>

#include "audit/audit.sql.hpp"

namespace leye::audit {

Result<Lines> list_records(store::Transaction& transaction, const Search& search) {
  Lines lines;
  for (const store::Row row :
       TRY(transaction.query(sql::list_records, search.object, search.login, search.area_schema,
                             search.size, search.offset, search.from, search.until))) {
    Line line;
    line.position = {row.get<std::int64_t>("writer"), row.get<std::int64_t>("number"),
                     row.get<Instant>("at")};
    line.login = row.get<std::string>("login");
    line.name = row.get<std::string>("name");
    line.for_name = row.get<std::string>("for_name");
    line.record.account = row.get<std::optional<std::int64_t>>("account_id");
    line.record.role = row.get<std::string>("role");
    line.record.address = row.get<std::string>("address");
    line.record.act = row.get<std::string>("act");
    line.record.object = row.get<std::string>("object");
    line.record.outcome = row.get<std::string>("outcome");
    line.record.detail = row.get<std::string>("detail");
    line.sealed = row.get<bool>("sealed");
    lines.total = row.get<std::int64_t>("total");
    lines.items.push_back(std::move(line));
  }
  return lines;
}

Result<Lines> who_looked(store::Transaction& transaction, const Search& search) {
  Lines lines;
  for (const store::Row row : TRY(transaction.query(sql::who_looked, search.area_schema,
                                                    search.object, search.size, search.offset))) {
    Line line;
    line.position.at = row.get<Instant>("at");
    line.login = row.get<std::string>("login");
    line.name = row.get<std::string>("name");
    line.for_name = row.get<std::string>("for_name");
    line.record.role = row.get<std::string>("role");
    line.record.act = row.get<std::string>("act");
    line.record.detail = row.get<std::string>("detail");
    lines.total = row.get<std::int64_t>("total");
    lines.items.push_back(std::move(line));
  }
  return lines;
}

Result<std::int64_t> people_read(store::Transaction& transaction, std::int64_t account,
                                 const std::string& act, Instant since) {
  const auto rows = TRY(transaction.query(sql::people_read, account, act, since));
  return rows[0].get<std::int64_t>("people");
}

Result<std::vector<std::int64_t>> acted_for(store::Transaction& transaction,
                                            const ActedFor& asked) {
  std::vector<std::int64_t> others;
  for (const store::Row row :
       TRY(transaction.query(sql::acted_for, asked.area_schema, asked.accounts, asked.objects,
                             asked.since, asked.acts)))
    others.push_back(row.get<std::int64_t>("other"));
  return others;
}

Result<bool> was_done_for(store::Transaction& transaction, const ActedFor& asked,
                          std::optional<std::int64_t> giver) {
  const auto rows = TRY(transaction.query(sql::was_done_for, asked.area_schema, asked.accounts,
                                          asked.objects, asked.acts, giver));
  return rows[0].get<bool>("done");
}

std::string act_label(const std::string& act) {
  static const std::map<std::string, std::string> labels = {
      {"sign_in", "登录"},
      {"sign_out", "退出"},
      {"change_password", "修改密码"},
      {"begin_second_factor", "领取动态验证码密钥"},
      {"confirm_second_factor", "启用动态验证码"},
      {"remove_second_factor", "停用动态验证码"},
      {"give_binding_code", "发绑定代码"},
      {"bind_account", "绑定账号"},
      {"end_binding", "解除绑定"},
      {"record_consent", "登记帮办同意"},
      {"withdraw_consent", "撤回帮办同意"},
      {"list_person", "在列表中查到"},
      {"read_person", "查看档案"},
      {"unmask", "查看明文"},
      {"read_organisation", "查看单位档案"},
      {"read_readers", "查看访问记录"},
      {"write_facts", "登记、填写"},
      {"window_search", "跨辖区查找"},
      {"window_register", "跨辖区登记"},
      {"ask_registration", "网上提交登记"},
      {"answer_registration", "答复网上提交的登记"},
      {"review_recognition", "复核认定"},
      {"propose_recognition", "提请认定、退出"},
      {"decide_recognition", "审定认定、退出"},
      {"make_account", "新建账号"},
      {"disable_account", "停用账号"},
      {"check_now", "一键核验"},
      {"make_body", "登记机构"},
      {"change_body", "变更机构"},
      {"close_body", "停用机构"},
      {"import_bodies", "导入机构"},
      {"give_role", "授权"},
      {"end_role", "收回授权"},
      {"read_audit", "查阅审计"},
      {"ask_erasure", "申请销毁个人信息"},
      {"decide_erasure", "审批销毁个人信息"},
      {"hold_person", "依法留存"},
      {"lift_hold", "解除依法留存"},
      {"list_retention", "列出到期清单"},
      {"own_household", "查看本人或家人的档案"},
      {"decide_retention", "确认到期清单"},
      {"rotate_keys", "轮换主密钥"},
      {"reseal_keys", "用新密钥重新加密"},
      {"retire_key", "停用数据密钥"},
      {"make_delegation", "委托代办"},
      {"end_delegation", "收回委托"},
      {"act_under_delegation", "开始代办"},
      {"stop_acting", "结束代办"},
      {"set_clock", "调整演示日期"},
      {"start_screening", "开始筛查"},
      {"start_policy_trial", "开始试算"},
      {"stop_policy_trial", "停止试算"},
      {"export_policy_trial", "导出试算"},
      {"open_case", "发起办件"},
      {"case_action", "办理"},
      {"claim_task", "签收"},
      {"read_message", "阅读消息"},
      {"read_bindings", "查看账号绑定"},
      {"read_desk", "查看待核对和更正"},
      {"release_task", "退回待办"},
      {"hold_meeting", "会议决定"},
      {"make_objection", "提出异议"},
      {"make_batch", "生成支付批次"},
      {"approve_batch", "审批支付批次"},
      {"send_batch", "发送支付批次"},
      {"read_batch_file", "下载支付文件"},
      {"take_return", "导入回盘"},
      {"reissue_batch", "退票重发"},
      {"read_result", "查看筛查结果"},
      {"read_names", "查看实名清单"},
      {"read_entitlements", "查询可享政策"},
      {"preview_import", "导入预检"},
      {"confirm_import", "确认导入"},
      {"read_wrong_rows", "下载错误行"},
      {"export", "导出"},
      {"read_ledger", "查看台账"},
      {"read_suspects", "查看疑点名单"},
      {"take_suspects", "导入疑点名单"},
      {"answer_suspects", "答复疑点"},
      {"review_suspects", "复核疑点"},
      {"reply_suspects", "回复疑点名单"},
      {"recover_suspect", "疑点追缴"},
      {"add_evidence", "添加附件"},
      {"compare_list", "名单比对"},
      {"read_evidence", "查看附件"},
      {"remove_evidence", "撤下附件"},
      {"draw_quality", "三方核查抽样"},
      {"read_quality", "查看三方核查"},
      {"reply_quality", "三方核查答复"},
      {"close_quality", "汇总三方核查"},
      {"settle_quality", "处理核查差错"},
      {"export_quality", "导出三方核查"},
      {"export_families", "导出无人就业家庭"},
      {"export_bodies", "导出机构"},
      {"count_ledger", "按条件统计台账"},
      {"export_ledger", "导出台账"},
      {"save_ledger_view", "保存台账视图"},
      {"lookup_person", "批量查询到"},
      {"batch_lookup", "批量查询"},
      {"bulk_reading", "大量查询预警"},
      {"remove_ledger_view", "删除台账视图"},
      {"read_decision", "打印决定书"},
      {"abandon", "未完成的编号"},
  };
  const auto found = labels.find(act);
  return found == labels.end() ? act : found->second;
}

}  // namespace leye::audit
