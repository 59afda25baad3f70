// Who may be meant by what was typed, in one shape for people and employers.
import { api } from '@/api/client';
import { answered } from '@/api/problem';

export interface Alike {
  id: string;
  to: string;
  reasons: string[];
  /** The very number or code: there is a file already. */
  same: boolean;
  /** What the file says, by the fact. */
  says: Record<string, string>;
}
export interface Likely {
  items: Alike[];
  /** What the number says by itself. */
  follows: Record<string, string>;
}
const certain = ['same_number', 'same_code'];
const isCertain = (reasons: { code: string }[]): boolean => reasons.some((one) => certain.includes(one.code));

export async function likelyPeople(values: Record<string, string>): Promise<Likely> {
  const place = values['residence_place'];
  const body = {
    id_number: values['id_number'] ?? '',
    name: values['name'] ?? '',
    birth_date: values['birth_date'] || undefined,
    residence_place: place && /^\d+$/.test(place) ? place : undefined,
  };
  const found = await answered(api.POST('/api/v1/persons/likely', { body }));
  return {
    follows: found.birth_date ? { birth_date: found.birth_date, sex: found.sex } : {},
    items: found.items.map(({ card, reasons }) => ({
      id: card.id,
      to: `/persons/${card.id}`,
      reasons: reasons.map((one) => one.label),
      same: isCertain(reasons),
      says: { id_number: card.id_number, name: card.name, sex: card.sex_label, birth_date: card.birth_date ?? '', residence_place: card.place_label },
    })),
  };
}

export async function likelyOrganisations(values: Record<string, string>): Promise<Likely> {
  const found = await answered(api.POST('/api/v1/organisations/likely', { body: { uscc: values['uscc'] ?? '', name: values['name'] ?? '' } }));
  return {
    follows: {},
    items: found.items.map(({ card, reasons }) => ({
      id: card.id,
      to: `/organisations/${card.id}`,
      reasons: reasons.map((one) => one.label),
      same: isCertain(reasons),
      says: { uscc: card.uscc, name: card.name, kind: card.kind_label, size_class: card.size_label, registered_place: card.place_label },
    })),
  };
}

/** What stands in the form's one field for what is looked for: a number or code goes there, anything else is a name. */
export function startingWith(wanted: string, numberFact: string): Record<string, string> {
  const text = wanted.trim();
  if (!text) return {};
  return /\d{4}/.test(text) ? { [numberFact]: text } : { name: text };
}
