// 三员管理
export default {
  accounts: {
    title: '账号',
    note: '系统管理员建账号，安全管理员给角色，审计管理员看日志，三员分立。',
    make: '新建账号',
    made: '账号 {account} 已建立',
    password: '初始密码',
    holder: '持有人身份证号（只存比对码，一人一号）',
    disable: '停用',
    disableSure: '停用账号 {account}？该账号将立即退出，不能再登录。',
    end: '收回',
    giveRole: '授予角色',
    giveTo: '给 {name} 授予角色',
    active: '正常',
    locked: '已锁定',
    disabled: '已停用',
  },
  standing: {
    business: '业务',
    system_admin: '系统管理员',
    security_admin: '安全管理员',
    audit_admin: '审计管理员',
  },
  roles: { title: '角色与权限', note: '每个角色能做的事由服务器核定，这里如实列出。', may: '{count} 项操作' },
  audit: {
    title: '审计日志',
    note: '谁、何时、对什么、做了什么、结果如何；记录首尾相连，定时封存。',
    sealed: '已封存',
    open: '待封存',
    outcome: { done: '办成', refused: '被拒', failed: '失败', abandoned: '中断' },
  },
};
