import { LightningElement } from 'lwc';
import getExperiment from '@salesforce/apex/ExperimentController.getExperiment';
import planExperiment from '@salesforce/apex/ExperimentController.planExperiment';
import startExperiment from '@salesforce/apex/ExperimentController.startExperiment';
import stopExperiment from '@salesforce/apex/ExperimentController.stopExperiment';
import type { ExperimentReport, PlannedExperiment, StartExperimentRequest } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { fill, formatShare } from 'c/scoreFormat';
import { planTexts, resultTexts, stateText } from './experimentTexts';
import { labels } from './labels';

/** Whether acting on scores helps: plans, starts and stops an experiment and shows where it stands. */
export default class ScoreExperiment extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  plan?: PlannedExperiment;
  /** What the user is asked to confirm. */
  asked?: 'start' | 'stop';
  private report?: ExperimentReport;
  private readonly entered: Record<string, string> = { design: 'lead', hiddenShare: '50', relativeEffect: '20' };

  override connectedCallback(): void {
    void this.load(getExperiment());
  }

  get state(): string {
    return this.report ? stateText(this.report) : '';
  }

  get results(): readonly string[] {
    return this.report ? resultTexts(this.report) : [];
  }

  get isOpen(): boolean {
    return this.report?.experiment != null && this.report.experiment.state !== 'ended';
  }

  get isRunning(): boolean {
    return this.report?.experiment?.state === 'running';
  }

  get stopLabel(): string {
    return this.isRunning ? labels.stop : labels.stopExploration;
  }

  get canPlan(): boolean {
    return this.report !== undefined && !this.isOpen;
  }

  get planned(): readonly string[] {
    return this.plan ? planTexts(this.plan) : [];
  }

  get asksStart(): boolean {
    return this.asked === 'start' && this.plan !== undefined;
  }

  get asksStop(): boolean {
    return this.asked === 'stop';
  }

  get startQuestion(): string {
    return fill(labels.confirm, formatShare(this.plan?.hiddenShare ?? 0));
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleEntered(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.entered[input.dataset.name ?? ''] = input.value;
    // What was calculated is no longer what would be started.
    this.plan = undefined;
    this.asked = undefined;
  }

  handleCalculate(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    void this.attempt(async () => {
      this.plan = JSON.parse(await planExperiment({ question: this.question() })) as PlannedExperiment;
    });
  }

  handleAskStart(): void {
    this.asked = 'start';
  }

  handleAskStop(): void {
    this.asked = 'stop';
  }

  handleCancel(): void {
    this.asked = undefined;
  }

  handleStart(): void {
    if (!this.busy) void this.load(startExperiment({ question: this.question() }));
  }

  handleStop(): void {
    if (this.busy) return;
    const box = this.template?.querySelector<HTMLInputElement>('[data-name="endExploration"]');
    void this.load(stopExperiment({ endExploration: !this.isRunning || box?.checked === true }));
  }

  /** What was entered, as the service takes it; an empty entry is left to the service. */
  private question(): StartExperimentRequest {
    const share = (name: string) => {
      const text = this.entered[name] ?? '';
      return text.trim() === '' ? {} : { [name]: Number(text) / 100 };
    };
    return {
      design: this.entered.design === 'repFortnight' ? 'repFortnight' : 'lead',
      ...share('hiddenShare'),
      ...share('relativeEffect'),
      ...share('baseRate'),
    };
  }

  private load(response: Promise<string>): Promise<void> {
    return this.attempt(async () => {
      this.report = JSON.parse(await response) as ExperimentReport;
      this.plan = undefined;
      this.asked = undefined;
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      await work();
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
