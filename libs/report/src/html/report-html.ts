import { extremeValuesChart, permutationImportanceChart } from '../charts/effect-charts.ts';
import { backtestChart, importanceChart, leaderboardChart, dependenceChart } from '../charts/model-charts.ts';
import { calibrationChart, conversionByScoreChart, monthsChart, outcomeChart } from '../charts/probability-charts.ts';
import { gainsChart, liftChart, precisionRecallChart, rocChart } from '../charts/ranking-charts.ts';
import type { ModelReport } from '../model-report/model-report.ts';
import { goalWords } from '../model-report/goal-words.ts';
import { interactionSentence } from '../model-report/sentences.ts';
import { groupSection } from './group-section.ts';
import { html, type Markup } from './markup.ts';
import { htmlPage } from './page.ts';
import {
  bandSection,
  charts,
  factsSection,
  figure,
  leaderboardSection,
  leakageSection,
  qualitySection,
  questionSection,
  segmentSection,
  splitSection,
  thresholdSection,
  verdictSection,
} from './sections.ts';

const MAX_DEPENDENCE_CHARTS = 6;
/** Features with less than this share of the strongest one's importance get no chart. */
const MIN_IMPORTANCE_SHARE = 0.03;

/** The report as one HTML page that needs no network and runs no script; the charts are part of it. */
export async function reportHtml(report: ModelReport): Promise<string> {
  const measured = report.holdout.rows > 0 ? await measuredSections(report) : [];
  const sections = [
    verdictSection(report),
    splitSection(report),
    ...(report.questions && report.questions.length > 0 ? [questionSection(report)] : []),
    ...measured,
    leakageSection(report),
    ...(report.segments.length > 0 ? [segmentSection(report)] : []),
    ...(report.groups && report.groups.length > 0 ? [groupSection(report, report.groups)] : []),
    ...(report.quality.length > 0 ? [qualitySection(report)] : []),
    factsSection(report),
  ];
  const model = report.goal === 'event' ? 'model' : 'lead scoring model';
  const header = html`<h1>How good is the ${model}?</h1>
    <p class="quiet">${report.title} · ${report.published}</p>`;
  return htmlPage(`${model.charAt(0).toUpperCase()}${model.slice(1)}: ${report.title}`, [header, ...sections], {
    images: true,
  });
}

async function measuredSections(report: ModelReport): Promise<readonly Markup[]> {
  return [
    await rankingSection(report),
    await probabilitySection(report),
    ...(await timeSection(report)),
    await featureSection(report),
    leaderboardSection(report, await leaderboardChart(report)),
    thresholdSection(report),
    ...(report.bands ? [bandSection(report, report.bands)] : []),
  ];
}

async function rankingSection(report: ModelReport): Promise<Markup> {
  const { records, successes: found, did, allDid, do: succeed } = goalWords(report);
  return charts(`Does it find the ${records} that ${succeed}?`, [
    figure(
      await gainsChart(report),
      `Calling ${records} from the best down finds ${found} this fast; the dashed line is chance.`,
    ),
    figure(await liftChart(report), `How often each tenth ${did}, compared with the average.`),
    figure(await rocChart(report), 'ROC: the further from the dashed line, the better the order.'),
    figure(
      await precisionRecallChart(report),
      `Precision against recall; the dashed line is the share of all ${records} that ${allDid}.`,
    ),
  ]);
}

async function probabilitySection(report: ModelReport): Promise<Markup> {
  const { records, did } = goalWords(report);
  return charts('Are its probabilities right?', [
    figure(
      await calibrationChart(report),
      `Of ${records} given a probability, this share ${did}; on the dashed line they agree.`,
    ),
    figure(
      await outcomeChart(report),
      'The less the two shapes overlap, the better the model distinguishes the outcomes.',
    ),
    figure(await conversionByScoreChart(report), `Share that ${did}, by tenth of the score.`),
  ]);
}

async function timeSection(report: ModelReport): Promise<readonly Markup[]> {
  const { backtest } = report;
  const { records, did } = goalWords(report);
  const figures = [
    ...(report.months.length > 1
      ? [figure(await monthsChart(report), `Share that ${did}, of the ${records} it was measured on.`)]
      : []),
    ...(backtest
      ? [figure(await backtestChart(report), 'Each month by a model trained on what was settled before it.')]
      : []),
  ];
  if (figures.length === 0) return [];
  const summary =
    backtest &&
    `Over ${backtest.folds.length} months its AUC was ${backtest.auc.toFixed(3)} on average (90 % range ${backtest.interval.low.toFixed(3)} to ${backtest.interval.high.toFixed(3)}).`;
  return [charts('Is it steady over time?', figures, summary)];
}

async function featureSection(report: ModelReport): Promise<Markup> {
  const faintest = MIN_IMPORTANCE_SHARE * (report.features[0]?.importance ?? 0);
  const shown = report.features.filter(({ importance, dependence }) => importance > faintest && dependence.length > 0);
  const strongest = shown.slice(0, MAX_DEPENDENCE_CHARTS);
  const dependenceCharts = await Promise.all(strongest.map((feature, index) => dependenceChart(feature, index)));
  const { importances = [], interaction } = report.effects ?? {};
  const words = goalWords(report);
  const effects =
    importances.length === 0
      ? []
      : [
          figure(
            await permutationImportanceChart(importances),
            `Measured on ${words.records} it had not seen, by shuffling one feature at a time.`,
          ),
          figure(
            await extremeValuesChart(importances, words),
            `All else unchanged: the common values with the fewest and the most ${words.successes}.`,
          ),
        ];
  const figures = [
    figure(await importanceChart(report), 'Mean absolute Shapley value.'),
    ...effects,
    ...dependenceCharts.map((svg) => figure(svg, '')),
  ];
  return charts('What are its predictions based on?', figures, interaction && interactionSentence(interaction, words));
}
