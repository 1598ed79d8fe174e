import {
  changeAudience,
  confirmAudience,
  createAudience,
  deleteAudience,
  deleteEndedListViews,
  findAudience,
  hasTarget,
  isConfirmed,
  previewAudience,
  writeAudience,
  type Audience,
  type AudienceCandidate,
  type AudiencePreview,
  type Exclusion,
  type WrittenAudience,
} from '@leadlight/workflows';
import { Command } from 'commander';
import { withCrm, withOrg, withStorage, type OrgPorts } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { requireOutputs } from '../output/output-file.ts';
import { writeCsv } from '../table/write-csv.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, formatMinute, writeOutput } from '../terminal/write-output.ts';
import { addDefinitionOptions, definitionOf, targetOf, type DefinitionOptions } from './audience-definition.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

const ACTOR = 'cli';
const NAME = ['<audience>', 'name or id of the audience'] as const;

export const audiencesCommand = () =>
  new Command('audiences')
    .description(
      'Saved audiences: leads by score, filters and consent, kept in step with a Salesforce campaign or list view.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  leadlight audiences create "Spring" --bands A,B --where "Country=DE|AT" --hold-out 10 --campaign 701000000000001AAA\n' +
        '  leadlight audiences preview "Spring"\n  leadlight audiences confirm "Spring"\n  leadlight audiences write "Spring"',
    )
    .addCommand(list())
    .addCommand(create())
    .addCommand(change())
    .addCommand(preview())
    .addCommand(confirm())
    .addCommand(write())
    .addCommand(exportLeads())
    .addCommand(remove())
    .addCommand(deleteListViews());

type Options = OrgOptions & DefinitionOptions;

const list = () =>
  createCommand('list', 'List the audiences of an org.', ['leadlight audiences list'])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const listed = await withOrg(options, async ({ audiences }, orgId) =>
        Promise.all(
          (await audiences.list(orgId)).map(async (audience) => ({
            ...audience,
            members: await audiences.countMembers(orgId, audience.id),
          })),
        ),
      );
      const rows = listed.map(({ members, ...audience }) => [
        audience.name,
        audience.campaignId ?? (audience.listView ? 'list view' : 'none'),
        isConfirmed(audience) ? `by ${audience.confirmedBy}` : 'not confirmed',
        formatCount(members.added),
        formatCount(members.heldOut),
        formatMinute(audience.changedAt),
      ]);
      writeOutput(options, listed, [
        rows.length === 0
          ? 'No audience yet. Create one with "leadlight audiences create".'
          : drawTable(rows, ['audience', 'written to', 'confirmed', 'added', 'held out', 'changed']),
      ]);
    });

const create = () =>
  addDefinitionOptions(
    createCommand('create', 'Save an audience. Nothing is written to Salesforce until somebody has confirmed it.', [
      'leadlight audiences create "Spring" --bands A,B --campaign 701000000000001AAA',
      'leadlight audiences create "Large ones" --top 200 --value-field AnnualRevenue --channel phone',
    ]),
  )
    .argument('<name>', 'name of the audience')
    .option(...ORG_OPTION)
    .action(async (name: string, options: Options) => {
      const { audience, shown } = await withOrg(options, async (ports, orgId) => {
        const fields = (await ports.orgs.find(orgId))?.fields ?? [];
        const draft = {
          name: name.trim(),
          definition: definitionOf(options, fields),
          ...targetOf(options),
        };
        if (draft.name === '') throw optionsError('The name of the audience is empty.', 'Give it a name.');
        const audience = await createAudience(ports, orgId, draft, ACTOR);
        return { audience, shown: await previewAudience(ports, orgId, audience) };
      });
      writeOutput(options, { audience, ...documentOf(shown) }, [
        `Saved as ${audience.id}.`,
        ...linesOf(audience, shown),
      ]);
    });

const change = () =>
  addDefinitionOptions(
    createCommand('change', 'Change an audience. The change must be confirmed before it is written.', [
      'leadlight audiences change "Spring" --bands A --hold-out 20',
    ]),
  )
    .argument(...NAME)
    .option(...ORG_OPTION)
    .action(async (name: string, options: Options) => {
      const { audience, shown } = await withAudience(options, name, async (ports, orgId, before) => {
        const fields = (await ports.orgs.find(orgId))?.fields ?? [];
        const changed = {
          definition: definitionOf(options, fields, before.definition),
          ...targetOf(options, before),
        };
        const audience = await changeAudience(ports, orgId, before, changed, ACTOR);
        return { audience, shown: await previewAudience(ports, orgId, audience) };
      });
      writeOutput(options, { audience, ...documentOf(shown) }, linesOf(audience, shown));
    });

