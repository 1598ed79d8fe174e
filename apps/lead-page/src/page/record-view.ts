import { createElement } from 'lwc';
import RecordScores from 'c/recordScores';
import { element } from './element.ts';
import { textOf } from './lead-view.ts';
import { pageText } from './page-texts.ts';
import { findCrmRecord, type RecordFailure } from './records.ts';

/** The page of an account, an opportunity, a contact or a case: its details and the card, as on its page in Salesforce. */
export function recordView(recordId: string): HTMLElement {
  const header = element('header', { class: 'record-header' });
  const details = element('section', { class: 'record-details slds-card', 'aria-label': pageText('details') });
  const card = createElement('c-record-scores', { is: RecordScores });
  Object.assign(card, { recordId });
  const view = element(
    'div',
    {},
    header,
    element('div', { class: 'record-body' }, details, element('aside', {}, card)),
  );
  findCrmRecord(recordId).then(
    ({ name, details: shown }) => {
      document.title = `${name} · Leadlight`;
      header.append(element('h1', { class: 'slds-text-heading_large' }, name));
      details.append(
        element('h2', { class: 'slds-text-heading_small' }, pageText('details')),
        element(
          'dl',
          { class: 'record-fields' },
          ...shown.map(({ label, value, type }) =>
            element('div', {}, element('dt', {}, label), element('dd', {}, textOf(value, type))),
          ),
        ),
      );
    },
    (failure: unknown) => {
      const message = (failure as Partial<RecordFailure>).body?.message ?? pageText('fault');
      document.title = 'Leadlight';
      view.replaceChildren(element('div', { class: 'choose', role: 'alert', 'data-id': 'unknown' }, message));
    },
  );
  return view;
}
