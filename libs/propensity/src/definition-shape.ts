type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isNumberOrNull = (value: unknown): boolean => value === null || typeof value === 'number';
const absentOr = (check: (value: unknown) => boolean) => (value: unknown) => value === undefined || check(value);
const listOf = (check: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(check);

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

/** Whether every member passes, and no other member is there: a misspelt one would have no effect. */
const hasShape = (shape: Shape) => (value: unknown) =>
  isRecord(value) &&
  Object.keys(value).every((name) => Object.hasOwn(shape, name)) &&
  Object.entries(shape).every(([name, check]) => check(value[name]));

const isCondition = hasShape({ field: isText, values: Array.isArray, isNegated: absentOr((value) => value === true) });
const conditions = absentOr(listOf(isCondition));

const isStatusClass = (value: unknown): boolean => value === 'open' || value === 'closed' || value === 'won';
const is = (kind: string) => (value: unknown) => value === kind;

const selectorShapes: readonly ((value: unknown) => boolean)[] = [
  hasShape({ kind: is('child'), relation: isText, where: conditions }),
  hasShape({ kind: is('becomes'), field: isText, values: (value) => Array.isArray(value) || isStatusClass(value) }),
  hasShape({ kind: is('historyEntry'), name: isText }),
  hasShape({ kind: is('flag'), flag: isText, at: isText }),
  hasShape({ kind: is('anyOf'), of: (value) => listOf(isSelector)(value) }),
];

function isSelector(value: unknown): boolean {
  return selectorShapes.some((check) => check(value));
}

const isRelation = hasShape({
  name: isText,
  label: isText,
  object: isText,
  parentField: isText,
  happenedField: isText,
  where: conditions,
  amountField: absentOr(isText),
});

const isPopulation = hasShape({
  from: (value) => value === 'created' || isSelector(value),
  until: absentOr(isSelector),
  activeWithinDays: absentOr((value) => typeof value === 'number'),
  where: conditions,
});

const isSnapshotPlan = (value: unknown): boolean =>
  hasShape({ kind: is('ages'), days: listOf((day) => typeof day === 'number') })(value) ||
  hasShape({
    kind: is('calendar'),
    everyDays: (days) => typeof days === 'number',
    maxSnapshots: (count) => typeof count === 'number',
  })(value);

const isScoreFields = hasShape({
  score: isText,
  band: isText,
  probability: isText,
  reasons: isText,
  model: isText,
  scoredAt: isText,
});

const definitionShape: Shape = {
  id: isText,
  label: isText,
  object: isText,
  isFavourable: (value) => typeof value === 'boolean',
  relations: listOf(isRelation),
  states: absentOr(hasShape({ object: isText, parentField: isText, fields: isTexts })),
  judgement: absentOr(isText),
  population: isPopulation,
  event: hasShape({ of: isSelector, occurs: (value) => value === 'within' || value === 'notWithin' }),
  horizonDays: (value) => typeof value === 'number',
  reportingDelayDays: isNumberOrNull,
  snapshots: isSnapshotPlan,
  includedFields: absentOr(isTexts),
  excludedFields: absentOr(isTexts),
  allowedFields: absentOr(isTexts),
  writeBack: (value) => value === null || isScoreFields(value),
};

/** What makes a value, such as a parsed file, no definition at all, each as a sentence; empty if it has the right members. */
export function shapeProblems(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['It is no JSON object.'];
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(definitionShape, name));
  const wrong = Object.entries(definitionShape).flatMap(([name, check]) => (check(value[name]) ? [] : [name]));
  return [
    ...unknown.map((name) => `A definition has no member "${name}".`),
    ...wrong.map((name) => `The member "${name}" is missing, or is not what a definition needs.`),
  ];
}
