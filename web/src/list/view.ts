// A list as data: where it reads, which columns, which filters, what a card shows on a phone.
// Labels come from the texts (`column.<label>`, `filter.<view>.<field>.<option>`).
export type Kind = 'text' | 'money' | 'count' | 'day' | 'moment' | 'state' | 'tags' | 'due' | 'words' | 'range' | 'fraction';

export interface Column {
  field: string;
  label?: string;
  kind?: Kind;
  /** For kind `state`: the field that holds the state word; `field` holds its label. */
  state?: string;
  /** Where the field goes on a phone's card. */
  card?: 'title' | 'aside' | 'line' | 'none';
  pinned?: boolean;
  /** Hidden until chosen. */
  spare?: boolean;
}

export interface Filter {
  field: string;
  kind: 'search' | 'choice' | 'tabs' | 'place' | 'measure';
  options?: string[];
}

export interface View {
  id: string;
  source: string;
  key: string;
  columns: Column[];
  filters?: Filter[];
  /** Address of a row's page, with {field} places. */
  opens?: string;
  /** Rows have no page of their own. */
  still?: boolean;
  /** An address where the whole list can be fetched as a file. */
  exports?: string;
}

export type Row = Record<string, unknown>;

export function addressOf(pattern: string, row: Row): string {
  return pattern.replace(/\{(\w+)\}/g, (_whole, field: string) => encodeURIComponent(String(row[field] ?? '')));
}
