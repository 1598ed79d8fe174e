import { byId, element } from './element.ts';
import { listLeads, type ListedLead } from './records.ts';
import { likelihoodText } from 'c/scoreWords';
import { pageText } from './page-texts.ts';

/** The list on the left: leads by score, with search and paging on the server. */
export class LeadList {
  #search = '';
  #shown = 0;
  #request = 0;
  #chosen?: string;
  readonly #list = byId('leads');
  readonly #more = byId('more');
  readonly #status = byId('list-status');

  /** @param choose called with each lead that is clicked */
  constructor(choose: (leadId: string) => void) {
    const field = byId('search') as HTMLInputElement;
    field.addEventListener('input', () => this.#find(field.value.trim()));
    this.#more.addEventListener('click', () => void this.load());
    this.#list.addEventListener('click', (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-lead]');
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(link.dataset.lead!);
    });
  }

  /** Highlights the lead that is shown on the right. */
  mark(leadId: string | undefined): void {
    this.#chosen = leadId;
    for (const link of this.#list.querySelectorAll<HTMLAnchorElement>('a[data-lead]')) this.#markLink(link);
  }

  async load(): Promise<void> {
    this.#request += 1;
    const [request, shown] = [this.#request, this.#shown];
    this.#status.textContent = pageText('loading');
    try {
      const { leads, hasMore } = await listLeads(this.#search, shown);
      if (request !== this.#request) return;
      if (shown === 0) this.#list.replaceChildren();
      this.#list.append(...leads.map((lead) => this.#row(lead)));
      this.#shown += leads.length;
      this.#more.hidden = !hasMore;
      this.#status.textContent = this.#shown === 0 ? pageText('none') : '';
    } catch {
      if (request === this.#request) this.#status.textContent = pageText('fault');
    }
  }

  #find(search: string): void {
    if (search === this.#search) return;
    this.#search = search;
    this.#shown = 0;
    void this.load();
  }

  #row({ id, name, company, title, score, band }: ListedLead): HTMLElement {
    const bandText = score === null ? pageText('noScore') : likelihoodText(score);
    const link = element(
      'a',
      { href: `/leads/${id}`, 'data-lead': id, class: 'lead-link' },
      element(
        'span',
        { class: `lead-score band-${band?.toLowerCase() ?? 'none'}`, 'data-score': '' },
        element('span', { class: 'slds-assistive-text' }, `${pageText('score')} `),
        score === null ? '–' : String(score),
      ),
      element(
        'span',
        { class: 'lead-words' },
        element('span', { class: 'lead-name' }, name),
        element('span', { class: 'lead-company' }, [title, company].filter(Boolean).join(' · ')),
        element('span', { class: 'lead-band' }, bandText),
      ),
    );
    this.#markLink(link);
    return element('li', {}, link);
  }

  #markLink(link: HTMLAnchorElement): void {
    if (link.dataset.lead === this.#chosen) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
