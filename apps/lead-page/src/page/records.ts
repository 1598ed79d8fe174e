/** One row of the list. */
export interface ListedLead {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly title: string | null;
  readonly score: number | null;
  readonly band: string | null;
}

export interface LeadList {
  readonly leads: readonly ListedLead[];
  readonly hasMore: boolean;
}

export interface RecordValue {
  readonly value: unknown;
  /** As the org writes it; absent where it writes nothing else. */
  readonly displayValue?: string;
}

export interface LeadRecord {
  readonly id: string;
  readonly apiName: 'Lead';
  readonly fields: Readonly<Record<string, RecordValue>>;
  /** What the page shows of the lead, in order, by the org's own field labels. */
  readonly details: readonly (RecordValue & { readonly label: string; readonly type: string })[];
}

/** A sentence for the user in the shape of a failed wire. */
export interface RecordFailure {
  readonly body: { readonly message: string };
}

async function readJson<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path);
  const body: unknown = await response.json();
  if (response.ok) return body as Answer;
  throw Object.assign(new Error('The org refused'), { body });
}

export const listLeads = (search: string, offset: number): Promise<LeadList> =>
  readJson(`/org/leads?${new URLSearchParams({ search, offset: String(offset) })}`);

export interface LeadInfo {
  readonly fields: Readonly<Record<string, { readonly apiName: string; readonly label: string }>>;
  readonly picklistFieldValues: Readonly<Record<string, unknown>>;
}

let leadInfo: Promise<LeadInfo> | undefined;

/** What the org says of its Lead object: asked for once, again after a failure. */
export function findLeadInfo(): Promise<LeadInfo> {
  leadInfo ??= readJson<LeadInfo>('/org/lead-info').catch((error: unknown) => {
    leadInfo = undefined;
    throw error;
  });
  return leadInfo;
}

const records = new Map<string, Promise<LeadRecord>>();

/** The page and the component on it ask for the same record: it is fetched once for both. */
export function findRecord(leadId: string): Promise<LeadRecord> {
  const known = records.get(leadId);
  if (known) return known;
  const fetched = readJson<LeadRecord>(`/org/leads/${encodeURIComponent(leadId)}`);
  records.set(leadId, fetched);
  void fetched.finally(() => records.delete(leadId)).catch(() => undefined);
  return fetched;
}
