import { createHash } from 'node:crypto';
import type { TrainingFact } from '@leadlight/report';
import type { AssessSettings } from './assessment/assess-settings.ts';
import type { Dataset } from './examples/dataset.ts';

/** Rows hashed at a time, so that the whole table is never copied. */
const ROWS_PER_CHUNK = 20_000;
const HASH_DIGITS = 16;

/** The examples and settings of a training, for the report's table of facts. */
export function trainingFacts(
  dataset: Dataset,
  settings: AssessSettings,
  facts: { readonly [key: string]: unknown },
): readonly TrainingFact[] {
  const {
    seed,
    quick = false,
    threshold,
    learner,
    halfLifeDays,
    classWeight = 1,
    monotonicConstraints = {},
    forbiddenInteractions = [],
    pointsTable,
  } = settings;
  const settingFacts = {
    learner,
    seed,
    ...(quick && { quick }),
    threshold,
    ...(halfLifeDays && { halfLifeDays }),
    ...(classWeight !== 1 && { classWeight }),
    ...(Object.keys(monotonicConstraints).length > 0 && {
      'monotonic constraints': Object.entries(monotonicConstraints).map((pair) => pair.join(' ')),
    }),
    ...(forbiddenInteractions.length > 0 && {
      'forbidden interactions': forbiddenInteractions.map((pair) => pair.join(' + ')),
    }),
    ...(pointsTable && { pointsTableRules: pointsTable.length }),
    hashOfFeatures: hashOf([JSON.stringify(dataset.schema)]),
    hashOfExamples: hashOf(examplesOf(dataset)),
  };
  return Object.entries({ ...facts, ...settingFacts }).map(([name, value]) => ({
    name: spacedWords(name),
    value: formatFact(value),
  }));
}

/** `snapshotAgesDays` becomes `snapshot ages days`. */
const spacedWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const formatFact = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

function hashOf(chunks: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex').slice(0, HASH_DIGITS);
}

/** The labels, times and values of all rows, including leaking fields. */
function* examplesOf({ labels, times, table }: Dataset): Generator<string | Uint8Array> {
  yield labels;
  if (times) yield bytesOf(times.asOf);
  for (let first = 0; first < labels.length; first += ROWS_PER_CHUNK) {
    const rows = Int32Array.from({ length: Math.min(ROWS_PER_CHUNK, labels.length - first) }, (_, i) => first + i);
    for (const column of table.take(rows).columns) {
      yield column.name;
      if (column.kind === 'numeric') yield bytesOf(column.values);
      else yield JSON.stringify([column.categories, Array.from(column.codes)]);
    }
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
