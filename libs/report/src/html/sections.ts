import { englishText } from '@leadlight/common';
import type { BandRate, Interval } from '@leadlight/evaluation';
import { formatDay } from '../dates.ts';
import { goalWords } from '../model-report/goal-words.ts';
import { questionSentence, rowNoun, segmentSentence } from '../model-report/sentences.ts';
import type { GoalKind, ModelReport } from '../model-report/model-report.ts';
import { verdictHeadline } from '../model-report/report-verdict.ts';
import { html, table, trusted, type Markup } from './markup.ts';

const number = (value: number, digits: number): string =>
  Number.isNaN(value)
    ? '–'
    : new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
const percent = (value: number, digits = 0): string => (Number.isNaN(value) ? '–' : `${number(value * 100, digits)} %`);
const range = ({ low, high }: Interval, digits: number): string => `${number(low, digits)}–${number(high, digits)}`;

const section = (title: string, body: Markup): Markup =>
  html`<section>
    <h2>${title}</h2>
    ${body}
  </section>`;
const tag = (text: string): Markup => html`<span class="tag ${text}">${text}</span>`;

/** A chart with its explanation. */
export const figure = (svg: string, caption: string): Markup =>
  html`<figure>
    ${trusted(svg)}
    <figcaption>${caption}</figcaption>
  </figure>`;

export const charts = (title: string, figures: readonly Markup[], text?: string): Markup =>
  section(
    title,
    html`${text === undefined ? undefined : html`<p>${text}</p>`}
      <div class="charts">${figures}</div>`,
  );

export function verdictSection({ verdict, comparison, holdout }: ModelReport): Markup {
  const tone = verdict.level === 'ready' ? '' : verdict.level === 'use with care' ? 'care' : 'not';
  const { intervals } = holdout;
  const figures: [string, string][] = [
    [number(holdout.auc, 3), `AUC (${range(intervals.auc, 2)})`],
    [`${number(holdout.lift, 1)} ×`, `lift in the top tenth (${range(intervals.lift, 1)})`],
    [number(holdout.prAuc, 3), `PR-AUC, base ${percent(holdout.converted / holdout.rows, 1)}`],
    [number(holdout.logLoss, 3), 'log loss'],
    [percent(holdout.ece, 1), 'calibration error'],
    [percent(holdout.decisions.accuracy, 1), `accuracy from ${percent(holdout.decisions.threshold)} on`],
    [percent(holdout.decisions.precision, 1), `precision from ${percent(holdout.decisions.threshold)} on`],
    [percent(holdout.decisions.recall, 1), `recall from ${percent(holdout.decisions.threshold)} on`],
  ];
  return html`<section class="verdict ${tone}">
    <strong>${verdictHeadline(verdict)}</strong>
    ${verdict.reasons.map(({ english }) => html`<p>${english}</p>`)}
    <p>${comparison}</p>
    <ul class="figures">
      ${figures.map(([value, name]) => html`<li><b>${value}</b><span>${name}</span></li>`)}
    </ul>
  </section>`;
}

function countsAs(goal: GoalKind | undefined, horizonDays: number): string {
  if (goal === 'won') return `A lead counts as won if its opportunity was won within ${horizonDays} days.`;
  if (goal === 'opportunity' || goal === 'status')
    return `A lead counts if it reached the goal within ${horizonDays} days.`;
  if (goal === 'event') return `A record counts if it had the event within ${horizonDays} days.`;
  return `A lead counts as converted if it did so within ${horizonDays} days.`;
}

export const splitSection = ({ split, horizonDays, goal }: ModelReport): Markup =>
  section(
    'How it was measured',
    html`<p>${split.sentence}</p>
      ${
        horizonDays === undefined
          ? undefined
          : html`<p>${countsAs(goal, horizonDays)} It enters only once these have passed, whatever its outcome.</p>`
      }
      <p class="quiet">Ranges are 90 % intervals, bootstrapped by ${goalWords({ goal }).record}.</p>`,
  );

/** What only somebody who knows the table can answer. */
export const questionSection = ({ questions = [] }: ModelReport): Markup =>
  section(
    'Was it known in time?',
    html`<p>
        A table does not say when its values became known. A column that is filled in after the moment of scoring makes
        the model look better here than it is on new leads.
      </p>
      <ul>
        ${questions.map((question) => html`<li>${questionSentence(question)}</li>`)}
      </ul>`,
  );

