import type { Challenge } from '#challenges/challenge.ts';
import { challengeLab, labParagraph } from './challenge-lab.ts';

/** The README of a challenge, as a student gets it. */
export function taskPage(challenge: Challenge): string {
  const { name, title, minutes, task, hint, policy, bars, figure } = challenge;
  const rows = bars.map(
    (bar) => `| ${bar.name} | \`${bar.condition}\` | ${bar.points} | ${bar.why} |`,
  );
  const open =
    figure === undefined
      ? []
      : [`**The figure** is ${figure.name}, the mean over all seeds. Smaller is better.`];
  return `${[
    `# ${title}`,
    ...task,
    `Change \`policy.mjs\`: ${policy.decisions.map((one) => `\`${one}\``).join(', ')}. ` +
      'The file is JavaScript. It may not import anything.',
    ['| Bar | Asked of each storm | Points | Why |', '| --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
    'The first bar comes first: a storm that does not reach it gives no points for the others.',
    ...open,
    'What a file is worth (it takes some seconds):',
    `\`\`\`sh\nrebootstorm challenge grade ${name} policy.mjs\n\`\`\``,
    'For each storm the grade has a command that shows it: its report has every curve. ' +
      'Your grade may also be made on seeds that you do not know.',
    labParagraph(challengeLab(challenge)),
    `**Stuck?** ${hint}`,
    `About ${minutes} minutes. The words of the bars are those of rebootstorm's thresholds, and ` +
      'the decisions are those of its policies: docs/thresholds.md and docs/policies.md.',
  ].join('\n\n')}\n`;
}