const preview = () =>
  createCommand('preview', 'Show who would be in an audience now, and why others are not. Changes nothing.', [
    'leadlight audiences preview "Spring"',
  ])
    .argument(...NAME)
    .option(...ORG_OPTION)
    .action(async (name: string, options: OrgOptions) => {
      const { audience, shown } = await previewOf(options, name);
      writeOutput(options, { audience, ...documentOf(shown) }, linesOf(audience, shown));
    });

const confirm = () =>
  createCommand('confirm', 'Allow an audience to be written to its campaign or list view as it is now.', [
    'leadlight audiences confirm "Spring"',
  ])
    .argument(...NAME)
    .option(...ORG_OPTION)
    .action(async (name: string, options: OrgOptions) => {
      const audience = await withAudience(options, name, (ports, orgId, found) =>
        confirmAudience(ports, orgId, found, ACTOR),
      );
      writeOutput(options, { audience }, [
        `Confirmed. "leadlight audiences write" adds the leads to ${targetName(audience)}.`,
      ]);
    });

const write = () =>
  createCommand('write', 'Update the campaign or list view to match the audience. Only differences are written.', [
    'leadlight audiences write "Spring"',
  ])
    .argument(...NAME)
    .option(...ORG_OPTION)
    .action(async (name: string, options: OrgOptions) => {
      const written = await withStorage(options.folder, (storage) =>
        withCrm(storage, options.folder, { org: options.org }, async ({ source, crmCampaigns, crmListViews }) => {
          const org = await source.orgId();
          return withAudience({ ...options, org }, name, (ports, orgId, audience) =>
            writeAudience({ ...ports, crmCampaigns, crmListViews }, orgId, audience),
          );
        }),
      );
      const { preview: shown, ...rest } = written;
      writeOutput(options, { ...rest, ...documentOf(shown) }, writtenLines(written));
    });

const exportLeads = () =>
  createCommand('export', 'Write the leads of an audience to a CSV file, those held out marked.', [
    'leadlight audiences export "Spring" --out spring.csv',
  ])
    .argument(...NAME)
    .requiredOption('--out <file>', 'CSV file with ids, scores, bands and probabilities')
    .option(...ORG_OPTION)
    .action(async (name: string, options: OrgOptions & { readonly out: string }) => {
      requireOutputs({ '--out': options.out });
      const { shown } = await previewOf(options, name);
      const { members, heldOut } = shown.selection;
      const header = ['LeadId', 'Score', 'Band', 'Probability', 'Group'];
      const rows = [...rowsOf(members, 'audience'), ...rowsOf(heldOut, 'held out')];
      writeCsv(options.out, [header, ...rows], ',');
      writeOutput(options, { file: options.out, ...documentOf(shown) }, [
        `${options.out}: ${formatCount(members.length)} leads, ${formatCount(heldOut.length)} held out.`,
      ]);
    });

const rowsOf = (leads: readonly AudienceCandidate[], group: string): readonly (readonly string[])[] =>
  leads.map(({ leadId, score, band, probability }) => [leadId, String(score), band, String(probability), group]);

const remove = () =>
  createCommand(
    'delete',
    'Delete an audience here. The members of its campaign stay; the worker deletes its list view.',
    ['leadlight audiences delete "Spring"'],
  )
    .argument(...NAME)
    .option(...ORG_OPTION)
    .action(async (name: string, options: OrgOptions) => {
      const id = await withAudience(options, name, async (ports, orgId, audience) => {
        await deleteAudience(ports, orgId, audience, ACTOR);
        return audience.id;
      });
      writeOutput(options, { id, deleted: true }, [
        'Deleted. The members of its campaign stay. The worker deletes its list view, or "leadlight audiences delete-list-views".',
      ]);
    });

