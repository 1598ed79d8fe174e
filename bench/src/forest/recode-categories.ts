import type { Examples } from '@leadlight/forest';

/** The same categories under the codes of the examples that were learned from; unseen ones are missing. */
export function recodeCategories(examples: Examples, as: Examples): Examples {
  const columns = examples.columns.map((column, f) => {
    const known = as.columns[f]!;
    if (column.kind !== 'categorical' || known.kind !== 'categorical') return column;
    const codeOf = Int32Array.from(column.categories, (category) => known.categories.indexOf(category));
    const codes = column.codes.map((code) => (code < 0 ? -1 : codeOf[code]!));
    return { ...column, codes, categories: known.categories };
  });
  return { ...examples, columns };
}
