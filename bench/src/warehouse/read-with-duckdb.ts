import { spawnSync } from 'node:child_process';
import { ROOT } from '../shared/run-leadlight.ts';

const { parquetReaders } = (await import(`${ROOT}tools/parquet-readers.mjs`)) as { readonly parquetReaders: string };

/** What DuckDB, which shares no code with the writer, counts in the exported scores. */
export interface ReadScores {
  readonly rows: number;
  readonly days: number;
  readonly entries: number;
  readonly sumOfScores: number;
  readonly values: number;
}

const CODE = `
import duckdb, json, sys
# It would be printed between the lines of JSON.
duckdb.sql('set enable_progress_bar = false')
rows = duckdb.sql(f"""select count(*), count(distinct day), count(distinct entry_id), sum(score)::bigint,
  sum(json_array_length(row_values))::bigint
  from read_parquet('{sys.argv[1]}/scores/**/*.parquet', hive_partitioning=true)""").fetchall()[0]
print(json.dumps(dict(zip(['rows', 'days', 'entries', 'sumOfScores', 'values'], rows))))`;

/** @throws Error with what Python wrote; `node tools/parquet-readers.mjs` installs DuckDB */
export function readWithDuckDb(folder: string): ReadScores {
  const env = { ...process.env, PYTHONPATH: parquetReaders };
  const { status, stdout, stderr } = spawnSync('python3', ['-c', CODE, folder], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReadScores;
}
