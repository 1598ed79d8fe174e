import { createElement } from 'lwc';
import LeadScoreCard from 'c/leadScoreCard';
import { byId, element } from './element.ts';
import { callLink, writeLink } from './contact-links.ts';
import { factsOf, scoreBadge } from './lead-row.ts';
import { findRecord, type LeadRecord, type ListedLead, type RecordFailure } from './records.ts';
import { locale, pageText } from './page-texts.ts';

/** The lead on the right: its details and the card, as on the Lead page in Salesforce. */
export class LeadView {
  readonly #view = byId('lead');
  #shown?: string;

  /** Shows other content instead of a lead. */
  showInstead(view: string, ...content: readonly Node[]): void {
    this.#shown = undefined;
    document.body.dataset.view = view;
    this.#view.replaceChildren(...content);
  }

  async show(leadId: string): Promise<void> {
    this.#shown = leadId;
    // Starts before the page and the card are built.
    const found = findRecord(leadId).catch((error: unknown) => error as Partial<RecordFailure>);
    document.body.dataset.view = 'lead';
    const header = element('header', { class: 'record-header' });
    const details = element('section', { class: 'record-details slds-card', 'aria-label': pageText('details') });
    const card = createElement('c-lead-score-card', { is: LeadScoreCard });
    Object.assign(card, { recordId: leadId });
    this.#view.replaceChildren(header, element('div', { class: 'record-body' }, details, element('aside', {}, card)));
    const record = await found;
    if (this.#shown !== leadId) return;
    if ('fields' in record) fillIn(record, header, details);
    else this.#view.replaceChildren(failureView(record, () => void this.show(leadId)));
  }
}

function fillIn(record: LeadRecord, header: HTMLElement, details: HTMLElement): void {
  const name = String(record.fields.Name?.value ?? '');
  const subtitle = [record.fields.Title?.value, record.fields.Company?.value].filter(Boolean).join(' · ');
  document.title = `${name} · Leadlight`;
  const words = element(
    'div',
    {},
    element('h1', { class: 'slds-text-heading_large' }, name),
    element('p', {}, subtitle),
  );
  header.append(words, element('div', { class: 'contacts' }, ...contactLinks(record, name)));
  details.append(
    element('h2', { class: 'slds-text-heading_small' }, pageText('details')),
    element(
      'dl',
      { class: 'record-fields' },
      ...record.details.map(({ label, value, displayValue, type }) =>
        element('div', {}, element('dt', {}, label), element('dd', {}, displayValue ?? textOf(value, type))),
      ),
    ),
  );
}

/** How the lead can be reached, without ways that they have opted out of. */
function contactLinks({ fields }: LeadRecord, name: string): HTMLElement[] {
  const valueOf = (field: string) => fields[field]?.value;
  const phone = valueOf('Phone') ?? valueOf('MobilePhone');
  const email = valueOf('Email');
  return [
    ...(typeof phone === 'string' && valueOf('DoNotCall') !== true ? [callLink(phone, name)] : []),
    ...(typeof email === 'string' && valueOf('HasOptedOutOfEmail') !== true ? [writeLink(email)] : []),
  ];
}

/** Shown instead of a lead that does not exist or cannot be read. Only the latter may be tried again. */
function failureView({ status, body }: Partial<RecordFailure>, retry: () => void): HTMLElement {
  const isUnknown = status === 404;
  const title = pageText(isUnknown ? 'unknown' : 'fault');
  document.title = `${title} · Leadlight`;
  const again = element('button', { type: 'button', class: 'slds-button slds-button_neutral' }, pageText('retry'));
  again.addEventListener('click', retry);
  return element(
    'div',
    { class: 'choose', role: 'alert', 'data-id': isUnknown ? 'unknown' : 'failed' },
    element('h1', { class: 'slds-text-heading_medium' }, title),
    ...(isUnknown ? [element('p', {}, body?.message ?? '')] : [element('p', {}, again)]),
  );
}

/** Shown before a lead is chosen: the lead to start with, or how to use the list while there is none. */
export function bestLeadView(best: ListedLead | undefined, open: (leadId: string) => void): HTMLElement {
  document.title = 'Leadlight';
  const more = element('p', { class: 'quiet-text' }, pageText('chooseMore'));
  if (!best || best.score === null) {
    return element(
      'div',
      { class: 'choose' },
      element('h1', { class: 'slds-text-heading_medium' }, pageText('choose')),
      more,
    );
  }
  const { id, name, title, company, phone } = best;
  const link = element('a', { href: `/leads/${id}`, class: 'slds-button slds-button_brand' }, pageText('open'));
  link.addEventListener('click', (event) => {
    event.preventDefault();
    open(id);
  });
  return element(
    'section',
    { class: 'best slds-card', 'data-id': 'best' },
    element('h1', { class: 'slds-text-heading_medium' }, pageText('best')),
    element(
      'div',
      { class: 'best-lead' },
      scoreBadge(best),
      element(
        'div',
        {},
        element('p', { class: 'lead-name' }, name),
        element('p', {}, [title, company].filter(Boolean).join(' · ')),
        element('p', { class: 'facts quiet-text' }, ...factsOf(best)),
      ),
    ),
    element('div', { class: 'contacts' }, ...(phone === null ? [] : [callLink(phone, name)]), link),
    more,
  );
}

export function textOf(value: unknown, type: string): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(value);
  if (type === 'datetime' || type === 'date')
    return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(String(value)));
  return String(value);
}
