import type { OrgMetadata } from '../database/metadata.ts';
import type { OrgRules } from '../database/memory/save-rules.ts';
import type { ObjectShape } from '../database/schema.ts';
import { NO_RULES, PROFILES, type OrgShape } from '../testing/org-shape.ts';
import type { ApexRecord } from '../values/values.ts';

/** An org in which tests must pass, and Apex of its own that is deployed in addition to the package. */
export interface TestedOrg extends OrgShape {
  /** Sources by file name. */
  extraSources: Record<string, string>;
}

type MakeOrg = (metadata: OrgMetadata) => TestedOrg;

const fresh: MakeOrg = (metadata) => ({
  name: 'fresh Developer Edition',
  metadata,
  rules: NO_RULES,
  profiles: PROFILES,
  extraSources: {},
});

const privateLeads: MakeOrg = (metadata) => ({
  ...fresh(metadata),
  name: 'leads private',
  rules: { ...NO_RULES, sharing: { Lead: 'private' } },
});

/** The switches of the package set otherwise than the package sets them. */
const switched: MakeOrg = (metadata) => ({
  ...fresh(metadata),
  name: 'scoring off, scoring at save on',
  metadata: {
    ...metadata,
    customMetadata: metadata.customMetadata.map((record) => ({
      ...record,
      values: { ...record.values, Scoring_Enabled__c: false, Score_On_Save__c: true },
    })),
  },
});

const atSave: MakeOrg = (metadata) => ({
  ...fresh(metadata),
  name: 'scoring at save on',
  metadata: {
    ...metadata,
    customMetadata: metadata.customMetadata.map((record) => ({
      ...record,
      values: { ...record.values, Score_On_Save__c: true },
    })),
  },
});

const text = (row: ApexRecord, name: string): string => String(row.fields.get(name) ?? '');

/** A required custom field with a default in a flow, a validation rule, a duplicate rule that blocks. */
const LIVED_IN_RULES: OrgRules = {
  ...NO_RULES,
  sharing: { Lead: 'private' },
  defaultLeadStatus: 'New',
  beforeSave: (shape: ObjectShape, row: ApexRecord) => {
    if (shape.name !== 'Lead') return;
    row.fields.set('description', `Touched ${text(row, 'description').length}`);
    row.fields.set('rating', 'Warm');
  },
  validate: (shape, row) =>
    shape.name === 'Lead' && text(row, 'email') !== '' && !text(row, 'email').includes('@')
      ? { message: 'An e-mail address has an @.', fields: ['Email'] }
      : null,
  isDuplicate: (shape, row, others) =>
    shape.name === 'Lead' &&
    others.some((other) => text(other, 'lastname').slice(0, 4) === text(row, 'lastname').slice(0, 4)),
};

/** An old org: old profiles, rules, a flow, a trigger that does DML on each lead. */
const livedIn: MakeOrg = (metadata) => ({
  name: 'lived-in org',
  metadata,
  rules: LIVED_IN_RULES,
  profiles: PROFILES.map((profile) =>
    profile.name === 'Read Only' ? { ...profile, objects: [{ object: 'Lead', read: true }] } : profile,
  ).reverse(),
  extraSources: {
    'OldLeadTrigger.trigger': `trigger OldLeadTrigger on Lead(after insert) {
  List<Task> tasks = new List<Task>();
  for (Lead lead : Trigger.new) {
    tasks.add(new Task(WhoId = lead.Id, Subject = 'Call', OwnerId = lead.OwnerId));
  }
  insert as system tasks;
}`,
  },
});

/** All orgs in which the tests run, by their key on the command line. */
export const TESTED_ORGS: Record<string, MakeOrg> = {
  fresh,
  private: privateLeads,
  'at-save': atSave,
  switched,
  'lived-in': livedIn,
};
