import { formatFeatureValue } from '@leadlight/lead-features';
import type { ExplainedScore } from '@leadlight/lead-score';
import { scoreTable } from '@leadlight/workflows';
import { headerOf, type TextTable } from '@leadlight/lead-table';
import { readLeadFile } from '../table/read-lead-file.ts';
import { addTableOptions, readingOptionsOf, type TableOptions } from '../table/table-options.ts';
import { readModelFile } from '../table/read-model-file.ts';
import { unusedValue } from '../table/unused-value.ts';
import { warningLines } from '../table/warning-lines.ts';
import { optionsError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { printError } from '../terminal/print.ts';
import { drawReasons } from '../terminal/reasons-table.ts';
import { formatCount, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { createCommand, wholeNumberParser, type CommonOptions } from './options.ts';

interface ExplainOptions extends CommonOptions, TableOptions {
  readonly model: string;
  readonly csv: string;
  readonly row?: number;
  readonly id?: string;
  readonly lead?: string;
}

export const explainCommand = () =>
  addTableOptions(
    createCommand(
      'explain',
      'Explain the score of one lead of a CSV: every reason in points, from baseline to score.',
      [
        'leadlight explain --model leads.model --csv new-leads.csv --row 3',
        'leadlight explain --model leads.model --csv new-leads.csv --id "Lead ID" --lead L-1042',
      ],
    ),
  )
    .requiredOption('--model <file>', 'model file that "train --csv" wrote')
    .requiredOption('--csv <file>', 'leads')
    .option('--row <number>', 'row of the lead, counted from 1; the first by default', wholeNumberParser(1))
    .option('--id <column>', 'column with the id of the lead')
    .option('--lead <id>', 'id of the lead in that column')
    .action(explain);

async function explain(options: ExplainOptions): Promise<void> {
  const model = readModelFile(options.model);
  const file = await readLeadFile(options.csv, options);
  const { table, notes } = file;
  const row = chooseRow(options, table);
  const allReasons = model.features.length;
  const settings = { maxReasons: allReasons, reading: readingOptionsOf(options, file), rows: [row - 1] };
  const scored = await withProgress(async (progress) => scoreTable(model, table, settings, progress));
  for (const line of [...notes.map((note) => `note: ${note}`), ...warningLines(scored)]) printError(`${line}\n`);
  const score = scored.scores[0]!;
  writeOutput(options, { row, ...score }, [
    `Row ${row}: score ${score.score}, band ${score.band}, probability ${formatPercent(score.probability)}`,
    similarLeadsLine(score),
    ...(score.uncertain ? ['Past leads like this had either outcome: the model is uncertain.'] : []),
    drawReasons({
      ...score,
      reasons: score.reasons.map((reason) => ({
        ...reason,
        value: unusedValue(reason) ?? formatFeatureValue(reason.value, reason.unit, 'en'),
      })),
    }),
  ]);
}

const similarLeadsLine = ({ similarLeads }: Pick<ExplainedScore, 'similarLeads'>) =>
  `Of ${formatCount(similarLeads.count)} past leads with a similar score, ${formatPercent(similarLeads.converted, 0)} converted ` +
  `(${(similarLeads.low * 100).toFixed(0)}–${formatPercent(similarLeads.high, 0)}).`;

/** The number of the row that the options name, counted from 1. @throws CliError `options` */
function chooseRow({ csv, row, id, lead }: ExplainOptions, table: TextTable): number {
  if ((id === undefined) !== (lead === undefined)) {
    throw optionsError('Only one of --id COLUMN and --lead ID is given.', 'Give both.');
  }
  if (id === undefined) {
    const rows = table.rowCount;
    if (row === undefined || row <= rows) return row ?? 1;
    throw optionsError(`${csv} has ${rows} rows; --row ${row} is past the end.`, 'Name one of them.');
  }
  if (row !== undefined) throw optionsError('--row and --lead each name a lead.', 'Give one of them.');
  const column = table.columns.find(({ name }) => name === id);
  if (!column) throw optionsError(`${csv} has no column "${id}".`, `It has: ${headerOf(table).join(', ')}.`);
  const index = column.codes.indexOf(column.texts.indexOf(lead!));
  if (index < 0) throw optionsError(`No row of ${csv} has "${lead}" in "${id}".`, 'Check its spelling.');
  return index + 1;
}
