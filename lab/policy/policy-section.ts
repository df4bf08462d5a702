// The section of the page in which a policy is written: examples, the editor, its faults, the
// types, and the file.
import { button, element } from '../page/element.ts';
import { saveFile } from '../page/save-file.ts';
import type { TextFault } from './checked-text.ts';
import type { PolicyEditor } from './editor.ts';
import { policyExamples } from './examples.ts';
import { loadKit } from './load-kit.ts';
import { faultIn, type OwnPolicy, preparedPolicy } from './own-policy.ts';
import { ownPolicyName, textCharactersMax } from './policy-text.ts';

/** The section on the page. */
export interface PolicySection {
  /** Opens the section with a text. */
  show(text: string): void;
  /** Makes the text ready to run. @throws {OwnPolicyError} with the line that is wrong */
  prepare(): Promise<OwnPolicy>;
  /** Opens the section, says what went wrong, and marks the line where the words name one. */
  showFault(words: string): void;
}

const fileName = ownPolicyName.slice(2);

/** Fills the section. The editor is loaded when it is opened. @param onRun runs the policy */
export function policySection(place: HTMLDetailsElement, onRun: () => void): PolicySection {
  let text = policyExamples[0]?.text ?? '';
  let editor: PolicyEditor | null = null;
  const fault = element('p', { class: 'problems', role: 'status' });
  const sayFault = (found: TextFault | null) => {
    fault.replaceChildren(...(found === null ? [] : faultWords(found, () => editor)));
  };
  const take = (next: string) => {
    text = next;
    editor?.show(next);
  };
  const editorPlace = element('div', { class: 'editor' });
  const types = element(
    'details',
    {},
    element('summary', {}, 'Types: what a decision gets and returns'),
  );
  const open = async () => {
    if (editor !== null) return;
    const kit = await loadKit();
    if (editor !== null) return;
    editor = kit.openEditor(editorPlace, text, {
      onText: (now, found) => {
        text = now;
        sayFault(found);
      },
    });
    types.append(kit.typePanel());
  };
  const opened = () => {
    place.open = true;
    return open().catch((error: Error) => fault.replaceChildren(error.message));
  };
  place.append(
    element('p', { class: 'note' }, ...introduction),
    actions(
      take,
      (words) => fault.replaceChildren(words),
      () => text,
      onRun,
    ),
    editorPlace,
    element('p', { class: 'note' }, keysWords),
    fault,
    types,
  );
  place.addEventListener('toggle', () => {
    if (place.open) void opened();
  });
  takeDroppedFiles(place, take, (words) => fault.replaceChildren(words));
  return {
    show: (next) => {
      take(next);
      void opened();
    },
    prepare: async () => preparedPolicy(await loadKit(), editor?.text() ?? text),
    showFault: (words) => {
      const found = faultIn(words);
      void opened().then(() => {
        if (found === undefined) return fault.replaceChildren(words);
        sayFault(found);
        editor?.mark(found);
      });
    },
  };
}

const introduction = [
  'A policy is how the control plane decides. Yours replaces some of four decisions, in plain ',
  'JavaScript, and its curve is drawn beside the others. It runs in your browser, in a worker ',
  'that has no network. Point at a word to see what it means.',
];

const keysWords =
  'In the editor, Tab indents a line. To leave the editor by keyboard, press Esc and then Tab.';

function actions(
  take: (text: string) => void,
  say: (words: string) => void,
  text: () => string,
  onRun: () => void,
): HTMLElement {
  const examples = element(
    'select',
    { 'aria-label': 'Begin with an example' },
    element('option', { value: '' }, 'Begin with…'),
    ...policyExamples.map(({ title }, index) => element('option', { value: String(index) }, title)),
  );
  examples.addEventListener('change', () => {
    const chosen = policyExamples[Number(examples.value)];
    if (examples.value !== '' && chosen !== undefined) take(chosen.text);
    examples.value = '';
  });
  const file = element('input', {
    type: 'file',
    accept: '.mjs,.js',
    class: 'spoken',
    'aria-label': 'A file with a policy',
    tabindex: '-1',
  });
  file.addEventListener('change', () => {
    void takeFile(file.files?.[0], take, say);
    file.value = '';
  });
  const download = () =>
    saveFile(fileName, new Blob([text()], { type: 'text/javascript;charset=utf-8' }));
  return element(
    'div',
    { class: 'actions' },
    button('Run it beside the others', onRun, { class: 'primary' }),
    examples,
    button('Open a file', () => file.click()),
    file,
    button(`Download ${fileName}`, download),
  );
}

async function takeFile(
  file: File | undefined,
  take: (text: string) => void,
  say: (words: string) => void,
): Promise<void> {
  if (file === undefined) return;
  if (/\.[cm]?ts$/.test(file.name))
    return say(
      `${file.name} is TypeScript, and the page takes JavaScript. It runs on the command line: ` +
        `npx rebootstorm run drill --policy resilient,./${file.name}`,
    );
  const text = await file.text();
  if (text.length > textCharactersMax)
    return say(
      `${file.name} has ${text.length} characters; the page takes at most ${textCharactersMax}.`,
    );
  say('');
  take(text);
}

/** A file that is dropped here is a policy; the rest of the page may take others. */
function takeDroppedFiles(
  place: HTMLElement,
  take: (text: string) => void,
  say: (words: string) => void,
): void {
  const isFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  const hold = (event: DragEvent) => {
    if (!isFile(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  place.addEventListener('dragover', hold, true);
  place.addEventListener(
    'drop',
    (event) => {
      hold(event);
      if (isFile(event)) void takeFile(event.dataTransfer?.files[0], take, say);
    },
    true,
  );
}

function faultWords(
  { line, column, reason }: TextFault,
  editor: () => PolicyEditor | null,
): (HTMLElement | string)[] {
  const go = button(`Line ${line}`, () => editor()?.focusAt(line, column), {
    'aria-label': `Go to line ${line}, column ${column}`,
  });
  return [go, ` Column ${column}: ${reason}`];
}
