// Short names for the generated schemas.
import type { components } from './schema';

type Schemas = components['schemas'];
export type Schema<Name extends keyof Schemas> = Schemas[Name];

export interface Page<Item> {
  items: Item[];
  total: number;
  page: number;
  size: number;
}
