import { DAY_MS } from '@leadlight/common';
import { codeIds } from '../../apex/compile.ts';
import { countTests, runTests } from '../../apex/run-tests.ts';
import { recordId } from '../../company/record-id.ts';
import { ApiError, badRequest, notFound } from '../../org/api-error.ts';
import { inTransaction, type Org } from '../../org/org.ts';
import { type Component, keyOf } from '../component-store.ts';
import { type ComponentProblem, readZipPackage, ZipError, type ZipPackage } from '../zip-package.ts';
import { applyDeployment } from './apply-deployment.ts';
import { chooseTests } from './choose-tests.ts';
import type { DeployOptions } from './deploy-options.ts';
import { type DeployState, failureOf, isDone } from './deploy-result.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { successesOf } from './successes.ts';
import { toTestReport } from './test-report.ts';

interface Deployment {
  readonly state: DeployState;
  readonly zip: Uint8Array;
  isCanceled: boolean;
}

/** A validation can be deployed for ten days (Metadata API Developer Guide, deployRecentValidation). */
const VALIDATION_DAYS = 10;

/** The deployments of an org: they run one after the other and are remembered until the org stops. */
export class Deployments {
  readonly #org: Org;
  readonly #deployments = new Map<string, Deployment>();
  #last: Promise<void> = Promise.resolve();

  constructor(org: Org) {
    this.#org = org;
  }

  /** Queues a deployment. @returns its id */
  start(zip: Uint8Array, options: DeployOptions): string {
    const id = recordId('0Af', this.#deployments.size + 1);
    const createdDate = this.#time();
    const state: DeployState = {
      id,
      options,
      createdDate,
      lastModifiedDate: createdDate,
      status: 'Pending',
      successes: [],
      failures: [],
      total: 0,
      tests: undefined,
      testsTotal: 0,
      testsCompleted: 0,
      testErrors: 0,
      fileCount: 0,
    };
    const deployment = { state, zip, isCanceled: false };
    this.#deployments.set(id, deployment);
    this.#last = this.#last.then(() => this.#run(deployment));
    return id;
  }

  /** Deploys what a validation with tests has checked, without running them again. @throws ApiError */
  startValidated(validationId: string): string {
    const { state, zip } = this.#get(validationId);
    const { options, status, completedDate = '' } = state;
    const isRecent = this.#org.now() - Date.parse(completedDate) < VALIDATION_DAYS * DAY_MS;
    if (!options.checkOnly || options.testLevel === 'NoTestRun' || status !== 'Succeeded' || !isRecent) {
      throw badRequest(
        'INVALID_ID_FIELD',
        `The deployment ${validationId} is no recent validation with tests that succeeded.`,
      );
    }
    return this.start(zip, { ...options, checkOnly: false, testLevel: 'NoTestRun', runTests: [] });
  }

  /** @throws ApiError NOT_FOUND */
  state(id: string): DeployState {
    return this.#get(id).state;
  }

  /** @returns whether it has ended already. @throws ApiError NOT_FOUND */
  cancel(id: string): boolean {
    const deployment = this.#get(id);
    deployment.isCanceled = true;
    return isDone(deployment.state);
  }

  #get(id: string): Deployment {
    const deployment = [...this.#deployments.values()].find(({ state }) => state.id.slice(0, 15) === id.slice(0, 15));
    if (!deployment) throw notFound();
    return deployment;
  }

  #time(): string {
    return new Date(this.#org.now()).toISOString();
  }

  async #run(deployment: Deployment): Promise<void> {
    const { state } = deployment;
    state.status = 'InProgress';
    state.startDate = this.#time();
    try {
      await new DeploymentRun(this.#org, deployment, () => this.#time()).run();
    } catch (error) {
      if (!(error instanceof ZipError || error instanceof ApiError)) {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        state.errorStatusCode = 'UNKNOWN_EXCEPTION';
      }
      state.errorMessage = error instanceof Error ? error.message : String(error);
      state.status = 'Failed';
    }
    state.completedDate = this.#time();
    state.lastModifiedDate = state.completedDate;
  }
}

class DeploymentRun {
  readonly #org: Org;
  readonly #deployment: Deployment;
  readonly #time: () => string;

