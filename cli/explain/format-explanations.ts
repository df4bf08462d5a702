import { plainLine } from '#domain/plain-text.ts';
import type { Explanation } from './explain-bill.ts';

/** The explanations of one policy's run. */
export interface ExplainedPolicy {
  readonly policy: string;
  readonly explanations: readonly Explanation[];
}

/** Explanations as indented text, or as Markdown with a heading for each policy. */
export function formatExplanations(
  runs: readonly ExplainedPolicy[],
  format: 'text' | 'markdown',
): string {
  const blocks = runs.map(({ policy, explanations }) => {
    const none = 'Nothing of this was used.';
    const figures = explanations.map((one) => formatOne(one, format)).join('\n');
    const head = format === 'markdown' ? `## ${plainLine(policy)}\n` : plainLine(policy);
    return `${head}\n${explanations.length === 0 ? none : figures}`;
  });
  return `${blocks.join('\n\n')}\n`;
}

function formatOne({ figure, result, steps }: Explanation, format: 'text' | 'markdown'): string {
  const isMarkdown = format === 'markdown';
  const head = isMarkdown ? `- **${figure}: ${result}**` : `  ${figure}: ${result}`;
  const indent = isMarkdown ? '  - ' : '      ';
  return [head, ...steps.map((step) => `${indent}${step}`)].map(plainLine).join('\n');
}
