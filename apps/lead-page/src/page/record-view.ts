import { createElement } from 'lwc';
import AccountLeads from 'c/accountLeads';
import RecordScores from 'c/recordScores';
import { element } from './element.ts';
import { textOf } from './lead-view.ts';
import { pageText } from './page-texts.ts';
import { findCrmRecord, type RecordFailure } from './records.ts';

const ACCOUNT_PREFIX = '001';

/** The page of an account, an opportunity, a contact or a case: its details and the cards, as on its page in Salesforce. */
export function recordView(recordId: string): HTMLElement {
  const header = element('header', { class: 'record-header' });
  const details = element('section', { class: 'record-details slds-card', 'aria-label': pageText('details') });
  const card = createElement('c-record-scores', { is: RecordScores });
  Object.assign(card, { recordId });
  const cards = [card];
  if (recordId.startsWith(ACCOUNT_PREFIX)) {
    const leads = createElement('c-account-leads', { is: AccountLeads });
    Object.assign(leads, { recordId });
    cards.push(leads);
  }
  const view = element(
    'div',
    {},
    header,
    element('div', { class: 'record-body' }, details, element('aside', {}, ...cards)),
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