  constructor(org: Org, deployment: Deployment, time: () => string) {
    this.#org = org;
    this.#deployment = deployment;
    this.#time = time;
  }

  async run(): Promise<void> {
    const { state, zip } = this.#deployment;
    const content = readZipPackage(zip);
    state.fileCount = content.fileCount;
    const { saved, evaluation, problems } = await this.#evaluate(content);
    state.total = content.components.length + evaluation.plan.deleted.length;
    state.failures = problems.map((problem) => failureOf(problem, problem, this.#time()));
    if (this.#stopIfCanceled()) return;
    const isPartial = problems.length > 0 && !state.options.rollbackOnError && saved.length > 0;
    if (problems.length > 0 && !isPartial) {
      const failed = new Set(problems.map(keyOf));
      state.successes = successesOf(
        this.#org,
        evaluation,
        saved.filter((component) => !failed.has(keyOf(component))),
        this.#time(),
      );
      state.status = 'Failed';
      return;
    }
    state.successes = successesOf(this.#org, evaluation, saved, this.#time());
    if (!(await this.#runTests(saved, evaluation)) || this.#stopIfCanceled()) return;
    if (!state.options.checkOnly) {
      inTransaction(this.#org.db, () => applyDeployment(this.#org, saved, evaluation, this.#time()));
      state.successes = successesOf(this.#org, evaluation, saved, this.#time(), state.successes);
    }
    state.status = isPartial ? 'SucceededPartial' : 'Succeeded';
  }

  /** Without rollback, what has problems is left out until the rest has none. */
  async #evaluate(
    content: ZipPackage,
  ): Promise<{ saved: readonly Component[]; evaluation: Evaluation; problems: ComponentProblem[] }> {
    const deletions = [content.deletedBefore, content.deletedAfter];
    const problems: ComponentProblem[] = [...content.problems];
    let saved = content.components;
    for (;;) {
      const evaluation = await evaluate(this.#org, saved, deletions);
      problems.push(...evaluation.problems);
      const failed = new Set(evaluation.problems.map(keyOf));
      const rest = saved.filter((component) => !failed.has(keyOf(component)));
      if (this.#deployment.state.options.rollbackOnError || failed.size === 0 || rest.length === saved.length) {
        return { saved: failed.size > 0 && rest.length === saved.length ? [] : saved, evaluation, problems };
      }
      saved = rest;
    }
  }

  /** @returns whether the deployment may go on */
  async #runTests(saved: readonly Component[], { plan, code }: Evaluation): Promise<boolean> {
    const { state } = this.#deployment;
    if (state.options.testLevel === 'NoTestRun' || !code.program) return true;
    const chosen = chooseTests(state.options, saved, plan.after, code.program);
    if (chosen.unknown.length > 0)
      throw badRequest('INVALID_OPERATION', `Invalid tests specified for RunTests: ${chosen.unknown.join(', ')}`);
    state.testsTotal = countTests(code.program, chosen.isWanted);
    const run = await runTests(code, this.#org.now, chosen.isWanted, ({ failure }) => {
      state.testsCompleted += 1;
      if (failure !== null) state.testErrors += 1;
    });
    state.tests = toTestReport(run, codeIds(this.#org.components), chosen.rule);
    state.testsCompleted = state.tests.successes.length;
    const isFailed = state.tests.failures.length > 0 || state.tests.codeCoverageWarnings.length > 0;
    if (isFailed) state.status = 'Failed';
    return !isFailed;
  }

  #stopIfCanceled(): boolean {
    if (!this.#deployment.isCanceled) return false;
    this.#deployment.state.status = 'Canceled';
    return true;
  }
}
