import { formatFeatureValue } from '@leadlight/lead-features';
import { scoreTable } from '@leadlight/workflows';
import type { ExplainedScore } from '@leadlight/lead-score';
import { readModelFile } from '../csv/read-model-file.ts';
import { readCsv, type CsvTable } from '../csv/read-csv.ts';
import { CliError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { createCommand, wholeNumberParser, type CommonOptions } from './options.ts';

interface ExplainOptions extends CommonOptions {
  readonly model: string;
  readonly csv: string;
  readonly row?: number;
  readonly id?: string;
  readonly lead?: string;
}

export const explainCommand = () =>
  createCommand(
    'explain',
    'Why a lead of a CSV has its score: every reason in points, from the baseline to the score.',
    [
      'leadlight explain --model leads.model --csv new-leads.csv --row 3',
      'leadlight explain --model leads.model --csv new-leads.csv --id "Lead ID" --lead L-1042',
    ],
  )
    .requiredOption('--model <file>', 'the model file that "train --csv" wrote')
    .requiredOption('--csv <file>', 'the leads')
    .option('--row <number>', 'which row, counted from 1; the first unless given', wholeNumberParser(1))
    .option('--id <column>', 'the column that names the lead')
    .option('--lead <id>', 'which lead, by that column')
    .action(explain);

async function explain(options: ExplainOptions): Promise<void> {
  const model = readModelFile(options.model);
  const table = readCsv(options.csv);
  const row = chooseRow(options, table);
  const everything = model.features.length;
  const { scores } = await withProgress(async (progress) =>
    scoreTable(model, table.header, [table.rows[row - 1]!], everything, progress),
  );
  const score = scores[0]!;
  writeOutput(options, { row, ...score }, [
    `Row ${row}: score ${score.score}, band ${score.band}, probability ${(score.probability * 100).toFixed(1)} %`,
    similarLeadsLine(score),
    ...(score.uncertain ? ['Past leads like this went either way: the model is unsure.'] : []),
    drawTable([
      ['average lead', '', String(score.baselineScore)],
      ...score.reasons.map(({ label, value, unit, points }) => [
        label,
        formatFeatureValue(value, unit, 'en'),
        signed(points),
      ]),
      ...(score.otherPoints ? [['everything else', '', signed(score.otherPoints)]] : []),
      ['score', '', String(score.score)],
    ]),
  ]);
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points));

const similarLeadsLine = ({ peers }: ExplainedScore) =>
  `Of ${peers.count.toLocaleString('en')} past leads scored like this, ${(peers.converted * 100).toFixed(0)} % converted ` +
  `(${(peers.low * 100).toFixed(0)}–${(peers.high * 100).toFixed(0)} %).`;

function chooseRow({ csv, row: given, id, lead }: ExplainOptions, table: CsvTable): number {
  if ((id === undefined) !== (lead === undefined)) {
    throw new CliError('options', '--id COLUMN and --lead ID go together.');
  }
  if (id !== undefined && given !== undefined) {
    throw new CliError('options', '--row and --lead each say which lead: give one of them.');
  }
  if (id === undefined) {
    const row = given ?? 1;
    if (row <= table.rows.length) return row;
    throw new CliError('options', `${csv} has ${table.rows.length} rows; --row ${row} is past the end.`);
  }
  const column = table.header.indexOf(id);
  if (column < 0) throw new CliError('options', `${csv} has no column "${id}"; it has: ${table.header.join(', ')}.`);
  const found = table.rows.findIndex((cells) => cells[column] === lead);
  if (found < 0) throw new CliError('options', `No row of ${csv} has "${lead}" in "${id}".`);
  return found + 1;
}
