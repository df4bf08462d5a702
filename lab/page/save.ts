// What a reader takes along: the link, the command, and files.
import { resultJson } from '#cli/run-folder/result-json.ts';
import { seriesCsv } from '#cli/run-folder/series-csv.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { addressOf } from '../inputs/address.ts';
import { cliCommand } from '../inputs/cli-words.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { packedCharactersMax } from '../policy/policy-text.ts';
import { button, element } from './element.ts';
import { loadPictures } from './load-pictures.ts';
import { saveFile } from './save-file.ts';

/** How a run can be made again; null: that way it cannot. */
export interface RunAgain {
  readonly link: string | null;
  readonly command: string | null;
  /** What the link lacks, in words; absent: nothing. */
  readonly note?: string | undefined;
}

/** How a run with inputs of the page is made again. */
export function againBy(inputs: LabInputs): RunAgain {
  const link = `${location.href.replace(/#.*$/, '')}#${addressOf(inputs)}`;
  return { link, command: cliCommand(inputs), note: tooLong(inputs) };
}

/** The section with the link and the command of a run, and its files once it is done. */
export function saving(
  { link, command, note }: RunAgain,
  result: ComparisonResult | null,
  say: (words: string) => void,
): HTMLElement[] {
  const texts = [
    ...(link === null ? [] : [copied('Link', link, say)]),
    ...(note === undefined ? [] : [element('p', { class: 'note' }, note)]),
    ...(command === null ? [] : [copied('Command', command, say)]),
  ];
  if (result === null) return texts;
  const name = `${result.scenario}-${result.nodes}-${result.seed}`;
  const pictures = pictureButtons(result, command ?? '', name, say);
  const hasCurves = result.runs.every(({ samples }) => samples.length > 0);
  const files = element(
    'p',
    { class: 'actions' },
    ...(hasCurves ? pictures : []),
    button('CSV', () => saveFile(`${name}.csv`, textBlob(seriesCsv(result.runs), 'text/csv'))),
    button('JSON', () =>
      saveFile(`${name}.json`, textBlob(resultJson(result), 'application/json')),
    ),
  );
  return [...texts, files];
}

function pictureButtons(
  result: ComparisonResult,
  command: string,
  name: string,
  say: (words: string) => void,
): HTMLElement[] {
  const png = async () => {
    const { pictureOf, pngOf } = await loadPictures();
    saveFile(`${name}.png`, await pngOf(pictureOf(result, command)));
  };
  const svg = async () => {
    const { pictureOf } = await loadPictures();
    saveFile(`${name}.svg`, textBlob(pictureOf(result, command).svg, 'image/svg+xml'));
  };
  const sayWhy = (error: Error) => say(error.message);
  return [
    button('PNG', () => void png().catch(sayWhy)),
    button('SVG', () => void svg().catch(sayWhy)),
  ];
}

/** What is said beside the link, where a policy does not fit into it. */
function tooLong({ own }: LabInputs): string | undefined {
  if (own === null || own.length <= packedCharactersMax) return undefined;
  return (
    `The link is without your policy, which takes ${formatCount(own.length)} letters: links ` +
    `of more than ${formatCount(packedCharactersMax)} are cut by mail programs. Download the ` +
    'policy, and send the file and the command.'
  );
}

function copied(label: string, text: string, say: (words: string) => void): HTMLElement {
  const id = `copy-${label.toLowerCase()}`;
  const shown = element('input', {
    id,
    readonly: '',
    type: 'text',
    value: text,
    spellcheck: 'false',
  });
  const copy = async () => {
    shown.select();
    await navigator.clipboard.writeText(shown.value);
    say(`${label} copied.`);
  };
  const orSay = () =>
    say(
      `The browser did not let the page copy. The ${label.toLowerCase()} is marked: press Ctrl-C.`,
    );
  return element(
    'p',
    { class: 'field copy' },
    element('label', { for: id }, label),
    shown,
    button('Copy', () => void copy().catch(orSay), { 'aria-label': `Copy ${label.toLowerCase()}` }),
  );
}

function textBlob(text: string, type: string): Blob {
  return new Blob([text], { type: `${type};charset=utf-8` });
}
