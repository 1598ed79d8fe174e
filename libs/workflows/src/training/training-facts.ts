import { createHash } from 'node:crypto';
import type { TrainingFact } from '@leadlight/report';
import type { AssessSettings } from './assessment/assess-settings.ts';
import type { Dataset } from './examples/dataset.ts';

/** Rows hashed at a time, so that no copy of the whole table is made. */
const ROWS_PER_CHUNK = 20_000;
const HASH_DIGITS = 16;

/** For the report's table of facts: what was learned from and by which settings, so that a training can be told from another. */
export function trainingFacts(
  dataset: Dataset,
  settings: AssessSettings,
  facts: { readonly [key: string]: unknown },
): readonly TrainingFact[] {
  const {
    seed,
    threshold,
    learner,
    halfLifeDays,
    classWeight = 1,
    monotonicConstraints = {},
    interactionConstraints = [],
    pointsTable,
  } = settings;
  const set = {
    ...{ learner, seed, threshold },
    ...(halfLifeDays && { halfLifeDays }),
    ...(classWeight !== 1 && { classWeight }),
    ...(Object.keys(monotonicConstraints).length > 0 && {
      'monotonic constraints': Object.entries(monotonicConstraints).map((pair) => pair.join(' ')),
    }),
    ...(interactionConstraints.length > 0 && {
      'interaction constraints': interactionConstraints.map((pair) => pair.join(' + ')),
    }),
    ...(pointsTable && { pointsTableRules: pointsTable.length }),
    hashOfFeatures: hashOf([JSON.stringify(dataset.schema)]),
    hashOfExamples: hashOf(examplesOf(dataset)),
  };
  return Object.entries({ ...facts, ...set }).map(([name, value]) => ({
    name: spacedWords(name),
    value: formatFact(value),
  }));
}

/** `snapshotAgesDays` is read by people: `snapshot ages days`. */
const spacedWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const formatFact = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

function hashOf(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, HASH_DIGITS);
}

/** Labels, times and values of every decided row, before any field is left out. */
function* examplesOf({ labels, times, table }: Dataset): Generator<string | Uint8Array> {
  yield labels;
  if (times) yield bytesOf(times.asOf);
  for (let from = 0; from < labels.length; from += ROWS_PER_CHUNK) {
    const rows = Int32Array.from({ length: Math.min(ROWS_PER_CHUNK, labels.length - from) }, (_, at) => from + at);
    for (const column of table.take(rows).columns) {
      yield column.name;
      if (column.kind === 'numeric') yield bytesOf(column.values);
      else yield JSON.stringify([column.categories, Array.from(column.codes)]);
    }
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
