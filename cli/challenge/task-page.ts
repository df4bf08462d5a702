import { type Challenge, changedFile, givenHandler } from '#challenges/challenge.ts';
import { contextPrefix } from '#domain/stack/stack-configuration.ts';
import { unreachable } from '#domain/unreachable.ts';
import { labParagraphs } from './challenge-lab.ts';

/** The README of a challenge, as a student gets it. */
export function taskPage(challenge: Challenge): string {
  const { name, title, minutes, task, hint, bars, figure, kind } = challenge;
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
    changeWords(challenge),
    ['| Bar | Asked of each run | Points | Why |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    'The first bar comes first: a run that does not reach it gives no points for the others.',
    ...open,
    'What a file is worth (it takes some seconds, up to half a minute):',
    `\`\`\`sh\nrebootstorm challenge grade ${name} ${changedFile[kind]}\n\`\`\``,
    'For each run the grade has a command that shows it. Your grade may also be made on seeds ' +
      'that you do not know.',
    ...labParagraphs(challenge),
    `**Stuck?** ${hint}`,
    `About ${minutes} minutes. ${wordsOf[kind]}`,
  ].join('\n\n')}\n`;
}

/** What a student may change. */
function changeWords(challenge: Challenge): string {
  const list = (names: readonly string[]) => names.map((one) => `\`${one}\``).join(', ');
  const file = `\`${changedFile[challenge.kind]}\``;
  switch (challenge.kind) {
    case 'policy': {
      const decisions = list(challenge.policy.decisions);
      return `Change ${file}: ${decisions}. The file is JavaScript. It may not import anything.`;
    }
    case 'stack': {
      const settings = list(challenge.settings.map((name) => contextPrefix + name));
      return `Change ${file}. It may set ${settings}. What it does not name has its usual value.`;
    }
    case 'handler':
      return `Change ${file}. The file is JavaScript. It may not import anything.`;
    case 'queue':
      return (
        `Change ${file}. It may set ${list(challenge.options)}, as options of \`rebootstorm ` +
        `consumer try\`. The function is \`${givenHandler}\`, and stays as it is.`
      );
    default:
      return unreachable(challenge);
  }
}

const storms = "The words of the bars are those of rebootstorm's thresholds: docs/thresholds.md.";
const trials = 'The queue, the function and the words of the bars are in docs/consumers.md.';

/** Where its words are explained. */
const wordsOf: Readonly<Record<Challenge['kind'], string>> = {
  policy: `${storms} The decisions are those of its policies: docs/policies.md.`,
  stack: `${storms} The settings are in docs/costs.md.`,
  handler: trials,
  queue: trials,
};
