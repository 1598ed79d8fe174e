import { findTests, type TestResult } from '@leadlight/apex-runtime';
import { splitFailure, toTestReport, type TestReport } from '../metadata/deploy/test-report.ts';
import { badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { codeIds, type CompiledCode, compileCode } from './compile.ts';
import { writeCoverage } from './coverage-records.ts';
import { runTests } from './run-tests.ts';
import { SetupRecords } from './setup-table.ts';
import type { TestRequest } from './test-request.ts';

/** The test runs of the Tooling API. They run one after the other. */
export class TestRuns {
  readonly #org: Org;
  #last: Promise<void> = Promise.resolve();

  constructor(org: Org) {
    this.#org = org;
  }

  /** Queues a run. @returns the id of its job. @throws ApiError if the code has errors or the request finds no test */
  async start(request: TestRequest): Promise<string> {
    const code = await this.#compile();
    const run = new RecordedRun(this.#org, code, request);
    this.#last = this.#last
      .then(() => run.run())
      // Neither ends the process nor keeps later runs from starting.
      .catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      });
    return run.jobId;
  }

  /** Runs tests and waits for them. @throws ApiError as `start` */
  async run(request: TestRequest): Promise<TestReport> {
    const code = await this.#compile();
    const result = await runTests(code, this.#org.now, (test) => request.isWanted(test));
    const ids = codeIds(this.#org.components);
    writeCoverage(this.#org, result, ids);
    return toTestReport(result, ids, undefined);
  }

  async #compile(): Promise<CompiledCode> {
    const code = await compileCode(this.#org.components.all());
    const [problem] = code.problems;
    if (problem) throw badRequest('INVALID_INPUT', `${problem.fileName}:${problem.line ?? 0}: ${problem.message}`);
    if (!code.program) throw badRequest('INVALID_INPUT', 'The org has no Apex code.');
    return code;
  }
}

/** A run with its records: a job, a summary, a queue item for each class, a result for each method. */
class RecordedRun {
  readonly jobId: string;
  readonly #org: Org;
  readonly #code: CompiledCode;
  readonly #request: TestRequest;
  readonly #records: SetupRecords;
  readonly #runId: string;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #queueItems = new Map<string, string>();

  constructor(org: Org, code: CompiledCode, request: TestRequest) {
    this.#org = org;
    this.#code = code;
    this.#request = request;
    this.#records = new SetupRecords(org);
    this.#ids = codeIds(org.components);
    const tests = code.program ? findTests(code.program).filter((test) => request.isWanted(test)) : [];
    if (tests.length === 0) throw badRequest('INVALID_INPUT', 'The request finds no test methods.');
    const classes = new Set(tests.map(({ className }) => className));
    const { now } = org;
    this.jobId = this.#records.insert('AsyncApexJob', {
      JobType: 'TestRequest',
      Status: 'Queued',
      CreatedById: org.userId,
    });
    this.#runId = this.#records.insert('ApexTestRunResult', {
      AsyncApexJobId: this.jobId,
      UserId: org.userId,
      IsAllTests: request.isAllTests,
      Source: 'Tooling API',
      StartTime: new Date(now()).toISOString(),
      Status: 'Queued',
      ClassesEnqueued: classes.size,
      ClassesCompleted: 0,
      MethodsEnqueued: tests.length,
      MethodsCompleted: 0,
      MethodsFailed: 0,
      TestSetupTime: 0,
    });
    for (const name of classes) {
      const item = {
        ApexClassId: this.#classId(name),
        Status: 'Queued',
        ParentJobId: this.jobId,
        TestRunResultId: this.#runId,
      };
      this.#queueItems.set(name, this.#records.insert('ApexTestQueueItem', item));
    }
  }

  /** Runs the tests. A fault of the runtime or of the database, which is no failed test, is recorded and thrown. */
  async run(): Promise<void> {
    try {
      await this.#runTests();
    } catch (error) {
      this.#records.update('AsyncApexJob', this.jobId, { Status: 'Failed' });
      this.#records.update('ApexTestRunResult', this.#runId, { Status: 'Failed' });
      for (const id of this.#queueItems.values()) this.#records.update('ApexTestQueueItem', id, { Status: 'Failed' });
      throw error;
    }
  }

  async #runTests(): Promise<void> {
    this.#records.update('ApexTestRunResult', this.#runId, { Status: 'Processing' });
    const counts = { MethodsCompleted: 0, MethodsFailed: 0 };
    const result = await runTests(
      this.#code,
      this.#org.now,
      (test) => this.#request.isWanted(test),
      (test) => {
        counts.MethodsCompleted += 1;
        if (test.failure !== null) counts.MethodsFailed += 1;
        this.#insertResult(test);
        this.#records.update('ApexTestRunResult', this.#runId, counts);
      },
    );
    writeCoverage(this.#org, result, this.#ids);
    for (const id of this.#queueItems.values()) this.#records.update('ApexTestQueueItem', id, { Status: 'Completed' });
    const ended = new Date(this.#org.now()).toISOString();
    this.#records.update('AsyncApexJob', this.jobId, { Status: 'Completed', CompletedDate: ended });
    this.#records.update('ApexTestRunResult', this.#runId, {
      Status: counts.MethodsFailed > 0 ? 'Failed' : 'Completed',
      EndTime: ended,
      TestTime: Math.round(result.totalMs),
      ClassesCompleted: this.#queueItems.size,
    });
  }

  #classId(name: string): string {
    return this.#ids.get(`classes/${name}.cls`) ?? '';
  }

  #insertResult(test: TestResult): void {
    const failure = test.failure === null ? { message: null, stackTrace: null } : splitFailure(test.failure);
    this.#records.insert('ApexTestResult', {
      QueueItemId: this.#queueItems.get(test.className) ?? null,
      AsyncApexJobId: this.jobId,
      ApexTestRunResultId: this.#runId,
      ApexClassId: this.#classId(test.className),
      MethodName: test.name,
      Outcome: test.failure === null ? 'Pass' : test.isCompileError ? 'CompileFail' : 'Fail',
      Message: failure.message,
      StackTrace: failure.stackTrace,
      RunTime: Math.round(test.milliseconds),
      TestTimestamp: new Date(this.#org.now()).toISOString(),
      IsTestSetup: false,
    });
  }
}
