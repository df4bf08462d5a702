// The place of the page where a recorded run is opened: by dropping it anywhere, or with a button.
import type { RecordedRun } from '#cli/run-folder/recorded-run.ts';
import { element } from '../page/element.ts';
import { chosenIn, droppedIn } from './chosen-files.ts';
import { loadReader } from './load-reader.ts';
import { type ChosenFile, filesOfRun } from './run-files.ts';

/** What becomes of a choice. */
export interface RecordingListener {
  onRead(recorded: RecordedRun): void;
  /** @param reason why it is no run, as a sentence */
  onRefused(reason: string): void;
}

/** Fills the place with its buttons, and takes what is dropped on the page. */
export function recordingOpener(place: HTMLElement, listener: RecordingListener): void {
  const take = (choice: () => Promise<readonly ChosenFile[]>) =>
    void read(choice).then(listener.onRead, (error: unknown) =>
      listener.onRefused(error instanceof Error ? error.message : String(error)),
    );
  const chooser = (label: string, attributes: Readonly<Record<string, string>>) => {
    const id = `recorded-${Object.keys(attributes)[0]}`;
    const input = element('input', { id, type: 'file', ...attributes });
    input.addEventListener('change', () => {
      const chosen = input.files === null ? [] : chosenIn(input.files);
      if (chosen.length > 0) take(async () => chosen);
      // The same choice again is to be read again.
      input.value = '';
    });
    return element('p', { class: 'field' }, element('label', { for: id }, label), input);
  };
  place.replaceChildren(
    element(
      'p',
      { class: 'says' },
      'The folder that run or demo wrote, such as runs/drill/latest. Drop it anywhere on the ' +
        'page, or choose it. Nothing of it leaves this machine.',
    ),
    chooser('Its folder', { webkitdirectory: '' }),
    chooser('Or its files: result.json, manifest.json, series.csv', {
      multiple: '',
      accept: '.json,.csv',
    }),
  );
  listenToDrops(take);
}

async function read(choice: () => Promise<readonly ChosenFile[]>): Promise<RecordedRun> {
  const files = filesOfRun(await choice());
  const [result, manifest, series] = await Promise.all([
    files.result.file.text(),
    files.manifest?.file.text(),
    files.series?.file.text(),
  ]);
  const readRun = await loadReader();
  return readRun({ result, manifest, series });
}

/** A page that takes no drop is left for the file that was dropped on it. */
function listenToDrops(take: (choice: () => Promise<readonly ChosenFile[]>) => void): void {
  const mark = (isOver: boolean) => document.body.classList.toggle('drop', isOver);
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  addEventListener('drop', (event) => {
    const { dataTransfer } = event;
    if (dataTransfer === null || !hasFiles(event)) return;
    event.preventDefault();
    mark(false);
    const dropped = droppedIn(dataTransfer);
    take(() => dropped);
  });
}
