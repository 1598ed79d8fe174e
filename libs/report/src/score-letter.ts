import { formatDay, formatMinute } from './dates.ts';
import { goalWords } from './model-report/goal-words.ts';
import type { GoalKind } from './model-report/model-report-input.ts';
import { html, table, type Markup } from './html/markup.ts';
import { htmlPage } from './html/page.ts';

/** One logged score with everything that decided it, in texts that are ready to read. */
export interface ScoreLetter {
  readonly leadId: string;
  readonly scoredAt: number;
  readonly writtenAt: number;
  readonly model: {
    readonly id: string;
    readonly version: number;
    readonly learner: string;
    readonly trainedAt: number;
    /** Absent where the model's file does not say. */
    readonly horizonDays?: number;
    readonly goal?: GoalKind;
  };
  readonly score: number;
  readonly band: string;
  readonly probability: number;
  readonly baselineScore: number;
  readonly similarLeads: {
    readonly count: number;
    readonly converted: number;
    readonly low: number;
    readonly high: number;
  };
  /** Present where the lead was left out of lists by score: why. */
  readonly unranked?: string;
  /** Every field that moved the score by at least one point, strongest first. */
  readonly reasons: readonly { readonly label: string; readonly value: string; readonly points: number }[];
  readonly otherPoints: number;
  /** Every value that the model read. */
  readonly values: readonly { readonly label: string; readonly value: string }[];
  /** Members of the logged score that could not be reproduced exactly; empty = equal in every bit. */
  readonly differences: readonly string[];
}

const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`;
const points = (count: number): string => `${Math.abs(count)} point${Math.abs(count) === 1 ? '' : 's'}`;

/** One reason as a sentence. */
function reasonSentence({ label, value, points: count }: ScoreLetter['reasons'][number]): string {
  return `${label}: ${value}. This ${count > 0 ? 'raised' : 'lowered'} the score by ${points(count)}.`;
}

/** What the score says, which model gave it and how to read it; one paragraph each. */
function paragraphs(letter: ScoreLetter): readonly string[] {
  const { model, score, band, probability, similarLeads, unranked } = letter;
  const words = goalWords(model);
  const within = model.horizonDays === undefined ? '' : ` within ${model.horizonDays} days`;
  const { count, converted, low, high } = similarLeads;
  return [
    `On ${formatMinute(letter.scoredAt)} this lead had a score of ${score} on a scale from 1 to 99, band ${band}. The model estimated a probability of ${percent(probability, 1)} that the lead ${words.would}${within}.`,
    `The score is the lead’s rank among the open leads of the company: about ${score} of 100 had a lower probability.`,
    `Of ${count.toLocaleString('en')} past leads with a similar score, ${percent(converted)} ${words.allDid} (90 % range ${percent(low)} to ${percent(high)}).`,
    ...(unranked === undefined ? [] : [`The lead was left out of lists by score: ${unranked}.`]),
    `It was scored by model version ${model.version} (id ${model.id}, ${model.learner}), trained on ${formatDay(model.trainedAt)}. A person decides what to do with the lead; the score is an estimate from past leads, not a decision.`,
  ];
}

function proofSentence({ differences }: ScoreLetter): string {
  return differences.length === 0
    ? 'This letter was computed again from the values and the model version in the score log. The result equals the logged score in every bit.'
    : `This letter was computed again from the values and the model version in the score log. These parts of the logged score could not be reproduced: ${differences.join(', ')}.`;
}

const startSentence = ({ baselineScore }: ScoreLetter): string =>
  `An average lead has a score of ${baselineScore}. From there, these values led to the score:`;

const otherSentence = ({ otherPoints }: ScoreLetter): string | undefined =>
  otherPoints === 0
    ? undefined
    : `All other values together ${otherPoints > 0 ? 'raised' : 'lowered'} the score by ${points(otherPoints)}.`;

/** The letter as plain text. */
export function letterText(letter: ScoreLetter): string {
  const other = otherSentence(letter);
  return [
    `The score of lead ${letter.leadId}`,
    '',
    ...paragraphs(letter).flatMap((paragraph) => [paragraph, '']),
    startSentence(letter),
    '',
    ...letter.reasons.map((reason) => `- ${reasonSentence(reason)}`),
    ...(other === undefined ? [] : [`- ${other}`]),
    '',
    'Values that the model read:',
    '',
    ...letter.values.map(({ label, value }) => `- ${label}: ${value}`),
    '',
    proofSentence(letter),
    `Written ${formatMinute(letter.writtenAt)}.`,
    '',
  ].join('\n');
}

/** The letter as one HTML page that needs no network and runs no script. */
export function letterHtml(letter: ScoreLetter): string {
  const title = `The score of lead ${letter.leadId}`;
  return htmlPage(title, [
    html`<h1>${title}</h1>`,
    letterSections(letter),
    html`<p class="quiet">${proofSentence(letter)} Written ${formatMinute(letter.writtenAt)}.</p>`,
  ]);
}

function letterSections(letter: ScoreLetter): Markup {
  const other = otherSentence(letter);
  const sentences = [...letter.reasons.map(reasonSentence), ...(other === undefined ? [] : [other])];
  return html`<section>
      <h2>What it says</h2>
      ${paragraphs(letter).map((paragraph) => html`<p>${paragraph}</p>`)}
    </section>
    <section>
      <h2>Why</h2>
      <p>${startSentence(letter)}</p>
      <ul>
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </section>
    <section>
      <h2>Values that the model read</h2>
      ${table(
        'As they were known at that time.',
        ['', 'value'],
        letter.values.map(({ label, value }) => [label, value]),
        'sentence',
      )}
    </section>`;
}
