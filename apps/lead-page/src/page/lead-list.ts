import { byId } from './element.ts';
import { leadRow } from './lead-row.ts';
import { ListOptions } from './list-options.ts';
import { fillText, formatCount, pageText } from './page-texts.ts';
import { listLeads, type LeadList as ListedLeads, type ListedLead, type ListQuery } from './records.ts';

/** The list on the left: open leads, sorted, filtered and divided into pages by the server. */
export class LeadList {
  #query = '';
  #shown = 0;
  #request = 0;
  #chosen?: string;
  readonly #options: ListOptions;
  readonly #showBest: (best: ListedLead | undefined) => void;
  readonly #list = byId('leads');
  readonly #more = byId('more');
  readonly #status = byId('list-status');
  readonly #leftOut = byId('left-out');

  /**
   * @param choose called with each lead that is clicked
   * @param showBest called each time the ranking is loaded, with its first lead that can be called, or its first one
   */
  constructor(choose: (leadId: string) => void, showBest: (best: ListedLead | undefined) => void) {
    this.#showBest = showBest;
    this.#options = new ListOptions(() => this.#find());
    this.#more.addEventListener('click', () => void this.load());
    this.#leftOut.querySelector('button')!.addEventListener('click', () => this.#options.showAll());
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
    const { query } = this.#options;
    const [request, shown] = [this.#request, this.#shown];
    this.#query = JSON.stringify(query);
    this.#status.textContent = pageText('loading');
    try {
      const listed = await listLeads(query, shown);
      if (request === this.#request) this.#show(listed, shown, query);
    } catch {
      if (request === this.#request) this.#status.textContent = pageText('fault');
    }
  }

  #show({ leads, hasMore, leftOut = 0 }: ListedLeads, shown: number, query: ListQuery): void {
    if (shown === 0) {
      this.#list.replaceChildren();
      this.#leftOut.hidden = leftOut === 0;
      this.#leftOut.querySelector('span')!.textContent = fillText('leftOut', formatCount(leftOut));
      if (isRanking(query)) this.#showBest(leads.find(({ phone }) => phone !== null) ?? leads[0]);
    }
    const rows = leads.map(leadRow);
    for (const row of rows) this.#markLink(row.querySelector<HTMLAnchorElement>('a[data-lead]')!);
    this.#list.append(...rows);
    this.#shown += leads.length;
    this.#more.hidden = !hasMore;
    this.#status.textContent = this.#shown === 0 ? pageText('none') : '';
  }

  #find(): void {
    if (JSON.stringify(this.#options.query) === this.#query) return;
    this.#shown = 0;
    void this.load();
  }

  #markLink(link: HTMLAnchorElement): void {
    if (link.dataset.lead === this.#chosen) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** Whether the first lead of the list is the one to work first. */
const isRanking = ({ sort, search, all }: ListQuery): boolean => sort === 'score' && search === '' && !all;
