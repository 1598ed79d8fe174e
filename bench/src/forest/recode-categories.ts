import type { Examples } from '@leadlight/forest';

/** Recodes categories with the codes of the training examples; unseen categories become missing. */
export function recodeCategories(examples: Examples, as: Examples): Examples {
  const columns = examples.columns.map((column, f) => {
    const target = as.columns[f]!;
    if (column.kind !== 'categorical' || target.kind !== 'categorical') return column;
    const codeOf = Int32Array.from(column.categories, (category) => target.categories.indexOf(category));
    const codes = column.codes.map((code) => (code < 0 ? -1 : codeOf[code]!));
    return { ...column, codes, categories: target.categories };
  });
  return { ...examples, columns };
}
