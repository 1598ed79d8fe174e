import { decideDialect, withoutSepLine, type Dialect } from './decide-dialect.ts';
import { RecordReader } from './record-reader.ts';
import { TableRecords, type FileTable, type OnTableProblem } from './table-records.ts';

export interface TextFileTable extends FileTable {
  readonly dialect: Dialect;
}

/** Characters from which the dialect is decided. */
const SAMPLE_LENGTH = 262_144;

/**
 * Reads a text file as a table, piece by piece: its distinct texts are kept, not the file.
 * @param chunks the decoded text
 */
export async function readTableText(
  chunks: AsyncIterable<string> | Iterable<string>,
  onProblem: OnTableProblem,
): Promise<TextFileTable> {
  let sample = '';
  let started: ReturnType<typeof start> | undefined;
  for await (const chunk of chunks) {
    if (started) {
      started.reader.push(chunk);
      continue;
    }
    sample += chunk;
    if (sample.length < SAMPLE_LENGTH) continue;
    started = start(sample, false, onProblem);
    sample = '';
  }
  const { reader, records, dialect } = started ?? start(sample, true, onProblem);
  reader.end();
  return { ...records.finish(), dialect };
}

function start(sample: string, isWhole: boolean, onProblem: OnTableProblem) {
  const dialect = decideDialect(sample, isWhole);
  const records = new TableRecords(dialect, onProblem);
  const handlers = {
    onRecord: records.add.bind(records),
    onBadQuotes: (line: number, why: string) => onProblem({ kind: 'quotes', line, why }),
  };
  const reader = new RecordReader(dialect.delimiter, handlers, dialect.hasSepLine ? 2 : 1);
  reader.push(dialect.hasSepLine ? withoutSepLine(sample) : sample);
  const sink = records.findSink();
  if (sink) reader.sendRowsTo(sink);
  return { reader, records, dialect };
}
