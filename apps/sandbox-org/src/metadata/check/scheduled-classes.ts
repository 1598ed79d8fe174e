import { isCode, wordsOf } from '../../apex/compile.ts';
import type { Component } from '../component-store.ts';
import type { ComponentProblem } from '../zip-package.ts';

/**
 * A class with a scheduled job, and the classes that it names, can be neither updated nor deleted.
 * @param scheduled names of classes in lower case
 * @source Apex Developer Guide, Apex Scheduler; Setup has a switch that allows it, which this org does not have
 */
export function checkScheduledClasses(
  changed: readonly Component[],
  stored: readonly Component[],
  scheduled: ReadonlySet<string>,
): ComponentProblem[] {
  if (scheduled.size === 0) return [];
  const waiting = stored.filter((component) => isCode(component) && scheduled.has(component.fullName.toLowerCase()));
  const words = new Set(waiting.flatMap((component) => [...wordsOf(component)]));
  return changed
    .filter(({ type, fullName }) => type === 'ApexClass' && words.has(fullName.toLowerCase()))
    .map(({ type, fullName, fileName }) => ({
      type,
      fullName,
      fileName,
      message: scheduled.has(fullName.toLowerCase())
        ? 'This schedulable class has jobs pending or in progress'
        : 'This apex class is used by a schedulable class that has jobs pending or in progress',
    }));
}
