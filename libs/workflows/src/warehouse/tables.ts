import type { FeatureSchema } from '@leadlight/lead-features';
import type { WarehouseColumn, WarehouseTable, WarehouseType } from '../ports/index.ts';

const columns = (...all: readonly (readonly [string, WarehouseType, string])[]): readonly WarehouseColumn[] =>
  all.map(([name, type, description]) => ({ name, type, description }));

/** Every score that was returned or written, on the day of the score. Days stay when the score log has forgotten them. */
export const scoresTable: WarehouseTable = {
  name: 'scores',
  columns: columns(
    ['entry_id', 'long', 'number of the entry in the score log'],
    ['lead_id', 'text', 'Salesforce id, 18 characters'],
    ['scored_at', 'time', 'when the lead was scored'],
    ['score', 'integer', '1 to 99'],
    ['band', 'text', 'A, B, C or D'],
    ['probability', 'number', 'calibrated, 0 to 1'],
    ['model_id', 'text', 'first 16 hex digits of the hash of the model file'],
    ['model_version', 'integer', 'version of the model in this org'],
    ['requested_by', 'text', 'batch, follow, or api: and the id of the key'],
    ['input_hash', 'text', 'SHA-256 of the row: equal inputs have equal hashes'],
    ['row_values', 'text', 'the row that was scored, JSON in the order of the model’s features; null in old entries'],
  ),
};

/** One row for each lead, on the day of its creation. */
export const outcomesTable: WarehouseTable = {
  name: 'outcomes',
  columns: columns(
    ['lead_id', 'text', 'Salesforce id, 18 characters'],
    ['created_at', 'time', 'when the lead was created'],
    ['converted_at', 'time', 'when it was converted; null = not converted'],
    ['goal', 'text', 'what counts as success: converted, opportunity, won or status'],
    ['reached_at', 'time', 'when the goal was reached; null = not reached'],
    ['is_deleted', 'boolean', 'whether Salesforce deleted it'],
    ['is_junk', 'boolean', 'whether the rules for junk leads match'],
  ),
};

/** One row for each measure of each model, on the day of its training or check. */
export const measuresTable: WarehouseTable = {
  name: 'model_measures',
  columns: columns(
    ['model_id', 'text', 'first 16 hex digits of the hash of the model file'],
    ['model_version', 'integer', 'version of the model in this org'],
    ['learner', 'text', 'forest, boosting, …; null for checks'],
    ['source', 'text', 'training: on the held-out rows; check: a later check of the active model'],
    ['measured_at', 'time', 'when the model was trained or checked'],
    ['measure', 'text', 'its name in the model report or the check, such as auc or calibration.observedRate'],
    ['value', 'number', 'the measured value'],
  ),
};

/** One row for each lead that takes part in an experiment, on the day of its enrolment. */
export const experimentsTable: WarehouseTable = {
  name: 'experiments',
  columns: columns(
    ['experiment_id', 'text', 'id of the experiment'],
    ['lead_id', 'text', 'Salesforce id, 18 characters'],
    ['arm', 'text', 'shown, hidden or exploration'],
    ['band', 'text', 'band of its first score'],
    ['rep_id', 'text', 'owner at enrolment; null = none'],
    ['fortnight', 'integer', 'fortnight of its creation, counted from the start of the experiment'],
    ['enrolled_at', 'time', 'when it was enrolled'],
    ['viewed_at', 'time', 'when somebody first viewed the score; null = nobody has'],
  ),
};

/** One row for each erased lead, contact or opportunity, on the day of the erasure. */
export const erasedTable: WarehouseTable = {
  name: 'erased_leads',
  columns: columns(
    ['party_hash', 'text', 'SHA-256, in hex, of the org’s id, a line feed and the record’s id'],
    ['erased_at', 'time', 'when it was erased'],
  ),
};

const snapshotColumns = columns(
  ['lead_id', 'text', 'Salesforce id, 18 characters'],
  ['as_of', 'time', 'the instant of the snapshot'],
  ['label', 'integer', '1 = the goal was reached within the horizon, 0 = not, null = not settled yet'],
  ['horizon_days', 'integer', 'the horizon of the active model'],
  ['is_junk', 'boolean', 'whether the rules for junk leads match'],
);

/** Snapshots of leads at the ages of the settings, with the features of the active model, on the day of the snapshot. */
export const snapshotsTable = ({ features }: FeatureSchema): WarehouseTable => ({
  name: 'snapshots',
  columns: [
    ...snapshotColumns,
    ...features.map(({ name, kind, label }) => ({
      name: `feature_${name}`,
      // Yes or no is a number here: 1, 0 or null.
      type: kind === 'categorical' ? ('text' as const) : ('number' as const),
      description: label,
    })),
  ],
});

/** Every table with its fixed columns, for the documentation. */
export const warehouseTables: readonly WarehouseTable[] = [
  scoresTable,
  { name: 'snapshots', columns: snapshotColumns },
  outcomesTable,
  measuresTable,
  experimentsTable,
  erasedTable,
];
