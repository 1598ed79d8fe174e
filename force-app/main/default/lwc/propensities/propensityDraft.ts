import type { Propensity } from '@leadlight/contract';

/** The members of a definition that the form changes. */
interface Definition {
  readonly id: string;
  readonly label: string;
  readonly object: string;
  readonly horizonDays: number;
  readonly population: { readonly activeWithinDays?: number };
  readonly excludedFields?: readonly string[];
  readonly writeBack: object | null;
}

export interface Draft {
  /** 0 = it is added. */
  readonly basedOn: number;
  readonly definition: Definition;
  /** As typed. */
  readonly horizon: string;
  /** As typed; undefined where the definition has no such limit. */
  readonly activeWithin: string | undefined;
  readonly excluded: string;
  readonly writesBack: boolean;
  /** Whether there are fields that scores could be written to. */
  readonly canWriteBack: boolean;
}

/** @param revision 0 = it is added */
export function draftOf(document: Propensity['definition'], revision: number): Draft {
  const definition = document as unknown as Definition;
  const { horizonDays, population, excludedFields = [], writeBack } = definition;
  return {
    basedOn: revision,
    definition,
    horizon: String(horizonDays),
    activeWithin: population.activeWithinDays === undefined ? undefined : String(population.activeWithinDays),
    excluded: excludedFields.join(', '),
    writesBack: writeBack !== null,
    canWriteBack: writeBack !== null,
  };
}

const daysOf = (typed: string): number => Number(typed.trim() === '' ? Number.NaN : typed);

/** The contract's PutPropensityRequest as JSON text. Days that are no number become null, which the service rejects with a sentence. */
export function requestOf({ basedOn, definition, horizon, activeWithin, excluded, writesBack }: Draft): string {
  const fields = excluded
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  return JSON.stringify({
    basedOn,
    definition: {
      ...definition,
      horizonDays: daysOf(horizon),
      population: {
        ...definition.population,
        ...(activeWithin !== undefined && { activeWithinDays: daysOf(activeWithin) }),
      },
      excludedFields: fields.length > 0 ? fields : undefined,
      writeBack: writesBack ? definition.writeBack : null,
    },
  });
}
