import { type CodeProblem, type CompiledCode, compileCode, isCode } from '../../apex/compile.ts';
import { ScheduledJobs } from '../../apex/scheduled-jobs.ts';
import type { Org } from '../../org/org.ts';
import { checkApexActions } from '../check/apex-actions.ts';
import { checkComponent, isWhole } from '../check/check-component.ts';
import { checkScheduledClasses } from '../check/scheduled-classes.ts';
import { World } from '../check/world.ts';
import { type Component, keyOf } from '../component-store.ts';
import { textOf } from '../xml.ts';
import type { ComponentProblem, Manifest } from '../zip-package.ts';
import { brokenReferences, type Plan, planDeployment, withoutMissing } from './plan.ts';

/** A deployment that was checked and not saved yet. */
export interface Evaluation {
  readonly plan: Plan;
  readonly problems: readonly ComponentProblem[];
  readonly code: CompiledCode;
  /** Components that change because something that they named is deleted. */
  readonly cleaned: readonly Component[];
}

/** What the org would hold after the deployment, and what is wrong with it. */
export async function evaluate(
  org: Org,
  deployed: readonly Component[],
  deletions: readonly Manifest[],
): Promise<Evaluation> {
  const stored = org.components.all();
  const plan = planDeployment(stored, deployed, deletions);
  const world = new World(org.db, plan.after);
  const deployedKeys = new Set(deployed.map(keyOf));
  const kept = plan.after.filter((component) => !deployedKeys.has(keyOf(component)));
  const cleaned =
    plan.deleted.length === 0
      ? []
      : kept
          .map((component) => withoutMissing(component, world))
          .filter((component, index) => component !== kept[index]);
  const problems = [
    ...checkDeployed(deployed, stored, world),
    ...checkScheduledClasses([...deployed, ...plan.deleted], stored, new ScheduledJobs(org).classes()),
    ...brokenReferences(world, plan.deleted.length === 0 ? [] : kept).map(({ component, missing }) => {
      const deleted = plan.deleted.find(({ fullName }) => fullName === missing) ?? plan.deleted[0] ?? component;
      const message = `This ${deleted.type} is referenced elsewhere in salesforce.com: ${component.type} - ${component.fullName}.`;
      return { ...placeOf(deleted), message };
    }),
  ];
  const code = await compileCode(plan.after);
  const codeProblems = code.problems.map((problem) => toComponentProblem(problem, plan.after, deployedKeys));
  const actions = code.program ? checkApexActions(plan.after, code.program) : [];
  return { plan, cleaned, code, problems: [...problems, ...codeProblems, ...actions] };
}

export const placeOf = ({ type, fullName, fileName }: Component): Omit<ComponentProblem, 'message'> => ({
  type,
  fullName,
  fileName,
});

function checkDeployed(deployed: readonly Component[], stored: readonly Component[], world: World): ComponentProblem[] {
  const before = new Map(stored.map((component) => [keyOf(component), component]));
  return deployed.flatMap((component) => {
    const place = placeOf(component);
    const problems = checkComponent(component, world).map((problem) => ({ ...place, ...problem }));
    if (problems.length === 0 && !isWhole(component))
      problems.push({ ...place, message: 'Required field is missing: label' });
    const old = before.get(keyOf(component));
    const [oldType, newType] = [old && textOf(old.body, 'type'), textOf(component.body, 'type')];
    // The platform converts some types; this org keeps the type, so that no value is lost.
    if (component.type === 'CustomField' && old && oldType !== newType) {
      problems.push({
        ...place,
        message: `Cannot change the type of ${component.fullName} from ${oldType ?? ''} to ${newType ?? ''}`,
      });
    }
    return problems;
  });
}

/** An error in code that is not deployed makes the deployment fail as a dependent class. */
function toComponentProblem(
  problem: CodeProblem,
  after: readonly Component[],
  deployed: ReadonlySet<string>,
): ComponentProblem {
  const component = after.find((each) => isCode(each) && each.fileName === problem.fileName);
  if (!component) return { type: 'ApexClass', fullName: problem.fileName, ...problem };
  if (deployed.has(keyOf(component))) return { ...placeOf(component), ...problem };
  const { message, line = 0, column = 0 } = problem;
  const dependent = `Dependent class is invalid and needs recompilation:\n Class ${component.fullName} : ${message} (${line}:${column})`;
  return { ...placeOf(component), message: dependent };
}
