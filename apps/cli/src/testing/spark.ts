import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { freePort } from './free-port.ts';

const { findSparkPython } = (await import(new URL('../../../../tools/spark.mjs', import.meta.url).href)) as {
  findSparkPython(): string | undefined;
};

const python = findSparkPython();
if (python === undefined) console.warn('no Java or PySpark: the training on Spark is skipped (node tools/spark.mjs)');
export const skipSpark = python === undefined;

/** Runs Python code that prints JSON, with xgboost and pyarrow. @throws Error with what Python wrote */
export function runSparkPython<Result>(code: string, ...args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(python!, ['-c', code, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

/** A process of the cluster, with what it has written. */
class SparkProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<unknown[]>;
  output = '';

  constructor(folder: string, command: string, args: readonly string[]) {
    const home = spawnSync(python!, ['-c', 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'], {
      encoding: 'utf8',
    }).stdout.trim();
    const env = { ...process.env, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: '127.0.0.1', SPARK_LOCAL_DIRS: folder };
    // Its own process group: executors are children of the worker.
    this.#child = spawn(`${home}/bin/${command}`, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = once(this.#child, 'close');
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  kill(): void {
    try {
      process.kill(-this.#child.pid!, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** A standalone cluster on loopback. */
export class SparkCluster {
  readonly #folder: string;
  readonly #processes: SparkProcess[] = [];
  #address = '';

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Both workers are threads of the program that submits: no master, and no worker that can be lost. */
  static inOneProcess(folder: string): SparkCluster {
    const cluster = new SparkCluster(folder);
    cluster.#address = 'local[2]';
    return cluster;
  }

  static async start(folder: string): Promise<SparkCluster> {
    const cluster = new SparkCluster(folder);
    const port = String(await freePort());
    cluster.#run('spark-class', [
      'org.apache.spark.deploy.master.Master',
      ...['--host', '127.0.0.1', '--port', port, '--webui-port', '0'],
    ]);
    cluster.#address = `spark://127.0.0.1:${port}`;
    return cluster;
  }

  addWorker(): SparkProcess {
    return this.#run('spark-class', [
      'org.apache.spark.deploy.worker.Worker',
      ...['--host', '127.0.0.1', '--cores', '1', '--memory', '1g', '--webui-port', '0', '-d', this.#folder],
      this.#address,
    ]);
  }

  submit(program: string, args: readonly string[]): SparkProcess {
    const settings = ['spark.executor.memory=600m', 'spark.executor.cores=1', 'spark.ui.enabled=false'];
    return this.#run('spark-submit', [
      ...['--master', this.#address],
      ...settings.flatMap((setting) => ['--conf', setting]),
      program,
      ...args,
    ]);
  }

  /** What executors have written to standard error, in files of their workers. */
  executorOutput(): string {
    return globSync('app-*/*/stderr', { cwd: this.#folder })
      .map((file) => readFileSync(`${this.#folder}/${file}`, 'utf8'))
      .join('');
  }

  /** They write to the folder until they have ended. */
  async stop(): Promise<void> {
    for (const each of this.#processes) each.kill();
    await Promise.all(this.#processes.map(({ ended }) => ended));
  }

  #run(command: string, args: readonly string[]): SparkProcess {
    const started = new SparkProcess(this.#folder, command, args);
    this.#processes.push(started);
    return started;
  }
}