const deleteListViews = () =>
  createCommand(
    'delete-list-views',
    'Delete list views in Salesforce whose audiences were deleted or are written elsewhere now. The worker does it, too.',
    ['leadlight audiences delete-list-views'],
  )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const ended = await withStorage(options.folder, (storage) =>
        withCrm(storage, options.folder, { org: options.org }, async ({ source, crmListViews }) =>
          deleteEndedListViews({ audiences: storage.audiences, crmListViews }, await source.orgId()),
        ),
      );
      writeOutput(options, ended, [
        `${formatCount(ended.deleted)} list views deleted.`,
        ...rejectedLines(ended.rejected),
      ]);
    });

const withAudience = <T>(
  options: OrgOptions,
  idOrName: string,
  work: (ports: OrgPorts, orgId: string, audience: Audience) => Promise<T>,
): Promise<T> =>
  withOrg(options, async (ports, orgId) => work(ports, orgId, await findAudience(ports, orgId, idOrName)));

const previewOf = (options: OrgOptions, idOrName: string) =>
  withAudience(options, idOrName, async (ports, orgId, audience) => ({
    audience,
    shown: await previewAudience(ports, orgId, audience),
  }));

/** Without the leads themselves: an audience may have a hundred thousand. */
const documentOf = ({ selection, candidates, expectedGoals, unreadFields }: AudiencePreview) => ({
  candidates,
  members: selection.members.length,
  heldOut: selection.heldOut.length,
  excluded: selection.excluded,
  expectedGoals,
  unreadFields,
});

const EXCLUSIONS: Readonly<Record<Exclusion, string>> = {
  opted_out: 'have opted out of the channel',
  in_campaign: 'are in an excluded campaign',
  contacted_lately: 'were contacted recently',
  filtered: 'do not meet the conditions',
  out_of_range: 'are outside the range of scores',
};

function linesOf(
  audience: Audience,
  { selection, candidates, expectedGoals, unreadFields }: AudiencePreview,
): string[] {
  const excluded = Object.entries(selection.excluded) as [Exclusion, number][];
  return [
    `${audience.name}: ${formatCount(selection.members.length)} of ${formatCount(candidates)} scored open leads, ` +
      `of whom about ${formatCount(Math.round(expectedGoals))} would reach the goal within the horizon anyway.`,
    ...(selection.heldOut.length > 0
      ? [`  ${formatCount(selection.heldOut.length)} more are held out at random, to measure the campaign.`]
      : []),
    ...excluded.flatMap(([why, count]) => (count > 0 ? [`  ${formatCount(count)} ${EXCLUSIONS[why]}.`] : [])),
    ...(unreadFields.length > 0 ? [`  Not read from Salesforce, so not known: ${unreadFields.join(', ')}.`] : []),
    ...(hasTarget(audience)
      ? [
          isConfirmed(audience)
            ? `  Confirmed for ${targetName(audience)}.`
            : `  Not confirmed: nothing is written to ${targetName(audience)} yet.`,
        ]
      : ['  No campaign and no list view: it can only be exported.']),
  ];
}

const targetName = ({ campaignId }: Audience): string =>
  campaignId === null ? 'its list view' : `campaign ${campaignId}`;

function writtenLines(written: WrittenAudience): string[] {
  const { campaignName, listViewName, added, removed, unchanged, keptForResponse, removedByOthers, rejected } = written;
  const some = (count: number, text: string): string[] => (count > 0 ? [`  ${formatCount(count)} ${text}`] : []);
  return [
    `${campaignName === null ? `List view ${listViewName}` : `Campaign ${campaignName}`}: ${formatCount(added)} added, ${formatCount(removed)} removed, ${formatCount(unchanged)} as before.`,
    ...some(keptForResponse, 'have left the audience and stay, because they have responded.'),
    ...some(removedByOthers, 'are not added again, because somebody has removed them.'),
    ...rejectedLines(rejected),
  ];
}

const rejectedLines = (rejected: WrittenAudience['rejected']): readonly string[] =>
  rejected.length === 0
    ? []
    : [
        `  ${formatCount(rejected.length)} were rejected by Salesforce:`,
        ...rejected.slice(0, 5).map(({ leadId, error }) => `    ${leadId}: ${error}`),
        ...(rejected.length > 5 ? [`    … and ${formatCount(rejected.length - 5)} more (--json lists all).`] : []),
      ];
