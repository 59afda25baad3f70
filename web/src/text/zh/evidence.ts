// 附件
export default {
  evidence: {
    papers: '附件',
    add: '添加附件',
    limits: 'PDF、JPEG、PNG，每个不超过 8 MB，每条最多 10 个',
    remove: '撤下',
    removeOf: '撤下 {name}',
  },
};
