import { readFileSync } from 'node:fs';
import { readyMade, type PropensityDefinition } from '@leadlight/propensity';
import {
  addPropensity,
  changePropensity,
  getPropensity,
  LEAD_CONVERTS,
  readLeadConverts,
  type PropensityEntry,
} from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg, type OrgPorts } from '../compose.ts';
import { CliError, optionsError, readFailure } from '../errors.ts';
import { drawTable } from '../terminal/table.ts';
import { signedPoints } from '../terminal/reasons-table.ts';
import { formatCount, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, parseList, wholeNumberParser, type OrgOptions } from './options.ts';

const ACTOR = 'cli';
const ID = ['<propensity>', 'id of the propensity, such as account-churns'] as const;

export const propensitiesCommand = () =>
  new Command('propensities')
    .description(
      'Predictions about records: which leads convert, opportunities win, accounts churn or buy again, cases escalate.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  leadlight propensities add account-churns\n  leadlight sync\n' +
        '  leadlight train --propensity account-churns\n  leadlight score --propensity account-churns',
    )
    .addCommand(list())
    .addCommand(show())
    .addCommand(add())
    .addCommand(change())
    .addCommand(best());

interface DefinitionOptions extends OrgOptions {
  readonly label?: string;
  readonly horizon?: number;
  readonly activeWithin?: number;
  readonly reportingDelay?: number;
  readonly include?: string[];
  readonly exclude?: string[];
  readonly allow?: string[];
  /** False with --no-write-back; commander sets true otherwise. */
  readonly writeBack: boolean;
}

const addDefinitionOptions = (command: Command): Command =>
  command
    .option('--label <text>', 'what people call it')
    .option('--horizon <days>', 'within this number of days the event must happen, or not happen', parseDays)
    .option(
      '--active-within <days>',
      'predict only for this number of days after each event that the population starts with, such as a purchase',
      parseDays,
    )
    .option('--reporting-delay <days>', 'days until an event is in the CRM for certain', wholeNumberParser(0, 3650))
    .option('--include <fields>', 'fields to use although their past is unknown, separated by commas', parseList)
    .option('--exclude <names>', 'fields and features that no model may use, separated by commas', parseList)
    .option('--allow <fields>', 'fields to use although they look like leakage, separated by commas', parseList)
    .option('--no-write-back', 'do not write scores to the CRM');

const parseDays = wholeNumberParser(1, 3650);

const list = () =>
  createCommand('list', 'List the propensities of an org, and those that can be added by name.', [
    'leadlight propensities list',
  ])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const { leads, listed } = await withOrg(options, listPropensities);
      const known = new Set(listed.map(({ definition }) => definition.id));
      const available = readyMade.filter(({ id }) => !known.has(id));
      const rows = [leads, ...listed].map(({ definition, model, subjects }) => [
        definition.id,
        definition.label,
        definition.object,
        definition.horizonDays === null ? 'measured' : `${definition.horizonDays} days`,
        model ? `v${model.version} ${model.learner}` : 'not trained',
        formatCount(subjects),
      ]);
      writeOutput(options, { leads, propensities: listed, available: available.map(({ id }) => id) }, [
        drawTable(rows, ['propensity', 'label', 'object', 'horizon', 'model', 'scored']),
        ...(available.length > 0 ? [`Can be added by name: ${available.map(({ id }) => id).join(', ')}.`] : []),
      ]);
    });

const newestOf = (models: readonly { readonly trainedAt: number }[]): number | null =>
  models.length === 0 ? null : Math.max(...models.map(({ trainedAt }) => trainedAt));

async function listPropensities(ports: OrgPorts, orgId: string) {
  const { propensities, propensityModels, subjectScores } = ports;
  const listed = await Promise.all(
    (await propensities.list(orgId)).map(async (entry) => ({
      ...entry,
      model: await propensityModels.findActive(orgId, entry.definition.id),
      newestTrainedAt: newestOf(await propensityModels.list(orgId, entry.definition.id)),
      ...(await subjectScores.counts(orgId, entry.definition.id)),
    })),
  );
  return { leads: await readLeadConverts(ports, orgId), listed };
}

const show = () =>
  createCommand('show', 'Print the definition of a propensity as JSON, to change it and add it under another id.', [
    'leadlight propensities show account-churns',
  ])
    .argument(...ID)
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions) => {
      const { definition } = await withOrg<{ readonly definition: object }>(options, (ports, orgId) =>
        id === LEAD_CONVERTS ? readLeadConverts(ports, orgId) : getPropensity(ports, orgId, id),
      );
      writeOutput(options, definition, [JSON.stringify(definition, undefined, 2)]);
    });

const add = () =>
  addDefinitionOptions(
    createCommand('add', 'Add a propensity by name, or one that a JSON file defines. Sync and train it next.', [
      'leadlight propensities add account-churns --horizon 180 --active-within 180',
      'leadlight propensities add --definition orders.json',
    ]),
  )
    .argument('[propensity]', `one of ${readyMade.map(({ id }) => id).join(', ')}`)
    .option('--definition <file>', 'JSON file with the definition; docs/propensities.md explains its members')
    .option(...ORG_OPTION)
    .action(async (id: string | undefined, options: DefinitionOptions & { readonly definition?: string }) => {
      const definition = { ...definitionOf(id, options.definition), ...changesOf(options) };
      const entry = await withOrg(options, (ports, orgId) =>
        addPropensity(ports, orgId, withActivePeriod(definition, options), ACTOR),
      );
      writeOutput(options, entry, [
        `Added ${entry.definition.id}: ${entry.definition.label}.`,
        'Next: leadlight sync, then leadlight train --propensity ' + entry.definition.id,
      ]);
    });

