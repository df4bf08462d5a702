// What came of a comparison, in the report's words: verdicts, measures, the story of each run.
import { policyClass } from '#cli/report/chart-frame.ts';
import { unbroken } from '#cli/report/markup.ts';
import { phaseWords } from '#cli/report/phase-strips.ts';
import { timelineOf } from '#cli/report/run-moments.ts';
import { runPhases } from '#cli/report/run-phases.ts';
import { comparisonSections, formatVerdict, verdictSymbols } from '#cli/show/comparison-rows.ts';
import type { BilledRun, ComparisonResult, RunResult } from '#runner/result.ts';
import { formatDuration, formatMoment } from '#runner/sentences/human-numbers.ts';
import { button, element } from './element.ts';
import type { Moment } from './moment.ts';

/** What a verdict is shown of. */
export type JudgedRun = Pick<RunResult, 'policy' | 'verdict' | 'expected'>;

/** A verdict and its reason for each policy. */
export function verdicts({ runs }: { readonly runs: readonly JudgedRun[] }): HTMLElement[] {
  return runs.map((run, index) => {
    const { kind, sentence } = run.verdict;
    return element(
      'p',
      { class: policyClass(index) },
      element('strong', { class: 'name' }, run.policy),
      ' ',
      element('strong', {}, `${verdictSymbols[kind]} ${formatVerdict(run)}.`),
      ` ${unbroken(sentence)}`,
    );
  });
}

/** What happened, with a button for each moment. */
export function timelines({ runs, targetShare }: ComparisonResult, moment: Moment): HTMLElement[] {
  return runs.map((run, index) => {
    const entries = timelineOf(run, targetShare).map(({ atMs, words }) => {
      const when = formatMoment(atMs);
      const go = button(when, () => moment.moveTo(atMs, 'keys'), {
        class: 'when',
        'aria-label': `Go to ${when}: ${words}`,
      });
      return element('li', {}, go, element('span', {}, unbroken(words)));
    });
    return element(
      'div',
      { class: policyClass(index) },
      element('h3', { class: 'name' }, run.policy),
      element('p', { class: 'note' }, phasesInWords(run)),
      element('ol', { class: 'timeline' }, ...entries),
    );
  });
}

function phasesInWords(run: RunResult): string {
  const parts = runPhases(run).map(
    ({ kind, startMs, endMs }) => `${phaseWords[kind]} ${formatDuration(endMs - startMs)}`,
  );
  return unbroken(`Phases: ${parts.join(', ')}.`);
}

/** The report's measures, side by side. */
export function measures(result: ComparisonResult): HTMLElement {
  const { runs } = result;
  const heads = runs.map(({ policy }) => element('th', { scope: 'col' }, policy));
  const sections = comparisonSections(result).map(({ heading, rows }) => {
    const colspan = String(runs.length + 1);
    const title = element('th', { class: 'section', colspan, scope: 'rowgroup' }, heading);
    return element(
      'tbody',
      {},
      element('tr', {}, title),
      ...rows.map((row) => measureRow(row, runs)),
    );
  });
  const head = element('thead', {}, element('tr', {}, element('td'), ...heads));
  const caption = element('caption', {}, 'The runs, in the measures of the command line.');
  const table = element('table', {}, caption, head, ...sections);
  const label = {
    class: 'scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Measures of the runs',
  };
  return element('div', label, table);
}

function measureRow(
  { label, cell }: { label: string; cell: (run: BilledRun) => string },
  runs: readonly BilledRun[],
): HTMLElement {
  const cells = runs.map((run) => element('td', {}, unbroken(cell(run))));
  return element('tr', {}, element('th', { scope: 'row' }, label), ...cells);
}