export function leaderboardSection({ leaderboard, goal }: ModelReport, chart: string): Markup {
  const rows = leaderboard.map(({ name, isWinner, metrics, intervals, againstBest }) => [
    html`${name}${isWinner ? html` ${tag('winner')}` : undefined}`,
    number(metrics.logLoss, 4),
    againstBest.challenger,
    `${number(metrics.auc, 3)} (${range(intervals.auc, 2)})`,
    number(metrics.prAuc, 3),
    number(metrics.brier, 4),
    percent(metrics.ece, 1),
    `${number(metrics.lift, 1)} (${range(intervals.lift, 1)})`,
    percent(metrics.decisions.accuracy, 1),
    percent(metrics.decisions.precision, 1),
    percent(metrics.decisions.recall, 1),
    number(metrics.decisions.f1, 3),
  ]);
  const header = [
    '',
    'log loss',
    'against the best',
    'AUC',
    'PR-AUC',
    'Brier',
    'calibration error',
    'lift',
    'accuracy',
    'precision',
    'recall',
    'F1',
  ];
  return section(
    'Contenders on the same rows',
    html`${figure(chart, 'AUC with 90 % ranges.')}${table(`Lowest log loss first. The winner was chosen by cross-validation on the other ${goalWords({ goal }).records}: the lowest log loss, or a simpler contender that a paired test cannot distinguish from it.`, header, rows)}`,
  );
}

/** How the held-out leads of each band turned out. */
export const bandSection = (report: ModelReport, bands: readonly BandRate[]): Markup =>
  section(
    'What each band is worth',
    table(
      `On ${goalWords(report).records} that the model was not trained on, with the 90 % range of the rate.`,
      ['band', rowNoun(report), goalWords(report).success, 'rate', 'range'],
      bands.map(({ band, rows, converted, interval }) => [
        band,
        number(rows, 0),
        number(converted, 0),
        percent(rows > 0 ? converted / rows : NaN, 1),
        `${percent(interval.low, 1)}–${percent(interval.high, 1)}`,
      ]),
    ),
  );

const CHOICES = { half: 'one half', bestF1: 'best F1', capacity: 'by capacity', value: 'by value' } as const;

export function thresholdSection({ thresholds, goal }: ModelReport): Markup {
  const { records } = goalWords({ goal });
  const rows = thresholds.map(({ name, decisions, called, gainPer100 }) => [
    CHOICES[name],
    number(decisions.threshold, 3),
    percent(called, 1),
    percent(decisions.accuracy, 1),
    percent(decisions.precision, 1),
    percent(decisions.recall, 1),
    number(decisions.f1, 3),
    gainPer100 === undefined ? '–' : number(gainPer100, 0),
  ]);
  const header = ['', 'threshold', 'called', 'accuracy', 'precision', 'recall', 'F1', `gain per 100 ${records}`];
  return section(
    'Thresholds',
    table(`The results if ${records} with at least this probability are called.`, header, rows),
  );
}

/** The label, followed by the name that settings and options use. */
const fieldName = ({ field, label = field }: { readonly field: string; readonly label?: string }): Markup =>
  html`${label === '' ? '(no name)' : label}${label === field ? undefined : html` <span class="quiet">${field}</span>`}`;

export function leakageSection({ leakage }: ModelReport): Markup {
  const rows = leakage.findings.map((finding) => [
    fieldName(finding),
    html`${tag(finding.verdict)}${finding.allowed ? html` allowed` : undefined}`,
    finding.auc === undefined ? '–' : number(finding.auc, 2),
    englishText(finding.evidence),
  ]);
  const header = ['field', 'verdict', 'AUC alone', 'evidence'];
  return section(
    'Leakage',
    html`<p>${leakage.sentence}</p>
      ${table('Every field that came in.', header, rows, 'sentence')}`,
  );
}

export function qualitySection({ quality, drift }: ModelReport): Markup {
  const driftOf = new Map(drift.map((column) => [column.field, column]));
  const rows = quality.map((column) => {
    const { kind, missing, distinct } = column;
    const moved = driftOf.get(column.field);
    return [
      fieldName(column),
      kind,
      percent(missing, 1),
      number(distinct, 0),
      moved ? `${number(moved.stability, 3)} ${moved.verdict}` : '–',
    ];
  });
  const header = ['field', 'kind', 'missing', 'different values', 'drift, learned from → measured on'];
  return section(
    'Data quality',
    table('Drift is the population stability index: over 0.25 a field has moved.', header, rows),
  );
}

export function segmentSection(report: ModelReport): Markup {
  const { segments } = report;
  const rows = segments.map(({ segment, means, metrics, own, isWorthwhile }) => [
    segment,
    number(metrics.rows, 0),
    percent(metrics.converted / metrics.rows, 1),
    number(metrics.auc, 3),
    number(metrics.logLoss, 4),
    means === 'model' ? 'a model' : 'an offset',
    `${number(own.difference, 4)} (${range(own.interval, 4)})`,
    isWorthwhile ? 'yes' : 'no',
  ]);
  const header = [
    'segment',
    rowNoun(report),
    goalWords(report).success,
    'AUC',
    'log loss',
    'its own',
    'own compared with whole',
    'own is published',
  ];
  return section(
    'Segments',
    html`<p>${segmentSentence(segments)}</p>
      ${table('A negative difference in log loss favours the segment’s own.', header, rows)}`,
  );
}

export const factsSection = ({ facts, generatedAt }: ModelReport): Markup =>
  section(
    'Training facts',
    table(
      `Report of ${formatDay(generatedAt)}.`,
      ['', ''],
      facts.map(({ name, value }) => [name, value]),
      'sentence',
    ),
  );
