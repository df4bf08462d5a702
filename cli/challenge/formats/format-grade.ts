import { wrapLines } from '../../show/wrap-lines.ts';
import type { GradeFormat } from '../challenge-options.ts';
import type { Grade, GradeCheck, GradeStatus } from '../grade.ts';
import { cameWords, checkName, totalWords } from './check-words.ts';
import { exercismResult } from './exercism.ts';
import { gradescopeResult } from './gradescope.ts';

/** A grade as text. */
export function formatGrade(grade: Grade, format: GradeFormat, columns: number): string {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  if (format === 'json') return json(grade);
  if (format === 'gradescope') return json(gradescopeResult(grade));
  if (format === 'exercism') return json(exercismResult(grade));
  return format === 'markdown' ? markdown(grade) : terminal(grade, columns);
}

const marks: Readonly<Record<GradeStatus, string>> = { pass: '✓', fail: '✗', error: '!' };

function terminal(grade: Grade, columns: number): string {
  const { title, checks } = grade;
  const bars = [...new Set(checks.map(({ bar }) => bar))].flatMap((bar) => {
    const own = checks.filter((check) => check.bar === bar);
    return ['', `${bar}: ${own[0]?.expected}`, ...own.map((check) => checkLine(check, columns))];
  });
  const errors = [...new Set(checks.filter(isError).map(cameWords))];
  const lines =
    errors.length > 0 ? ['', ...errors.map((one) => wrapLines(one, columns, '  '))] : bars;
  return `${[title, ...lines, ...replayLines(checks), '', totalWords(grade)].join('\n')}\n`;
}

function checkLine(check: GradeCheck, columns: number): string {
  const { status, came, points, maxPoints, isHidden, seed } = check;
  const which = isHidden ? 'a hidden seed' : `seed ${seed}`;
  const words = `${marks[status]} ${which}: ${came} (${points} of ${maxPoints})`;
  return `  ${wrapLines(words, columns - 2, '    ')}`;
}

/** A command for each storm in which a bar was not reached, and may be seen. */
function replayLines(checks: readonly GradeCheck[]): string[] {
  const seen = checks.filter(({ status, isHidden }) => status === 'fail' && !isHidden);
  const commands = [...new Set(seen.map(({ replay }) => replay))];
  return commands.length === 0 ? [] : ['', 'To see it:', ...commands.map((one) => `  ${one}`)];
}

function isError({ status }: GradeCheck): boolean {
  return status === 'error';
}

function markdown(grade: Grade): string {
  const rows = grade.checks.map((check) => {
    const cells = [
      checkName(check),
      check.expected,
      cameWords(check),
      `${check.points}/${check.maxPoints}`,
    ];
    return `| ${marks[check.status]} | ${cells.map(cell).join(' | ')} |`;
  });
  return `${[
    `## ${grade.title}`,
    '',
    '| | Bar | Asked | Came | Points |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    totalWords(grade),
  ].join('\n')}\n`;
}

function cell(text: string): string {
  const plain = text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  // Words of a student's file must stay words: no markup, no links, no names that somebody hears.
  return /^[\w .,:%$/-]*$/.test(plain) ? plain : `\`${plain.replaceAll('`', "'")}\``;
}