function definitionOf(id: string | undefined, file: string | undefined): PropensityDefinition {
  if ((id === undefined) === (file === undefined)) {
    throw optionsError('Give either the id of a propensity or --definition.', 'See --help of the command.');
  }
  if (file !== undefined) return parseDefinition(file);
  if (id === LEAD_CONVERTS) throw leadsError('added', 'It is there from the start: run "leadlight train".');
  const definition = readyMade.find((each) => each.id === id);
  if (!definition) {
    throw optionsError(
      `No propensity can be added by the name "${id}".`,
      `Name one of ${readyMade.map((each) => each.id).join(', ')}, or define one with --definition FILE.`,
    );
  }
  return definition;
}

/** Leads have settings and lists of their own. */
const leadsError = (what: string, remedy: string): CliError =>
  optionsError(`${LEAD_CONVERTS} is the scoring of leads, which cannot be ${what}.`, remedy);

/** The members are checked when it is added. */
function parseDefinition(file: string): PropensityDefinition {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError('file_unreadable', { what: 'the definition', file, why: readFailure(error) });
  }
  try {
    return JSON.parse(text) as PropensityDefinition;
  } catch {
    throw optionsError(`${file} is not JSON.`, 'Start from the output of "leadlight propensities show".');
  }
}

const change = () =>
  addDefinitionOptions(
    createCommand('change', 'Change a propensity. Its model scores as before until it is trained again.', [
      'leadlight propensities change account-churns --exclude Plan__c',
    ]),
  )
    .argument(...ID)
    .option(...ORG_OPTION)
    .action(async (id: string, options: DefinitionOptions) => {
      if (id === LEAD_CONVERTS) throw leadsError('changed', 'Change the settings with "leadlight settings set".');
      const entry = await withOrg(options, async (ports, orgId) => {
        const before = await getPropensity(ports, orgId, id);
        return changed(ports, orgId, before, options);
      });
      writeOutput(options, entry, [
        `Changed ${id} (revision ${entry.revision}). Train it again: leadlight train --propensity ${id}`,
      ]);
    });

function changed(ports: OrgPorts, orgId: string, before: PropensityEntry, options: DefinitionOptions) {
  const after = withActivePeriod({ ...before.definition, ...changesOf(options) }, options);
  if (JSON.stringify(after) === JSON.stringify(before.definition)) {
    throw optionsError('Nothing would change.', 'Name what to change; see --help of the command.');
  }
  return changePropensity(ports, orgId, before, after, ACTOR);
}

/** The members of a definition that options set. */
function changesOf(options: DefinitionOptions): Partial<PropensityDefinition> {
  const { label, horizon, reportingDelay, include, exclude, allow, writeBack } = options;
  return {
    ...(label !== undefined && { label }),
    ...(horizon !== undefined && { horizonDays: horizon }),
    ...(reportingDelay !== undefined && { reportingDelayDays: reportingDelay }),
    ...(include && { includedFields: include }),
    ...(exclude && { excludedFields: exclude }),
    ...(allow && { allowedFields: allow }),
    ...(!writeBack && { writeBack: null }),
  };
}

const withActivePeriod = (
  definition: PropensityDefinition,
  { activeWithin }: Pick<DefinitionOptions, 'activeWithin'>,
): PropensityDefinition =>
  activeWithin === undefined
    ? definition
    : { ...definition, population: { ...definition.population, activeWithinDays: activeWithin } };

const best = () =>
  createCommand('best', 'List the records with the highest probability, with their strongest reasons.', [
    'leadlight propensities best account-churns --top 20',
  ])
    .argument(...ID)
    .option(...ORG_OPTION)
    .option('--top <number>', 'number of records', wholeNumberParser(1, 10_000), 20)
    .action(async (id: string, options: OrgOptions & { readonly top: number }) => {
      if (id === LEAD_CONVERTS)
        throw leadsError('listed here', 'Use the list of best leads in Salesforce, or GET /v1/leads.');
      const scores = await withOrg(options, async (ports, orgId) => {
        await getPropensity(ports, orgId, id);
        return ports.subjectScores.listBest(orgId, id, options.top);
      });
      const rows = scores.map(({ update }) => [
        update.leadId,
        String(update.score),
        update.band,
        formatPercent(update.probability),
        strongestReasons(update.reasons),
      ]);
      const document = scores.map(({ update: { leadId, reasons, ...update }, modelId }) => ({
        subjectId: leadId,
        ...update,
        modelId,
        reasons: JSON.parse(reasons) as unknown,
      }));
      writeOutput(options, document, [
        rows.length === 0
          ? `Nothing is scored yet: leadlight score --propensity ${id}`
          : drawTable(rows, ['record', 'score', 'band', 'probability', 'reasons']),
      ]);
    });

/** The labels of the two reasons with the most points. */
function strongestReasons(text: string): string {
  const { reasons } = JSON.parse(text) as { readonly reasons: readonly { label: string; points: number }[] };
  return reasons
    .slice(0, 2)
    .map(({ label, points }) => `${label} (${signedPoints(points)})`)
    .join(', ');
}
