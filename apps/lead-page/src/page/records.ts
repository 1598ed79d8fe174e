/** One row of the list. */
export interface ListedLead {
  readonly id: string;
  readonly name: string;
  readonly company: string | null;
  readonly title: string | null;
  readonly status: string | null;
  readonly owner: string | null;
  /** A date; null = none yet. */
  readonly lastActivity: string | null;
  /** null where there is none, or the lead does not want to be called. */
  readonly phone: string | null;
  readonly score: number | null;
  readonly band: string | null;
  /** The contract's code for why the ranking leaves the lead out; null = it is ranked. */
  readonly unranked: string | null;
}

export interface LeadList {
  readonly leads: readonly ListedLead[];
  readonly hasMore: boolean;
  /** How many leads of the query the ranking leaves out; absent where they are listed, and on later pages. */
  readonly leftOut?: number;
}

export interface ListQuery {
  readonly search: string;
  readonly sort: string;
  readonly status: string;
  readonly owner: string;
  readonly all: boolean;
}

export interface ListFilters {
  readonly statuses: readonly string[];
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

export interface RecordValue {
  readonly value: unknown;
  /** As the org displays it; absent if that is the value itself. */
  readonly displayValue?: string;
}

export interface LeadRecord {
  readonly id: string;
  readonly apiName: 'Lead';
  readonly fields: Readonly<Record<string, RecordValue>>;
  /** The fields that the page shows, in order, with the org's labels. */
  readonly details: readonly (RecordValue & { readonly label: string; readonly type: string })[];
}

/** A message for the user, in the shape of a failed wire. */
export interface RecordFailure {
  readonly status?: number;
  readonly body: { readonly message: string };
}

async function fetchJson<Body>(path: string): Promise<Body> {
  const response = await fetch(path);
  const body: unknown = await response.json();
  if (response.ok) return body as Body;
  throw Object.assign(new Error('The request failed'), { body, status: response.status });
}

export const listLeads = ({ all, ...wanted }: ListQuery, offset: number): Promise<LeadList> =>
  fetchJson(`/org/leads?${new URLSearchParams({ ...wanted, all: all ? '1' : '', offset: String(offset) })}`);

export const listFilters = (): Promise<ListFilters> => fetchJson('/org/lead-filters');

export interface LeadInfo {
  readonly fields: Readonly<Record<string, { readonly apiName: string; readonly label: string }>>;
  readonly picklistFieldValues: Readonly<Record<string, unknown>>;
}

let leadInfo: Promise<LeadInfo> | undefined;

/** The org's description of the Lead object, fetched once, and again after a failure. */
export function findLeadInfo(): Promise<LeadInfo> {
  leadInfo ??= fetchJson<LeadInfo>('/org/lead-info').catch((error: unknown) => {
    leadInfo = undefined;
    throw error;
  });
  return leadInfo;
}

/** An account, an opportunity, a contact or a case. */
export interface CrmRecord {
  readonly id: string;
  readonly name: string;
  readonly details: readonly { readonly label: string; readonly type: string; readonly value: unknown }[];
}

export const findCrmRecord = (recordId: string): Promise<CrmRecord> =>
  fetchJson(`/org/records/${encodeURIComponent(recordId)}`);

const records = new Map<string, Promise<LeadRecord>>();

/** Fetches a record once for the page and its components. */
export function findRecord(leadId: string): Promise<LeadRecord> {
  const pending = records.get(leadId);
  if (pending) return pending;
  const fetched = fetchJson<LeadRecord>(`/org/leads/${encodeURIComponent(leadId)}`);
  records.set(leadId, fetched);
  void fetched.finally(() => records.delete(leadId)).catch(() => undefined);
  return fetched;
}
