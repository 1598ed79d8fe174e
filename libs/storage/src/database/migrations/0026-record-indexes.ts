/**
 * Erasing a person finds what propensities store by the record's id. The id comes first: where statistics do not know an org yet,
 * PostgreSQL would read all records of the org. Databases that were created while 0014 had these indexes have them already.
 */
export const recordIndexes = `
  create index if not exists record_version_record on record_version (record_id, org_id);
  create index if not exists record_parent_record on record_parent (record_id, org_id);
  create index if not exists record_parent_parent on record_parent (parent_id, org_id);
  create index if not exists record_change_record on record_change (record_id, org_id);
  create index if not exists subject_score_subject on subject_score (subject_id, org_id);
  create index if not exists subject_outbox_subject on subject_outbox (subject_id, org_id);
`;
