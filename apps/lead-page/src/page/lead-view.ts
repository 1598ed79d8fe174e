import { createElement } from 'lwc';
import LeadScoreCard from 'c/leadScoreCard';
import { byId, element } from './element.ts';
import { findRecord, type LeadRecord } from './records.ts';
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
    const found = findRecord(leadId).catch((error: unknown) => error as { readonly body?: { message?: string } });
    document.body.dataset.view = 'lead';
    const header = element('header', { class: 'record-header' });
    const details = element('section', { class: 'record-details slds-card', 'aria-label': pageText('details') });
    const card = createElement('c-lead-score-card', { is: LeadScoreCard });
    Object.assign(card, { recordId: leadId });
    this.#view.replaceChildren(header, element('div', { class: 'record-body' }, details, element('aside', {}, card)));
    const record = await found;
    if (this.#shown !== leadId) return;
    if ('fields' in record) fillIn(record, header, details);
    else header.append(element('p', { role: 'alert' }, record.body?.message ?? pageText('fault')));
  }
}

function fillIn(record: LeadRecord, header: HTMLElement, details: HTMLElement): void {
  const name = String(record.fields.Name?.value ?? '');
  const subtitle = [record.fields.Title?.value, record.fields.Company?.value].filter(Boolean).join(' · ');
  document.title = `${name} · Leadlight`;
  header.append(element('h1', { class: 'slds-text-heading_large' }, name), element('p', {}, subtitle));
  details.append(
    element('h2', { class: 'slds-text-heading_small' }, pageText('details')),
    element(
      'dl',
      { class: 'fields' },
      ...record.details.map(({ label, value, displayValue, type }) =>
        element('div', {}, element('dt', {}, label), element('dd', {}, displayValue ?? textOf(value, type))),
      ),
    ),
  );
}

/** Shown before a lead is chosen. */
export function emptyView(): HTMLElement {
  document.title = 'Leadlight';
  return element(
    'div',
    { class: 'choose' },
    element('h1', { class: 'slds-text-heading_medium' }, pageText('choose')),
    element('p', {}, pageText('chooseMore')),
  );
}

function textOf(value: unknown, type: string): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(value);
  if (type === 'datetime' || type === 'date')
    return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(String(value)));
  return String(value);
}
