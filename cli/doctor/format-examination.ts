// The findings of `doctor` as one table, with what mends each.
import { plainLine } from '#domain/plain-text.ts';
import {
  blockingFindings,
  type Examination,
  type Finding,
  type FindingState,
} from '#runner/deployed/examine.ts';

const signs: Readonly<Record<FindingState, string>> = {
  good: '✓',
  weak: '!',
  missing: '✗',
  unknown: '?',
};

const widthOfNames = 'Lambda concurrency'.length;

/** The table, what the engine is known not to do, and whether a storm can be run. */
export function formatExamination(examination: Examination): string {
  const { findings, gaps } = examination;
  const lines = [...findings.flatMap(findingLines), ...gapLines(gaps), verdict(examination)];
  return `${lines.map(plainLine).join('\n')}\n`;
}

/** The command stands on a line of its own, so that it can be copied. */
function findingLines({ what, state, found, mend }: Finding): string[] {
  const line = `${signs[state]} ${what.padEnd(widthOfNames)}  ${found}`;
  return mend === '' ? [line] : [line, `${' '.repeat(widthOfNames + 4)}mend it: ${mend}`];
}

function gapLines(gaps: readonly string[]): string[] {
  if (gaps.length === 0) return [];
  return ['known not to do as AWS does:', ...gaps.map((gap) => `  ${gap}`)];
}

function verdict(examination: Examination): string {
  const names = (findings: readonly Finding[]) => findings.map(({ what }) => what).join(', ');
  const blocking = blockingFindings(examination);
  if (blocking.length > 0) return `✗ a storm would fail: ${names(blocking)}`;
  const others = examination.findings.filter(({ state }) => state === 'missing');
  if (others.length === 0) return '✓ a storm can be run';
  return `✓ a storm can be run; a new deploy would fail: ${names(others)}`;
}
