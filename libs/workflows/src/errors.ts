import { codedMessage, defineErrors, LeadlightError, type CodedMessage, type ErrorFacts } from '@leadlight/common';
import type { SettingsProblem } from './administration/scoring-settings/settings-problem.ts';

type NoFacts = Readonly<Record<never, never>>;

/** What can go wrong in a use case. Apps map the codes to exit codes and HTTP problems. */
export const workflowErrors = defineErrors({
  org_not_synced: {
    reason: ({ orgId }: { orgId: string }) => `Org ${orgId} has not been synced completely yet.`,
    remedy: 'Run "leadlight sync" first.',
    example: { orgId: '00D000000000001EAA' },
  },
  no_active_model: {
    reason: ({ orgId }: { orgId: string }) => `Org ${orgId} has no active model.`,
    remedy: 'Run "leadlight train" first.',
    example: { orgId: '00D000000000001EAA' },
  },
  unknown_model: {
    reason: ({ modelId }: { modelId: string }) => `This org has no model ${modelId}.`,
    remedy: 'List its models with "leadlight models list".',
    example: { modelId: '9f2c41d07be35a68' },
  },
  unknown_feature_of_model: {
    reason: ({ modelId, feature }: { modelId: string; feature: string }) =>
      `The model ${modelId} has no feature ${feature}.`,
    remedy: 'Send the feature of a reason of this model’s score.',
    example: { modelId: '9f2c41d07be35a68', feature: 'lead_source' },
  },
  model_not_for_leads: {
    reason: (_: NoFacts) => 'This model file contains no lead features, so it cannot score leads.',
    remedy: 'Train a model with "leadlight train".',
    example: {},
  },
  import_outcomes_missing: {
    reason: ({ trainedUntil, rows, converted }: { trainedUntil: string; rows: number; converted: number }) =>
      `Of leads created after ${trainedUntil}, until which the imported model learned, ${rows} snapshots have settled and ${converted} of them reached the goal: too few to calibrate and to measure it.`,
    remedy: 'Train it on older snapshots, so that more of the newer leads have settled.',
    example: { trainedUntil: '2026-09-01', rows: 120, converted: 9 },
  },
  import_horizon_differs: {
    reason: ({ trained, current }: { trained: number; current: number }) =>
      `The imported model predicts the goal within ${trained} days; the org’s settings and data give ${current} days.`,
    remedy: 'Export the snapshots again and train on them, or set the horizon that it was trained for.',
    example: { trained: 90, current: 68 },
  },
  challenger_not_comparable: {
    reason: ({ problem }: { problem: string }) => `No model can be compared with the active one: ${problem}.`,
    remedy: 'Train a model with the goal and horizon of the settings, or name another one of "leadlight models list".',
    example: { problem: 'there is no other model than the active one' },
  },
  no_challenger: {
    reason: ({ orgId }: { orgId: string }) => `Org ${orgId} has no challenger.`,
    remedy: 'Start one with "leadlight challenger start".',
    example: { orgId: '00D000000000001EAA' },
  },
  route_not_set_up: {
    reason: ({ route, problem }: { route: string; problem: 'not set up' | 'off' }) =>
      `The route ${route} of notifications is ${problem}.`,
    remedy: ({ route, problem }) =>
      problem === 'off'
        ? 'Turn it on on the administrator’s page.'
        : `Set it up with "leadlight notifications set ${route}".`,
    example: { route: 'slack', problem: 'not set up' as const },
  },
  lead_not_found: {
    reason: ({ leadId }: { leadId: string }) => `No lead ${leadId} is known, and the request sent no fields.`,
    remedy: 'Check the id, sync the org, or send the lead’s fields.',
    example: { leadId: '00Q000000000001AAA' },
  },
  owner_not_found: {
    reason: ({ owner, matches }: { owner: string; matches: number }) =>
      matches === 0 ? `No user of the org is named ${owner}.` : `${matches} users of the org are named ${owner}.`,
    remedy: 'Give the record id of the user or queue, or the exact name of one user; sync the org if the user is new.',
    example: { owner: 'Mara Lindqvist', matches: 0 },
  },
  unknown_lead: {
    reason: ({ leadId }: { leadId: string }) => `No lead ${leadId} is known: it was neither synced nor scored.`,
    remedy: 'Check the id, or sync the org.',
    example: { leadId: '00Q000000000001AAA' },
  },
  unknown_propensity: {
    reason: ({ id }: { id: string }) => `This org has no propensity "${id}".`,
    remedy: 'List them with "leadlight propensities list", or add it with "leadlight propensities add".',
    example: { id: 'account-churns' },
  },
  propensity_exists: {
    reason: ({ id }: { id: string }) => `This org has a propensity "${id}" already.`,
    remedy: 'Change it with "leadlight propensities change", or add one with another id.',
    example: { id: 'account-churns' },
  },
  propensity_changed: {
    reason: ({ id }: { id: string }) => `The propensity "${id}" has changed meanwhile.`,
    remedy: 'Read it again and repeat the change.',
    example: { id: 'account-churns' },
  },
  propensity_invalid: {
    reason: ({ problems }: { problems: readonly string[] }) => `The propensity cannot be used: ${problems.join(' ')}`,
    remedy: 'Correct the definition; docs/propensities.md explains its members.',
    example: { problems: ['The label is empty.'] },
  },
  propensity_not_trained: {
    reason: ({ id }: { id: string }) => `The propensity "${id}" has no active model.`,
    remedy: ({ id }: { id: string }) => `Train one with "leadlight train --propensity ${id}".`,
    example: { id: 'account-churns' },
  },
  object_not_allowed: {
    reason: ({ object }: { object: string }) => `The key may not see records of the object ${object}.`,
    remedy: ({ object }: { object: string }) => `Allow it with "leadlight keys allow KEY --objects ${object}".`,
    example: { object: 'Account' },
  },
  unknown_record: {
    reason: ({ object }: { object: string }) => `No record of the object ${object} with this id was read.`,
    remedy: 'Run "leadlight sync", or check the id.',
    example: { object: 'Account' },
  },
  record_outside: {
    reason: ({ reason }: { id: string; reason: CodedMessage }) => reason.english,
    remedy: ({ id }: { id: string }) =>
      `"leadlight propensities show ${id}" prints which records the propensity asks about.`,
    example: {
      ...{ id: 'account-churns' },
      reason: codedMessage('outside_deleted', 'The record was deleted or merged.'),
    },
  },
  record_not_scored: {
    reason: ({ object }: { object: string }) => `This record of the object ${object} has no score yet.`,
    remedy: 'Run "leadlight score --propensity", or wait until the worker scores the records again.',
    example: { object: 'Account' },
  },
  subjects_not_synced: {
    reason: ({ id }: { id: string }) => `The records of the propensity "${id}" have not been read yet.`,
    remedy: 'Run "leadlight sync" first.',
    example: { id: 'account-churns' },
  },
  object_not_readable: {
    reason: ({ object }: { object: string }) => `The user cannot read the object ${object}, which a propensity needs.`,
    remedy: 'Let the integration user read the object and its fields.',
    example: { object: 'Account' },
  },
  population_not_known: {
    reason: ({ fields }: { fields: readonly string[] }) =>
      `The past of ${fields.join(', ')} is not known, so neither is who was asked about at an earlier time.`,
    remedy: 'Turn on field history tracking for it, or define the population by events of child records.',
    example: { fields: ['Type'] },
  },
  status_values_not_known: {
    reason: ({ fields }: { fields: readonly string[] }) =>
      `Which values of ${fields.join(', ')} mean that a record is open, closed or won is not known.`,
    remedy:
      'Let the user read the object with the stages of opportunities or the statuses of cases, run "leadlight sync", or list the values in the definition.',
    example: { fields: ['StageName'] },
  },
  horizon_below_gaps: {
    reason: ({ horizonDays, gapDays }: { horizonDays: number; gapDays: number }) =>
      `The horizon is ${horizonDays} days, but one of ten events follows the one before it only after ${gapDays} days, and customers who will buy again would be counted as lost.`,
    remedy: 'Set a horizon and an active period of at least that many days.',
    example: { horizonDays: 30, gapDays: 74 },
  },
  too_few_subjects: {
    reason: ({ id, reason }: { id: string; reason: string }) =>
      `The propensity "${id}" cannot be trained yet. ${reason}`,
    remedy: 'Wait for more outcomes, or choose a shorter horizon. The points table is for leads only.',
    example: { id: 'account-churns', reason: 'Too few events are known.' },
  },
  work_in_progress: {
    reason: ({ work }: { work: string }) => `Another process is already doing this for the org (${work}).`,
    remedy: 'Let it finish, or stop it, and repeat the command.',
    example: { work: 'training' },
  },
  opportunities_not_synced: {
    reason: ({ goal }: { goal: string }) =>
      `The goal "${goal}" needs the opportunities of converted leads, and none were synced.`,
    remedy: 'Let the integration user read Opportunity and run "leadlight sync", or choose the goal "converted".',
    example: { goal: 'won' },
  },
  status_not_tracked: {
    reason: ({ status }: { status: string }) =>
      `It is not known when a lead reached the status "${status}", because Status is not tracked.`,
    remedy: 'Turn on field history tracking for it, or choose another goal.',
    example: { status: 'Qualified' },
  },
  status_never_used: {
    reason: ({ status, statuses }: { status: string; statuses: readonly string[] }) =>
      `No lead ever had the status "${status}". Leads have had: ${statuses.join(', ')}.`,
    remedy: 'Name one of these.',
    example: { status: 'Qualifed', statuses: ['Open', 'Qualified'] },
  },
  no_settled_examples: {
    reason: ({ horizonDays }: { horizonDays: number }) =>
      `No lead of this table is ${horizonDays} days old at the table’s last event, so no outcome is settled.`,
    remedy: 'Give a shorter --horizon or newer outcomes.',
    example: { horizonDays: 90 },
  },
  creation_times_missing: {
    reason: ({ use }: { use: 'A half-life' | 'A backtest' | 'A conversion date' }) =>
      `${use} needs the time each lead was created.`,
    remedy: 'Name its column with --created COLUMN, or leave the option out.',
    example: { use: 'A half-life' },
  },
  creation_time_invalid: {
    reason: ({ row, column, problem }: { row: number; column: string; problem: string }) =>
      `Row ${row}: "${column}" ${problem}. Every lead needs the time it was created.`,
    remedy: 'Correct the row, or leave --created out.',
    example: { row: 17, column: 'created', problem: 'is in the future' },
  },
  settings_invalid: {
    reason: ({ problems }: { problems: readonly SettingsProblem[] }) =>
      problems.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n'),
    // Each problem's detail contains its remedy.
    remedy: '',
    example: { problems: [{ pointer: '/callCost', detail: 'A call costs as much as a deal is worth: check both.' }] },
  },
  settings_changed_meanwhile: {
    reason: ({ basedOn, revision }: { basedOn: number; revision: number }) =>
      `The settings were changed since they were read (revision ${basedOn} was read, ${revision} exists).`,
    remedy: 'Read them again, then make the change.',
    example: { basedOn: 3, revision: 4 },
  },
  settings_nothing_to_undo: {
    reason: (_: NoFacts) => 'There is no change to undo: the settings are the defaults.',
    remedy: 'Nothing needs to be done.',
    example: {},
  },
  key_not_found: {
    reason: ({ keyId }: { keyId: string }) => `This org has no key ${keyId} in use.`,
    remedy: 'List its keys with "leadlight keys list".',
    example: { keyId: 'key_0123456789abcdef' },
  },
  key_scopes_exceeded: {
    reason: ({ keyId, scopes }: { keyId: string; scopes: readonly string[] }) =>
      `The key ${keyId} has scopes that the key of this request lacks: ${scopes.join(', ')}.`,
    remedy: 'Use a key with these scopes.',
    example: { keyId: 'key_0123456789abcdef', scopes: ['score'] },
  },
  certificate_invalid: {
    reason: ({ problem }: { problem: string }) => `The certificate cannot be used: ${problem}.`,
    remedy: 'Download an RSA certificate of 2048 bits or more from Certificate and Key Management in Setup.',
    example: { problem: 'it expired on 2026-01-31' },
  },
  alerts_invalid: {
    reason: ({ problems }: { problems: readonly SettingsProblem[] }) =>
      problems.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n'),
    remedy: 'Correct these settings.',
    example: { problems: [{ pointer: '/routes', detail: 'Choose at least one route, or the digest.' }] },
  },
  audience_not_found: {
    reason: ({ audience }: { audience: string }) => `This org has no audience "${audience}".`,
    remedy: 'List its audiences with "leadlight audiences list".',
    example: { audience: 'Spring campaign' },
  },
  audience_name_taken: {
    reason: ({ name }: { name: string }) => `This org has an audience "${name}" already.`,
    remedy: 'Choose another name, or change that audience.',
    example: { name: 'Spring campaign' },
  },
  audience_changed_meanwhile: {
    reason: ({ name }: { name: string }) => `The audience "${name}" was changed or deleted since it was read.`,
    remedy: 'Read it again, then make the change.',
    example: { name: 'Spring campaign' },
  },
  audience_has_no_campaign: {
    reason: ({ name }: { name: string }) => `The audience "${name}" has no campaign and no list view to write to.`,
    remedy: 'Give it one with "leadlight audiences change … --campaign ID" or "--list-view", or export it.',
    example: { name: 'Spring campaign' },
  },
  audience_not_confirmed: {
    reason: ({ name }: { name: string }) =>
      `Nobody has confirmed the audience "${name}" as it is now, so nothing was written to Salesforce.`,
    remedy: 'Read the preview, then confirm it with "leadlight audiences confirm".',
    example: { name: 'Spring campaign' },
  },
  audience_invalid: {
    reason: ({ problems }: { problems: readonly SettingsProblem[] }) =>
      problems.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n'),
    // Each problem's detail contains its remedy.
    remedy: '',
    example: { problems: [{ pointer: '/conditions/0/field', detail: 'No field Shoe of leads was read.' }] },
  },
  campaign_not_found: {
    reason: ({ name, campaignId }: { name: string; campaignId: string }) =>
      `The org has no campaign ${campaignId} for the audience "${name}", or the integration user may not read it.`,
    remedy: 'Correct the id, or let the integration user read campaigns.',
    example: { name: 'Spring campaign', campaignId: '701000000000001AAA' },
  },
  consent_not_read: {
    reason: ({ name, fields }: { name: string; fields: readonly string[] }) =>
      `Whether leads of the audience "${name}" have opted out is not known: ${fields.join(', ')} was not read.`,
    remedy: 'Let the integration user read the field and run "leadlight sync", or choose another channel.',
    example: { name: 'Spring campaign', fields: ['HasOptedOutOfEmail'] },
  },
  score_withheld: {
    reason: ({ leadId }: { leadId: string }) => `The score of lead ${leadId} is not shown: it is part of a test.`,
    remedy:
      'Work the lead as you would without a score. "leadlight experiment status" shows how far along the test is.',
    example: { leadId: '00Q000000000001AAA' },
  },
  experiment_open: {
    reason: (_: NoFacts) => 'An experiment is already running, or scores are still withheld for exploration.',
    remedy: 'Stop it with "leadlight experiment stop --all" first.',
    example: {},
  },
  no_experiment: {
    reason: (_: NoFacts) => 'No experiment is running.',
    remedy:
      'Start one with "leadlight experiment start". "leadlight experiment stop --all" ends the exploration of a stopped one.',
    example: {},
  },
  no_finished_experiment: {
    reason: (_: NoFacts) => 'No experiment of this org is finished.',
    remedy:
      'Stop a running one with "leadlight experiment stop" once it has as many leads as planned; start one with "leadlight experiment start".',
    example: {},
  },
  treatment_unknown: {
    reason: ({ column, control, values }: { column: string; control: string; values: readonly string[] }) =>
      `The column "${column}" does not divide the rows into "${control}" and others: it has ${values.map((value) => `"${value}"`).join(', ')}.`,
    remedy: 'Name the value of the rows that were not treated with --control.',
    example: { column: 'segment', control: 'None', values: ['E-Mail', 'No E-Mail'] },
  },
  treatment_not_random: {
    reason: ({ columns }: { columns: readonly string[] }) =>
      `Chance did not decide who was treated: the treated differ from the others by ${columns.map((column) => `"${column}"`).join(', ')}.`,
    remedy:
      'Leave out columns that were filled in after the treatment with --exclude. If the two groups differed before the treatment, their outcomes cannot be compared.',
    example: { columns: ['spend'] },
  },
  too_few_for_uplift: {
    reason: ({ treated, untreated, needed }: { treated: number; untreated: number; needed: number }) =>
      `The rarer outcome has ${treated} records among the treated and ${untreated} among the others; ${needed} are needed in each group.`,
    remedy: 'Wait until more outcomes are known.',
    example: { treated: 31, untreated: 24, needed: 50 },
  },
  base_rate_unknown: {
    reason: ({ settled, needed }: { settled: number; needed: number }) =>
      `Only ${settled} leads of this org are settled, so its conversion rate is not known; ${needed} are needed.`,
    remedy: 'Give the rate that you expect with --base-rate.',
    example: { settled: 41, needed: 200 },
  },
  effect_impossible: {
    reason: ({ baseRate, relativeEffect }: { baseRate: number; relativeEffect: number }) =>
      `A rate of ${baseRate} cannot rise by ${relativeEffect}: rates are between 0 and 1.`,
    remedy: 'Give a smaller effect or another base rate.',
    example: { baseRate: 0.9, relativeEffect: 0.2 },
  },
  idempotency_key_reused: {
    reason: (_: NoFacts) => 'This Idempotency-Key was used for another request.',
    remedy: 'Use a new key for each request; repeat a key only with the same request.',
    example: {},
  },
});

export type WorkflowErrorCode = keyof typeof workflowErrors;
type Facts<Code extends WorkflowErrorCode> = ErrorFacts<typeof workflowErrors, Code>;

/**
 * @example
 * new WorkflowError('no_active_model', { orgId }).message; // 'Org 00D… has no active model. Run "leadlight train" first.'
 */
export class WorkflowError<Code extends WorkflowErrorCode = WorkflowErrorCode> extends LeadlightError<
  Code,
  Facts<Code>
> {
  override readonly name = 'WorkflowError';

  constructor(code: Code, facts: Facts<Code>, options?: ErrorOptions) {
    super(workflowErrors, code, facts, options);
  }
}

/** With a code, true only for an error with this code. */
export const isWorkflowError = <Code extends WorkflowErrorCode = WorkflowErrorCode>(
  error: unknown,
  code?: Code,
): error is WorkflowError<Code> => error instanceof WorkflowError && (code === undefined || error.code === code);
