import type { Vm } from '../run/vm.ts';

const SUPPORTED_FLAGS: Record<string, string> = { i: 'i', m: 'm', s: 's' };

/**
 * A Java regular expression as a JavaScript one. What the languages write differently and the runtime does not translate is
 * an error.
 */
export function javaPattern(vm: Vm, pattern: string, flags = ''): RegExp {
  let source = pattern;
  let all = flags;
  const inline = /^\(\?([a-z]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1] ?? '') {
      const known = SUPPORTED_FLAGS[flag];
      if (!known) throw vm.error('StringException', `The flag ${flag} of a pattern is not supported by this runtime`);
      all += known;
    }
  }
  if (/[*+?}]\+|\\[QEAzZGpP]|\[[^\]]*&&|\(\?[a-z>]/.test(source)) {
    throw vm.error('StringException', `The pattern ${pattern} is not supported by this runtime`);
  }
  try {
    return new RegExp(source, all);
  } catch (cause) {
    throw vm.error('StringException', `Invalid regex: ${(cause as Error).message}`);
  }
}
