// Failed checks as workflow commands of GitHub Actions. A runner reads them from standard output
// and standard error alike, so results on standard output stay what they are.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
import type { CiCheck } from './ci-check.ts';

/** A check that did not pass, as one line. GitHub shows ten of a kind for each step. */
export function githubAnnotation({ about, name, outcome, sentence }: CiCheck): string {
  const kind = outcome === 'failed' ? 'error' : 'warning';
  return `::${kind} title=${property(`${about}: ${name}`)}::${data(sentence)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
