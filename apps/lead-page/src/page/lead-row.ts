import { likelihoodText, unrankedText } from 'c/scoreWords';
import { callLink } from './contact-links.ts';
import { element } from './element.ts';
import { fillText, formatDate, pageText, unrankedTitle } from './page-texts.ts';
import type { ListedLead } from './records.ts';

/** One lead of the list: a link to it, and a link that calls it. */
export function leadRow(lead: ListedLead): HTMLElement {
  const { id, name, company, title, phone } = lead;
  const link = element(
    'a',
    { href: `/leads/${id}`, 'data-lead': id, class: 'lead-link' },
    scoreBadge(lead),
    element(
      'span',
      { class: 'lead-words' },
      element('span', { class: 'lead-name' }, name),
      element('span', { class: 'lead-company' }, [title, company].filter(Boolean).join(' · ')),
      element('span', { class: 'lead-band' }, wordsOf(lead)),
      element('span', { class: 'facts lead-facts' }, ...factsOf(lead)),
    ),
  );
  return element('li', { class: 'lead' }, link, ...(phone === null ? [] : [callLink(phone, name)]));
}

export function scoreBadge({ score, band, unranked }: Pick<ListedLead, 'score' | 'band' | 'unranked'>): HTMLElement {
  const kind = unranked === null ? (band?.toLowerCase() ?? 'none') : 'none';
  return element(
    'span',
    { class: `lead-score band-${kind}`, 'data-score': '' },
    element('span', { class: 'slds-assistive-text' }, `${pageText('score')} `),
    score === null ? '–' : String(score),
  );
}

function wordsOf({ score, unranked }: ListedLead): string {
  if (score === null) return pageText('noScore');
  return unranked === null ? likelihoodText(score) : `${unrankedTitle()}: ${unrankedText({ code: unranked })}`;
}

/** Status, owner and last activity. A line breaks between them, not inside one; `.facts` clips a separator that begins a line. */
export function factsOf({ status, owner, lastActivity }: ListedLead): (HTMLElement | string)[] {
  const facts = [status, owner, activityText(lastActivity)].filter(
    (fact): fact is string => fact !== null && fact !== '',
  );
  return facts.flatMap((fact, i) =>
    i === 0
      ? [element('span', { class: 'fact' }, fact)]
      : [' ', element('span', { class: 'fact' }, element('span', { class: 'separator' }, '· '), fact)],
  );
}

/** Salesforce's date of the last activity is that of a planned event, too. */
function activityText(date: string | null): string {
  if (date === null) return pageText('noActivity');
  return fillText(Date.parse(date) > Date.now() ? 'plannedActivity' : 'lastActivity', formatDate(date));
}
