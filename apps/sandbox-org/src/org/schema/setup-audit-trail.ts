import type { DatabaseSync } from 'node:sqlite';
import { integrationUserId } from '../../company/index.ts';
import { nextId } from '../records/record-writes.ts';
import { prepareCached } from '../statements.ts';
import { insertSql } from '../tables.ts';
import { setupAuditTrail } from './objects/setup.ts';

export interface SetupChange {
  /** e.g. `entity_history_field_tracked` */
  readonly action: string;
  readonly section: string;
  readonly display: string;
}

/** Adds a row to the setup audit trail. @param at ISO time in whole seconds */
export function recordSetupChange(db: DatabaseSync, { action, section, display }: SetupChange, at: string): void {
  const id = nextId(db, setupAuditTrail);
  prepareCached(db, insertSql(setupAuditTrail)).run(id, action, section, display, null, at, integrationUserId);
}
