/** Answers to repeat for a key that comes again. Primary key (org_id, idempotency_key). */
export interface StoredResponseTable {
  org_id: string;
  idempotency_key: string;
  request_hash: string;
  status: number;
  /** As sent. */
  body: string;
  /** The leads it speaks of, so that erasing one finds it. */
  lead_ids: string[];
  at: number;
}
