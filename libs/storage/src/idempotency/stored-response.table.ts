/** Responses to repeat for an idempotency key that comes again. Primary key (org_id, idempotency_key). */
export interface StoredResponseTable {
  org_id: string;
  idempotency_key: string;
  request_hash: string;
  status: number;
  /** As sent. */
  body: string;
  /** The records that the body names, so that erasing one finds it. */
  subject_ids: string[];
  stored_at: number;
}
