import { byId, element } from './element.ts';
import { pageText } from './page-texts.ts';
import { listFilters, type ListQuery } from './records.ts';

const ORDERS = [
  ['score', 'sortScore'],
  ['activity', 'sortActivity'],
  ['created', 'sortCreated'],
  ['name', 'sortName'],
] as const;

/** The fields by which the user searches, sorts and filters the list. */
export class ListOptions {
  readonly #search = byId('search') as HTMLInputElement;
  readonly #sort = byId('sort') as HTMLSelectElement;
  readonly #status = byId('status') as HTMLSelectElement;
  readonly #owner = byId('owner') as HTMLSelectElement;
  readonly #all = byId('all') as HTMLInputElement;

  /** @param change called after each change of the query */
  constructor(change: () => void) {
    this.#sort.append(...ORDERS.map(([value, key]) => element('option', { value }, pageText(key))));
    for (const select of [this.#status, this.#owner]) select.append(element('option', { value: '' }, pageText('any')));
    this.#search.addEventListener('input', change);
    for (const field of [this.#sort, this.#status, this.#owner, this.#all]) field.addEventListener('change', change);
    // The list works without filters.
    void this.#loadFilters().catch(() => undefined);
  }

  get query(): ListQuery {
    return {
      search: this.#search.value.trim(),
      sort: this.#sort.value,
      status: this.#status.value,
      owner: this.#owner.value,
      all: this.#all.checked,
    };
  }

  /** Lists the leads that the ranking leaves out, too. */
  showAll(): void {
    this.#all.checked = true;
    this.#all.dispatchEvent(new Event('change'));
  }

  async #loadFilters(): Promise<void> {
    const { statuses, owners } = await listFilters();
    this.#status.append(...statuses.map((status) => element('option', { value: status }, status)));
    this.#owner.append(...owners.map(({ id, name }) => element('option', { value: id }, name)));
  }
}
