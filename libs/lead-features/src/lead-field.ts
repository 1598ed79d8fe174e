import type { FieldPast } from './lead-history.ts';

export type FieldType =
  | 'string'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'number'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'email'
  | 'phone'
  | 'url'
  | 'textarea'
  | 'reference'
  | 'id'
  | 'other';

/** A field of the org's Lead object as `describe` returns it, with what can be known of its past. */
export interface LeadField {
  /** API name, e.g. `NumberOfEmployees`. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  readonly past: FieldPast;
  /** For a reference: the objects whose records it names; absent where they were not read. */
  readonly referenceTo?: readonly string[];
  /** For a picklist: the values that are offered today; absent where they were not read. */
  readonly choices?: readonly string[];
  /** For a status field: the values that mean that the record is open, closed or won today; absent where they were not read. */
  readonly statusValues?: Readonly<Record<'open' | 'closed' | 'won', readonly string[]>>;
  /** Its numbers have changed by this factor since this model was trained; absent = they have not. */
  readonly shift?: { readonly factor: number; readonly modelId: string };
}

/** Whether its values are ids of the org's own people. */
export const namesPeople = ({ type, referenceTo }: LeadField): boolean =>
  type === 'reference' && referenceTo?.includes('User') === true;
