import { translatedMessageCodes } from '@leadlight/contract';
import { leakageTemplates, trainingPlanTemplates } from '@leadlight/evaluation';
import { historyStartTemplates, leftOutReasons } from '@leadlight/lead-features';
import { outsideTemplates } from '@leadlight/propensity';
import { verdictTemplates } from '@leadlight/report';
import { fieldLossTemplates } from '../../libs/workflows/src/field-health/field-loss.ts';
import { eventTitles } from '../../libs/workflows/src/notifications/notification.ts';
import { serviceEventTemplates } from '../../libs/workflows/src/notifications/service-events.ts';
import { monitorTemplates } from '../../libs/workflows/src/training/monitoring/event-messages.ts';
import { publicationStopTemplates } from '../../libs/workflows/src/training/publication-gate.ts';
import { fieldUseTemplates } from '../../libs/workflows/src/administration/scoring-settings/field-uses.ts';
import { LANGUAGES, readLabels, staleLabelFiles } from '../labels.mjs';

const placeholdersIn = (text) => [...new Set(text.match(/\{\d\}/g))].sort().join(' ');

/** The English sentence of each coded message in the libraries, which the CLI, the reports and the API show. */
const templates = {
  ...leakageTemplates,
  ...outsideTemplates,
  ...trainingPlanTemplates,
  ...verdictTemplates,
  ...fieldUseTemplates,
  ...historyStartTemplates,
  ...publicationStopTemplates,
  ...fieldLossTemplates,
  ...monitorTemplates,
  ...serviceEventTemplates,
  ...Object.fromEntries(Object.values(leftOutReasons).map(({ code, english }) => [code, english])),
};
/** `Message`, `few_leads` → `Message_FewLeads` */
const labelOf = (prefix, code) => `${prefix}_${code.replaceAll(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase())}`;
const textsByLabel = [
  ...translatedMessageCodes.map((code) => [labelOf('Message', code), templates[code]]),
  ...Object.entries(eventTitles).map(([kind, title]) => [labelOf('Event', kind), title]),
];

/**
 * Checks that every label has a text in every language, with the same placeholders, that the libraries say in English what the
 * labels say, and that the generated files have these texts.
 */
export function checkTranslations() {
  const labels = readLabels();
  const faults = labels.flatMap(({ name, en_US: english, ...texts }, row) => [
    ...(labels.findIndex((other) => other.name === name) === row ? [] : [`labels.csv: ${name} occurs twice`]),
    ...LANGUAGES.flatMap((language) => faultsOf(`labels.csv: ${name} in ${language}`, texts[language], english)),
  ]);
  for (const [label, text] of textsByLabel) {
    const english = labels.find(({ name }) => name === label)?.en_US;
    if (english !== text) faults.push(`labels.csv: ${label} is "${english}", but the library says "${text}"`);
  }
  for (const path of staleLabelFiles())
    faults.push(`force-app/${path} was not made from this labels.csv: run node tools/labels.mjs`);
  return { faults, summary: `Translations: ${labels.length} labels in ${LANGUAGES.length} languages besides English` };
}

function faultsOf(place, text, english) {
  if (!text) return [`${place} is not translated`];
  if (placeholdersIn(text) !== placeholdersIn(english)) return [`${place} has other placeholders than "${english}"`];
  // String.format treats a straight apostrophe as a quote.
  return text.includes("'") ? [`${place} contains a straight apostrophe`] : [];
}
