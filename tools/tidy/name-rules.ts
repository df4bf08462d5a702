import type { Findings } from './source-file.ts';

const KEBAB_CASE = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
// Python imports modules by their file name, which therefore cannot have hyphens.
const PYTHON_MODULE = /^[a-z0-9]+(_[a-z0-9]+)*\.py$/;
const NAMES_BY_CONVENTION =
  /^(README|CHANGELOG|CONTRIBUTING|SECURITY|CODE_OF_CONDUCT)\.md$|^(LICENSE|NOTICE)$/;
const NAMES_THAT_SAY_NOTHING = /(^|[-.])(utils?|helpers?|common|manager|misc|shared)([-.]|$)/;

/** File and folder names are kebab-case and say what the file decides. */
export function findBadNames(path: string): Findings {
  const names = path.split('/');
  const good = [KEBAB_CASE, PYTHON_MODULE, NAMES_BY_CONVENTION];
  const odd = names.filter((name) => !good.some((pattern) => pattern.test(name)));
  const empty = names.filter((name) => NAMES_THAT_SAY_NOTHING.test(name));
  return [
    ...odd.map((name) => `${path}: "${name}" is not kebab-case`),
    ...empty.map((name) => `${path}: "${name}" does not say what the file decides`),
  ];
}

/** A new top-level folder is a decision: it needs a row in tools/may-import.ts or in `known`. */
export function findUnknownFolder(path: string, known: readonly string[]): Findings {
  const [folder, ...rest] = path.split('/');
  if (folder === undefined || rest.length === 0 || known.includes(folder)) return [];
  return [`${path}: the layout has no folder "${folder}"; it has: ${known.join(', ')}`];
}
