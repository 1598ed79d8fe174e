import { element } from './element.ts';
import { languages, locale, pageText } from './page-texts.ts';

const YEAR_SECONDS = 31_536_000;

/** Lists the languages of the package. A choice is stored in a cookie, and the page is loaded again. */
export function offerLanguages(select: HTMLSelectElement): void {
  const primary = (tag: string): string => tag.split('-')[0]!;
  select.setAttribute('aria-label', pageText('language'));
  select.append(
    ...languages().map(({ tag, name }) =>
      element('option', { value: tag, lang: tag, selected: primary(tag) === primary(locale()) ? '' : undefined }, name),
    ),
  );
  select.addEventListener('change', () => {
    document.cookie = `language=${select.value};path=/;max-age=${YEAR_SECONDS};samesite=strict`;
    location.reload();
  });
}
