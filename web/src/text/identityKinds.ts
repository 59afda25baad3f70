// 证件类型: what stands before a number that does not say by its form what it is ("passport:E1…").
// The ids are those of vocabulary/identity_kinds.csv; a test holds the two together.
export const identityKinds: Record<string, { zh: string; en: string }> = {
  hk_macao_residence: { zh: '港澳居民居住证', en: 'residence permit (Hong Kong, Macao)' },
  taiwan_residence: { zh: '台湾居民居住证', en: 'residence permit (Taiwan)' },
  foreign_permanent: { zh: '外国人永久居留身份证', en: 'permanent resident card' },
  resident: { zh: '居民身份证', en: 'identity card' },
  foreign_permanent_old: { zh: '外国人永久居留证', en: 'permanent residence card (old)' },
  hk_macao_permit: { zh: '港澳居民来往内地通行证', en: 'mainland travel permit (Hong Kong, Macao)' },
  taiwan_permit: { zh: '台湾居民来往大陆通行证', en: 'mainland travel permit (Taiwan)' },
  passport: { zh: '护照', en: 'passport' },
  resident_old: { zh: '第一代居民身份证', en: 'identity card of 15 digits' },
};

/** "passport:E******02" → "护照 E******02"; anything else as it is. */
export function withIdentityKind(said: string, language: 'zh' | 'en'): string {
  const found = /^([a-z_]+):([\dA-Z*]+)$/.exec(said);
  const kind = found && identityKinds[found[1] ?? ''];
  return kind ? `${kind[language]} ${found[2]}` : said;
}
